/** Pid files: one daemon each, and none that is left behind stops the next one. */
import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
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
    fd = openAt(path);
    // The lock ends with the process that holds it, so a file without a process is no obstacle.
    while (lockFile(fd) === 0 && !isAt(fd, path)) {
      // Between our opening and our lock, whoever had it has removed it: the lock is on nothing.
      closeSync(fd);
      fd = openAt(path);
    }
  } catch (error) {
    return fail(`cannot write the pid file ${path}: ${reasonOf(error)}`);
  }
  if (lockFile(fd) < 0) {
    const other = pidIn(fd);
    closeSync(fd);
    return fail(`daruma is already running${other} (${path})`);
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

const openAt = (path: string): number =>
  openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o644);

/** Is it still this file that the path leads to? */
function isAt(fd: number, path: string): boolean {
  const there = statSync(path, { throwIfNoEntry: false });
  const here = fstatSync(fd);
  return there?.ino === here.ino && there.dev === here.dev;
}

/** Empty where its owner has not come to write it yet. */
function pidIn(fd: number): string {
  const pid = readFileSync(fd, "utf8").trim();
  return pid === "" ? "" : ` as process ${pid}`;
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
