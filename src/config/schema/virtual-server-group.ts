/** keepalived.conf(5), "Virtual server group(s)": what a virtual server may stand for, one a line. */
import {
  broadcastOf,
  bytesOfIp,
  compareIp,
  type Family,
  familyOf,
  type Ip,
  ipFromBytes,
  parseIp,
  parsePrefix,
} from "../../base/ip.ts";
import type { Statement, Word } from "../pieces.ts";
import type { Report } from "../report.ts";
import { badValue, missing, surplus } from "./entry.ts";
import { readInteger } from "./numbers.ts";
import { readServicePort } from "./values.ts";

export interface ServerGroupDraft {
  readonly name: Word;
  readonly entries: readonly GroupEntry[];
}

export type GroupEntry =
  /** Every address from first to last; port undefined: all ports. */
  | {
      readonly type: "addresses";
      readonly first: Ip;
      readonly last: Ip;
      readonly port: number | undefined;
      readonly word: Word;
    }
  | {
      readonly type: "fwmark";
      readonly mark: number;
      readonly family: Family | undefined;
      readonly word: Word;
    };

/** Netfilter's marks have 32 bits, and 0 is none. */
export const MARK = { min: 1, max: 4_294_967_295 } as const;

/** The entries of a block; one with a mistake is reported and left out. */
export const readGroupEntries = (
  body: readonly Statement[],
  report: Report,
): readonly GroupEntry[] =>
  body.flatMap((statement) => {
    const read = statement.keyword.text === "fwmark" ? readMark : readRange;
    const made = read(statement, report);
    if (made === undefined) report.drop(statement.keyword);
    return made ?? [];
  });

/** fwmark N [inet|inet6]. */
function readMark({ keyword, args }: Statement, report: Report): GroupEntry | undefined {
  const [number, family] = args;
  if (number === undefined) {
    missing(report, keyword, "a number");
    return undefined;
  }
  surplus(args, 2, report);
  const mark = readInteger(number, MARK, report);
  const named = family === undefined ? undefined : readFamily(family, report);
  if (mark === undefined || (family !== undefined && named === undefined)) return undefined;
  return { type: "fwmark", mark, family: named, word: keyword };
}

/** inet or inet6; otherwise reported, and undefined. */
export function readFamily(word: Word, report: Report): Family | undefined {
  const { text } = word;
  if (text === "inet" || text === "inet6") return text;
  badValue(report, word, "expected inet or inet6");
  return undefined;
}

interface Range {
  readonly first: Ip;
  readonly last: Ip;
}

/** IP, IP-N, IP-IP or NET/LENGTH, and [PORT]. */
function readRange({ keyword, args }: Statement, report: Report): GroupEntry | undefined {
  const range = parseRange(keyword.text);
  if (typeof range === "string") {
    badValue(report, keyword, range);
    return undefined;
  }
  surplus(args, 1, report);
  const [word] = args;
  const port = readServicePort(word, report);
  if (port === undefined) return undefined;
  return { type: "addresses", ...range, port: port === 0 ? undefined : port, word: keyword };
}

/** What is wrong, where something is. */
function parseRange(text: string): Range | string {
  const dash = text.indexOf("-");
  if (text.includes("/")) return parseNetwork(text);
  const first = parseIp(dash < 0 ? text : text.slice(0, dash));
  if (first === undefined)
    return "expected an address, a range such as 192.0.2.1-9, or a network such as 192.0.2.0/28";
  if (dash < 0) return { first, last: first };
  const end = text.slice(dash + 1);
  const last = parseIp(end);
  if (last !== undefined) return ordered(first, last, compareIp(first, last) <= 0);
  const short = withLastGroup(first, end);
  if (short === undefined)
    return familyOf(first) === "inet"
      ? "expected the end of a range to be an address, or 0 to 255"
      : "expected the end of a range to be an address, or 0 to ffff";
  return ordered(first, short, compareIp(first, short) < 0);
}

function ordered(first: Ip, last: Ip, rises: boolean): Range | string {
  if (familyOf(first) !== familyOf(last)) return "expected both ends to be of one family";
  return rises ? { first, last } : "expected the end of the range to be above its beginning";
}

/** The address with its last byte, or for IPv6 its last sixteen bits in hex, replaced. */
function withLastGroup(ip: Ip, digits: string): Ip | undefined {
  const bytes = bytesOfIp(ip);
  if (bytes.length === 4) {
    if (!/^\d{1,3}$/.test(digits) || Number(digits) > 255) return undefined;
    bytes[3] = Number(digits);
  } else {
    if (!/^[0-9a-fA-F]{1,4}$/.test(digits)) return undefined;
    const group = Number.parseInt(digits, 16);
    bytes[14] = group >> 8;
    bytes[15] = group & 0xff;
  }
  return ipFromBytes(bytes);
}

function parseNetwork(text: string): Range | string {
  const prefix = parsePrefix(text);
  if (prefix === undefined || prefix.length === 0)
    return "expected a network such as 192.0.2.0/28 or 2001:db8::/120";
  const bytes = bytesOfIp(prefix.ip);
  for (let bit = prefix.length; bit < bytes.length * 8; bit++)
    if (((bytes[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0)
      return `expected no bits behind the first ${prefix.length}`;
  return { first: prefix.ip, last: broadcastOf(prefix) };
}
