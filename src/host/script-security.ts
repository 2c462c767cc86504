/**
 * enable_script_security, keepalived.conf(5): what runs with root's power runs only where none but root
 * can change it: the file, every folder on the way to it, and every link that leads there.
 */
import { lstatSync, readlinkSync, type Stats, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { User } from "./users.ts";

const STICKY = 0o1000;
const GROUP_WRITES = 0o020;
const OTHERS_WRITE = 0o002;
const RUNS_AS_OWNER = 0o4100;
const RUNS_AS_GROUP = 0o2010;
const LINKS_MAX = 40;

/** Why the file at `path` must not run as `user`; undefined: it may. */
export function insecurity(path: string, user: User): string | undefined {
  if (!isPowerful(path, user)) return undefined;
  const danger = scriptDanger(path);
  return danger === undefined
    ? undefined
    : `enable_script_security: it would have root's rights, but ${danger}: it will not run`;
}

/** It has root's rights: as root, as root's group, or because the file itself gives them. */
function isPowerful(path: string, user: User): boolean {
  if (user.uid === 0 || user.gid === 0) return true;
  const file = look(path, statSync);
  if (file === undefined) return false;
  const { uid, gid, mode } = file;
  return (
    (uid === 0 && (mode & RUNS_AS_OWNER) === RUNS_AS_OWNER) ||
    (gid === 0 && (mode & RUNS_AS_GROUP) === RUNS_AS_GROUP)
  );
}

/**
 * Who beside root may change what runs under this path: the file, a folder on the way to it, or a link
 * that leads there; undefined: nobody, or nothing is there.
 */
export function scriptDanger(path: string): string | undefined {
  const ahead = partsOf(path.startsWith("/") ? path : `${process.cwd()}/${path}`);
  let at = "/";
  let links = 0;
  for (;;) {
    const status = look(at, lstatSync);
    if (status === undefined) return undefined;
    const danger = dangerOf(at, status);
    if (danger !== undefined) return danger;
    if (status.isSymbolicLink()) {
      links++;
      if (links > LINKS_MAX) return undefined;
      const target = readlinkSync(at);
      ahead.unshift(...partsOf(target));
      at = target.startsWith("/") ? "/" : dirname(at);
    } else {
      const next = ahead.shift();
      if (next === undefined) return undefined;
      at = join(at, next);
    }
  }
}

const partsOf = (path: string): string[] => path.split("/").filter((part) => part !== "");

/** Undefined where nothing is there, or where we may not look: it will not run either. */
function look(path: string, by: (path: string) => Stats): Stats | undefined {
  try {
    return by(path);
  } catch {
    return undefined;
  }
}

/** In a sticky folder nobody replaces what belongs to somebody else; a link's own mode says nothing. */
function dangerOf(path: string, status: Stats): string | undefined {
  const { uid, gid, mode } = status;
  if (uid !== 0) return `${path} belongs to user ${uid}`;
  if (status.isSymbolicLink()) return undefined;
  if (status.isDirectory() && (mode & STICKY) !== 0) return undefined;
  if ((mode & OTHERS_WRITE) !== 0) return `${path} can be written by everybody`;
  return (mode & GROUP_WRITES) !== 0 && gid !== 0
    ? `${path} can be written by group ${gid}`
    : undefined;
}
