/** What a conf asks of the machine that it is for: interfaces, forwarding, and who may change a script. */
import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { Family } from "../base/ip.ts";

const FORWARDING: Readonly<Record<Family, string>> = {
  inet: "/proc/sys/net/ipv4/ip_forward",
  inet6: "/proc/sys/net/ipv6/conf/all/forwarding",
};
const STICKY = 0o1000;
const GROUP_WRITES = 0o020;
const OTHERS_WRITE = 0o002;

/** Whether the kernel forwards packets of the family; undefined where it does not say. */
export function forwards(family: Family): boolean | undefined {
  try {
    return readFileSync(FORWARDING[family], "utf8").trim() !== "0";
  } catch {
    return undefined;
  }
}

export const hasInterface = (name: string): boolean =>
  !name.includes("/") && existsSync(`/sys/class/net/${name}`);

/** Who beside root may change what runs under this path: the file, or a folder on the way to it; undefined: nobody. */
export function scriptDanger(path: string): string | undefined {
  try {
    for (let at = realpathSync(path); ; at = dirname(at)) {
      const danger = dangerOf(at);
      if (danger !== undefined || at === dirname(at)) return danger;
    }
  } catch {
    return undefined;
  }
}

/** In a sticky folder nobody replaces what belongs to somebody else. */
function dangerOf(path: string): string | undefined {
  const status = statSync(path);
  const { uid, gid, mode } = status;
  if (uid !== 0) return `${path} belongs to user ${uid}`;
  if (status.isDirectory() && (mode & STICKY) !== 0) return undefined;
  if ((mode & OTHERS_WRITE) !== 0) return `${path} can be written by everybody`;
  return (mode & GROUP_WRITES) !== 0 && gid !== 0
    ? `${path} can be written by group ${gid}`
    : undefined;
}
