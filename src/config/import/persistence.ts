/** Persistence: how long a client stays with its server, and who counts as one client. */
import { bytesOfIp, type Family, parseIp } from "../../base/ip.ts";
import { type Item, line, shown } from "./items.ts";
import type { Remark } from "./remarks.ts";
import type { SourceWord } from "./source.ts";

const LONGEST = 2_678_400;

/** persistence_timeout; a number that a conf cannot have is remarked on. */
export function persistence(word: SourceWord, remark: Remark): Item {
  const seconds = /^\d{1,10}$/.test(word.text) ? Number(word.text) : 0;
  if (seconds >= 1 && seconds <= LONGEST) return line("persistence_timeout", seconds);
  const message = `persistence of ${shown(word.text)}: expected 1 to ${LONGEST} s; it is left out`;
  return remark(word, "left-out", message);
}

/** persistence_granularity: a netmask for IPv4, a prefix length for IPv6. */
export function granularity(word: SourceWord, family: Family, remark: Remark): Item {
  const length = /^\d{1,3}$/.test(word.text) ? Number(word.text) : undefined;
  if (family === "inet6" && length !== undefined && length >= 1 && length <= 128)
    return line("persistence_granularity", length);
  const mask = parseIp(word.text);
  if (family === "inet" && mask !== undefined && isMask(bytesOfIp(mask)))
    return line("persistence_granularity", mask);
  const expected =
    family === "inet" ? "a netmask such as 255.255.255.0" : "a prefix length from 1 to 128";
  return remark(
    word,
    "left-out",
    `the netmask ${shown(word.text)} is left out: expected ${expected}`,
  );
}

const isMask = (bytes: Uint8Array): boolean =>
  bytes.length === 4 &&
  /^1+0*$/.test([...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join(""));
