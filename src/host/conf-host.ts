/** What a conf asks of the machine that it is for: interfaces and forwarding. */
import { existsSync, readFileSync } from "node:fs";
import type { Family } from "../base/ip.ts";

const FORWARDING: Readonly<Record<Family, string>> = {
  inet: "/proc/sys/net/ipv4/ip_forward",
  inet6: "/proc/sys/net/ipv6/conf/all/forwarding",
};

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
