/** The files of a conf, from the file system: what src/config asks for, and never reads itself. */
import { lstatSync, readdirSync, realpathSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, resolve } from "node:path";
import { alternatives, expandPattern, type Tree } from "../base/glob.ts";
import { LIMITS } from "../base/limits.ts";
import type { ConfFile, ConfFiles, Found } from "../config/text/conf-files.ts";
import type { Surroundings } from "../config/text/reading.ts";
import { readRegularFile } from "./conf-file.ts";

/** Chosen once: a reload must not draw new numbers, or it would change what nobody has changed. */
const SEED = Math.floor(Math.random() * 0xffff_ffff);

/** The id for conditional lines where none is given: the host's name up to its first dot. */
export const hostId = (): string => hostname().replace(/\..*$/s, "");

/** What a conf may ask of this machine. Without an id it is the host's name up to its first dot. */
export const confSurroundings = ({
  configId,
  allConfig,
}: Pick<Surroundings, "configId" | "allConfig">): Surroundings & { readonly files: ConfFiles } => ({
  files: confFiles,
  configId: configId ?? hostId(),
  env: { ...process.env },
  seed: SEED,
  allConfig,
});

const tree: Tree = {
  list: (folder) => attempt(() => readdirSync(folder)),
  exists: (path) => attempt(() => lstatSync(path)) !== undefined,
};

/** The real ones. */
const confFiles: ConfFiles = {
  find: findFiles,
  read: readFile,
  folderOf: (name) => attempt(() => realpathSync(dirname(name))) ?? resolve(dirname(name)),
  identityOf(name) {
    const stats = attempt(() => statSync(name));
    return stats === undefined ? resolve(name) : `${stats.dev}:${stats.ino}`;
  },
};

function findFiles(pattern: string, from: string): Found {
  const folder = from.slice(0, from.lastIndexOf("/") + 1);
  const patterns = alternatives(pattern, LIMITS.configFiles);
  if (patterns === undefined) return { names: [], missing: [pattern], unmatched: [] };
  const names: string[] = [];
  const missing: string[] = [];
  const unmatched: string[] = [];
  for (const each of patterns) {
    const found = expandPattern(each, folder, tree);
    if (found === undefined) missing.push(each);
    else if (found.length === 0) unmatched.push(each);
    else names.push(...found);
  }
  return { names, missing, unmatched };
}

function readFile(name: string): ConfFile {
  const read = readRegularFile(name);
  if (read.type === "too large")
    return { type: "unreadable", reason: `it has more than ${LIMITS.configBytes} bytes` };
  if (read.type !== "text") return read;
  return read.executable ? { type: "executable" } : { type: "text", text: read.text };
}

function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
