/** A file is exchanged whole or not at all: who reads it meanwhile, or a full disk, never sees half of one. */
import {
  chownSync,
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Gives the file at `path` new contents; a link's target is exchanged, and owner and mode stay.
 * Undefined, or why it could not be done: then the file is as it was.
 */
export function replaceFile(path: string, bytes: Uint8Array): string | undefined {
  let made: string | undefined;
  try {
    const target = realpathSync(path);
    const { mode, uid, gid } = statSync(target);
    const beside = join(dirname(target), `.${basename(target)}.${process.pid}`);
    const fd = openSync(beside, "wx", 0o600);
    made = beside;
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
      fchmodSync(fd, mode & 0o7777);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    const own = statSync(beside);
    if (own.uid !== uid || own.gid !== gid) chownSync(beside, uid, gid);
    renameSync(beside, target);
    return undefined;
  } catch (error) {
    if (made !== undefined) rmSync(made, { force: true });
    return error instanceof Error ? error.message : String(error);
  }
}
