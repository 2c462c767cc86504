/** Pid files: one daemon each, and none that is left behind stops the next one. */
import {
  closeSync,
  constants,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { fail, ok, type Result } from "../base/result.ts";
import { lockFile } from "../libc/lock.ts";

export interface PidFile {
  /** Removes the file and gives up the lock. */
  release(): void;
}

/** Takes the file for this process. The fault says who has it, or why it cannot be written. */
export function takePidFile(path: string, pid: number): Result<PidFile, string> {
  let fd: number;
  try {
    mkdirSync(dirname(path), { recursive: true });
    fd = openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o644);
  } catch (error) {
    return fail(`cannot write the pid file ${path}: ${reasonOf(error)}`);
  }
  // The lock ends with the process that holds it, so a file without a process is no obstacle.
  if (lockFile(fd) < 0) {
    const other = readFileSync(path, "utf8").trim();
    closeSync(fd);
    return fail(`daruma is already running as process ${other} (${path})`);
  }
  ftruncateSync(fd);
  writeSync(fd, `${pid}\n`);
  return ok({
    release() {
      removeFile(path);
      closeSync(fd);
    },
  });
}

/** Notes a worker's pid for whoever looks for it there; a failure is not worth more than that. */
export function notePid(path: string, pid: number): string | undefined {
  try {
    writeFileSync(path, `${pid}\n`);
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

/** Removes a file that may be gone already. */
export function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Gone, or not ours to remove: nothing is lost.
  }
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
