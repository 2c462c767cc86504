/**
 * Where the programs of this ring are.
 *
 * `sh test/setup interop` unpacks the peers aside, so that no package starts a daemon on the
 * machine that runs the tests, and makes a command of each that finds its libraries. What the
 * machine has anyway does as well.
 */
import { accessSync, constants } from "node:fs";
import { delimiter, join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../../..");
const ASIDE = join(ROOT, "build/debian/bin");
const SYSTEM = ["/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/lib/frr"];

/** Logs and captures of the last run stay here. */
export const RECORDS: string = join(ROOT, "build/interop");

export type Tool = "keepalived" | "zebra" | "vrrpd" | "tshark" | "dumpcap" | "ip";

/** The file of a program. Throws, saying what to run, where it is missing. */
export function program(name: Tool): string {
  const folders = [ASIDE, ...(process.env["PATH"] ?? "").split(delimiter), ...SYSTEM];
  const file = folders.map((folder) => join(folder, name)).find(executable);
  if (file === undefined) throw new Error(`${name} is missing: run sh test/setup interop`);
  return file;
}

/** The daemon under test. Throws, saying what to run, where it is not built. */
export function daruma(): string {
  const main = join(ROOT, "dist/main.js");
  if (!readable(main)) throw new Error(`${main} is missing: run sh test/setup build`);
  return main;
}

const executable = (file: string): boolean => may(file, constants.X_OK);
const readable = (file: string): boolean => may(file, constants.R_OK);

function may(file: string, mode: number): boolean {
  try {
    accessSync(file, mode);
    return true;
  } catch {
    return false;
  }
}
