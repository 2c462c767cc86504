/**
 * Where the peers and the tools of this ring are, and what to install where one is missing.
 *
 * Peers are unpacked aside by `test/setup peers` into build/peers/PACKAGE, with the libraries they
 * need, so that no package starts a daemon on the machine that runs the tests. A peer that the
 * machine has anyway does as well.
 */
import { accessSync, constants, existsSync, readdirSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../../..");
const PEERS = join(ROOT, "build/peers");
const SYSTEM_PATH = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/** Logs and captures of the last run stay here. */
export const RECORDS: string = join(ROOT, "build/interop");
export const DARUMA: string = join(ROOT, "dist/main.js");

export interface Program {
  readonly path: string;
  readonly environment: Readonly<Record<string, string>>;
}

interface Source {
  readonly package: string;
  /** Path below the file system's root, or a bare name to look for on the search path. */
  readonly file: string;
}

const SOURCES = {
  keepalived: { package: "keepalived", file: "usr/sbin/keepalived" },
  zebra: { package: "frr", file: "usr/lib/frr/zebra" },
  vrrpd: { package: "frr", file: "usr/lib/frr/vrrpd" },
  tshark: { package: "tshark", file: "usr/bin/tshark" },
  dumpcap: { package: "wireshark-common", file: "usr/bin/dumpcap" },
  ip: { package: "iproute2", file: "usr/sbin/ip" },
} as const satisfies Record<string, Source>;

export type Tool = keyof typeof SOURCES | "daruma" | "root";

/** The program of that name. Throws where it is missing: ask `missing` first. */
export function program(name: keyof typeof SOURCES): Program {
  const found = find(SOURCES[name]);
  if (found === undefined) throw new Error(`missing: ${name}`);
  return found;
}

/** What stands in the way of using these tools, in words that say what to do; empty: nothing. */
export function missing(tools: readonly Tool[]): readonly string[] {
  return tools.flatMap((tool) => {
    if (tool === "root") return process.getuid?.() === 0 ? [] : ["run as root"];
    if (tool === "daruma") return existsSync(DARUMA) ? [] : ["build it: npm run build"];
    return find(SOURCES[tool]) === undefined ? [howToGet(SOURCES[tool])] : [];
  });
}

function howToGet(source: Source): string {
  if (source.package === "keepalived" || source.package === "frr") {
    return `unpack ${source.package}: test/setup peers`;
  }
  return `apt-get install ${source.package}`;
}

function find(source: Source): Program | undefined {
  const unpacked = join(PEERS, source.package);
  const aside = join(unpacked, source.file);
  if (executable(aside)) {
    return { path: aside, environment: { LD_LIBRARY_PATH: libraries(unpacked).join(delimiter) } };
  }
  const name = source.file.slice(source.file.lastIndexOf("/") + 1);
  const candidates = [`/${source.file}`, ...SYSTEM_PATH.map((folder) => join(folder, name))];
  const path = candidates.find(executable);
  return path === undefined ? undefined : { path, environment: {} };
}

/** The library folders of an unpacked package: Debian keeps them by architecture. */
function libraries(root: string): readonly string[] {
  return ["usr/lib", "lib"]
    .map((folder) => join(root, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .filter((folder) => folder.endsWith("-linux-gnu"))
    .flatMap((folder) => [folder, join(folder, "frr")]);
}

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
