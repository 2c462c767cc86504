/** The conf file: where it is by default, and what is in it. */
import { isAscii } from "node:buffer";
import { closeSync, constants, existsSync, fstatSync, openSync, readSync } from "node:fs";
import { LIMITS } from "../base/limits.ts";
import { fail, ok, type Result } from "../base/result.ts";

const PLACES = ["/etc/daruma/daruma.conf", "/etc/keepalived/keepalived.conf"] as const;

/** daruma's own place, else keepalived's, so that a move needs no copying. */
export const defaultConfFile = (): string => PLACES.find((path) => existsSync(path)) ?? PLACES[0];

/** The text, or why it cannot be read. */
export const readConfFile = (path: string): Result<string, string> =>
  confTextOf(path, readRegularFile(path));

/** Of a file that has been read. */
export function confTextOf(path: string, read: FileRead): Result<string, string> {
  switch (read.type) {
    case "text":
      return ok(read.text);
    case "folder":
      return fail(`${path} is a folder, expected a conf file`);
    case "special":
      return fail(`${path} is not a regular file, expected a conf file`);
    case "too large":
      return fail(`${path} has more than ${LIMITS.configBytes} bytes, the most that are read`);
    case "unreadable":
      return fail(`cannot read ${path}: ${read.reason}`);
  }
}

export type FileRead =
  | { readonly type: "text"; readonly text: string; readonly executable: boolean }
  | { readonly type: "folder" | "special" }
  | { readonly type: "too large" }
  | { readonly type: "unreadable"; readonly reason: string };

/** At once, whatever the path is: a FIFO or a device is refused, not waited for. */
export function readRegularFile(path: string): FileRead {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const status = fstatSync(file);
    if (status.isDirectory()) return { type: "folder" };
    if (!status.isFile()) return { type: "special" };
    const text = textOf(file, status.size);
    if (text === undefined) return { type: "too large" };
    return { type: "text", text, executable: (status.mode & 0o111) !== 0 };
  } catch (error) {
    return { type: "unreadable", reason: reasonOf(error) };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Of a file that may say nothing of its size, as those of /proc, and may grow while it is read. */
function textOf(file: number, size: number): string | undefined {
  if (size > LIMITS.configBytes) return undefined;
  if (size > LONG) keepNurserySmall();
  let bytes = Buffer.allocUnsafe(size + ROOM);
  let length = 0;
  for (;;) {
    const count = readSync(file, bytes, length, bytes.length - length, null);
    if (count === 0) break;
    length += count;
    if (length > LIMITS.configBytes) return undefined;
    if (length === bytes.length) bytes = Buffer.concat([bytes], 2 * length);
  }
  // Most confs are ASCII, which needs no decoding.
  const content = bytes.subarray(0, length);
  return content.toString(isAscii(content) ? "latin1" : "utf8");
}

/** In bytes; some thousand real servers. */
const LONG = 500_000;

/**
 * What is read from a long conf stays. V8 would make ever more room for young objects, all of it
 * memory that is touched for the first time, which costs more than to look through little room often.
 */
function keepNurserySmall(): void {
  process.getBuiltinModule("node:v8").setFlagsFromString("--semi-space-growth-factor=1");
}

/** Beyond the size that a file says it has; enough for most of those that say none. */
const ROOM = 65_536;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EACCES: "permission denied",
  EPERM: "permission denied",
  ENXIO: "it is not a regular file",
  ELOOP: "its symbolic links go in a circle",
};

/** Why a file could not be opened or read, for an operator. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? String(error.code) : "";
  return REASONS[code] ?? error.message;
}
