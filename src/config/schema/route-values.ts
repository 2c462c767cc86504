/**
 * Values that routes and rules share: what iproute2 knows by name or by number. The names stand in
 * files of the host (rt_tables and others), which a pure reader of text does not know: a name is
 * kept as it is, and looked up when the route is made.
 */
import { type Family, familyOf, type Ip, type Prefix, parsePrefix } from "../../base/ip.ts";
import type { Word } from "../pieces.ts";
import type { Report } from "../report.ts";
import { badValue, type Declared, type Entry, flag, value } from "./entry.ts";
import { readIp } from "./values.ts";

export const UINT32_MAX = 4_294_967_295;
export const BYTE_MAX = 255;
/** RTPROT_KEEPALIVED, rtnetlink(7): what tracked routes and rules carry. */
const OWN_PROTOCOL: readonly Code[] = [18, "keepalived"];

/** A number, or a name of one of iproute2's files. */
export type Code = number | string;

/** `any`, `all` and `default` mean the same. */
export type Destination = Prefix | "default";

/** A realm of where it comes from, and one of where it goes to: ip-route(8). */
export interface Realms {
  readonly from: Code | undefined;
  readonly to: Code;
}

/** A whole number as C writes it: decimal, 0x hexadecimal, 0 octal. Undefined where it is reported. */
export function readCNumber(
  word: Word,
  max: number,
  report: Report,
  text: string = word.text,
): number | undefined {
  const number = cNumber(text);
  if (number !== undefined && number <= max) return number;
  badValue(report, word, `expected a number from 0 to ${max}`);
  return undefined;
}

function cNumber(text: string): number | undefined {
  if (/^0[0-7]+$/.test(text)) return Number.parseInt(text, 8);
  return /^(0|[1-9]\d*|0[xX][0-9a-fA-F]+)$/.test(text) ? Number(text) : undefined;
}

/** A name, or a number up to `max`; undefined where it is reported. */
export function readCode(
  word: Word,
  max: number,
  report: Report,
  text: string = word.text,
): Code | undefined {
  if (/^[A-Za-z_][^\s/]*$/.test(text)) return text;
  const number = cNumber(text);
  if (number !== undefined && number <= max) return number;
  badValue(report, word, `expected a name, or a number from 0 to ${max}`);
  return undefined;
}

export const code = <K extends string>(
  key: K,
  max: number,
  declared: Declared,
): Entry<{ [key in K]?: Code | undefined }> =>
  value(key, declared, "NAME|NUMBER", undefined, (word, report) => readCode(word, max, report));

/** [FROM/]TO. */
export const realms: Entry<{ realms?: Realms | undefined }> = value(
  "realms",
  { meaning: "realms, IPv4" },
  "[FROM/]TO",
  undefined,
  (word, report) => {
    const [first = "", second, ...rest] = word.text.split("/");
    if (rest.length > 0) {
      badValue(report, word, "expected REALM or FROM/TO");
      return undefined;
    }
    const one = readCode(word, BYTE_MAX, report, first);
    if (second === undefined) return one === undefined ? undefined : { from: undefined, to: one };
    const to = one === undefined ? undefined : readCode(word, BYTE_MAX, report, second);
    return to === undefined ? undefined : { from: one, to };
  },
);

/** A prefix, or `default`; undefined where it is reported. */
export function readDestination(word: Word, report: Report): Destination | undefined {
  if (word.text === "default" || word.text === "any" || word.text === "all") return "default";
  const prefix = parsePrefix(word.text);
  if (prefix === undefined)
    badValue(report, word, "expected a prefix, such as 192.0.2.0/24, or default");
  return prefix;
}

/** An address whose family the word before it may say; undefined where it is reported. */
export function readVia(keyword: Word, args: readonly Word[], report: Report): Ip | undefined {
  const [first, second] = args;
  const family = first?.text === "inet" || first?.text === "inet6" ? first.text : undefined;
  const word = family === undefined ? first : second;
  if (word === undefined) {
    badValue(report, keyword, "expected an IP address behind it");
    return undefined;
  }
  const ip = readIp(word, report);
  if (ip === undefined || family === undefined || familyOf(ip) === family) return ip;
  badValue(report, word, `expected an address of ${family}`);
  return undefined;
}

/** What both may say of themselves. */
export interface SharedDraft {
  /** The first word of the line. */
  readonly word: Word;
  family?: Family | undefined;
  protocol?: Code | undefined;
  /** False: nothing follows from its removal by others. */
  tracked?: boolean | undefined;
  trackGroup?: string | undefined;
}

/** `inet` and `inet6`, and `no_track`. */
export const sharedWords: Readonly<Record<"inet" | "inet6" | "no_track", Entry<SharedDraft>>> = {
  inet: flagOf("inet", "IPv4"),
  inet6: flagOf("inet6", "IPv6"),
  no_track: flag("tracked", false, { meaning: "nothing follows from its removal by others" }),
};

function flagOf(family: Family, name: string): Entry<SharedDraft> {
  return {
    ...flag("tracked", true, { meaning: `of ${name}, where nothing else says so` }),
    read: (draft, { keyword }, report) => {
      if (draft.family !== undefined && draft.family !== family)
        badValue(report, keyword, "behind the other family");
      draft.family = family;
    },
  };
}

/** The one family of them all, IPv4 where none has any. Several are reported, at the start of the line. */
export function onlyFamily(
  { word, family }: SharedDraft,
  others: readonly (Family | undefined)[],
  report: Report,
): Family {
  const found = new Set([family, ...others].filter((each) => each !== undefined));
  if (found.size > 1)
    report.at(word, {
      rule: "family",
      severity: "error",
      message: "found IPv4 and IPv6 on one line",
    });
  return found.has("inet6") ? "inet6" : "inet";
}

export const familyOfDestination = (to: Destination | undefined): Family | undefined =>
  to === undefined || to === "default" ? undefined : familyOf(to.ip);

/** keepalived knows what it watches by its protocol, and puts its own there. */
export function checkProtocol({ word, protocol, tracked }: SharedDraft, report: Report): void {
  if (protocol === undefined || tracked === false || OWN_PROTOCOL.includes(protocol)) return;
  report.at(word, {
    rule: "ignored-setting",
    severity: "warning",
    message: `protocol ${protocol} is not used: what is tracked has ${OWN_PROTOCOL.join(", ")}`,
    hint: "add no_track",
  });
}
