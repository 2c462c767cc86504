/** Entries of virtual_ipaddress: the words of `ip address`, one address a line. */
import { broadcastOf, familyOf, type Ip, type Prefix, parsePrefix } from "../../base/ip.ts";
import type { Word } from "../lexer.ts";
import type { Report } from "../report.ts";
import type { Statement } from "../tree.ts";
import { badValue, list, missing, readInteger } from "./entry.ts";
import { readIp } from "./values.ts";

export interface AddressDraft {
  readonly word: Word;
  readonly prefix: Prefix;
  broadcast?: Ip | undefined;
  dev?: string | undefined;
  scope?: number | undefined;
  label?: string | undefined;
}

/** rt_scopes of iproute2. */
const SCOPES: Readonly<Record<string, number>> = {
  global: 0,
  site: 200,
  link: 253,
  host: 254,
  nowhere: 255,
};
/** IFNAMSIZ less its NUL, netdevice(7). */
const LABEL_MAX = 15;
/** keepalived's words that daruma knows by name, and how many arguments each has. */
const UNSUPPORTED: Readonly<Record<string, number>> = {
  peer: 1,
  home: 0,
  "-nodad": 0,
  mngtmpaddr: 0,
  noprefixroute: 0,
  autojoin: 0,
  no_track: 0,
  use_vmac: 0,
  preferred_lft: 1,
  track_group: 1,
};

type Attribute = (draft: AddressDraft, word: Word, report: Report) => void;

const ATTRIBUTES: Readonly<Record<string, Attribute>> = {
  brd: readBroadcast,
  broadcast: readBroadcast,
  dev: (draft, word) => {
    draft.dev = word.text;
  },
  scope: (draft, word, report) => {
    const named = Object.hasOwn(SCOPES, word.text) ? SCOPES[word.text] : undefined;
    if (named !== undefined) draft.scope = named;
    else if (/^\d+$/.test(word.text)) draft.scope = readInteger(word, { min: 0, max: 255 }, report);
    else badValue(report, word, `expected ${list(Object.keys(SCOPES))}, or 0 to 255`);
  },
  label: (draft, word, report) => {
    if (word.text.length <= LABEL_MAX) draft.label = word.text;
    else badValue(report, word, `expected at most ${LABEL_MAX} characters`);
  },
};

/** The addresses of a block; what is wrong is reported, and that address or word left out. */
export const readAddresses = (
  body: readonly Statement[],
  report: Report,
): readonly AddressDraft[] => body.flatMap((statement) => readAddress(statement, report) ?? []);

function readAddress({ keyword, args }: Statement, report: Report): AddressDraft | undefined {
  const prefix = parsePrefix(keyword.text);
  if (prefix === undefined) {
    badValue(report, keyword, "expected an address, such as 192.0.2.1/24 or 2001:db8::1/64");
    return undefined;
  }
  const draft: AddressDraft = { word: keyword, prefix };
  for (let i = 0; i < args.length; i++) {
    const word = args[i];
    if (word === undefined) break;
    i += readAttribute(draft, word, args[i + 1], report);
  }
  return familyOf(prefix.ip) === "inet" ? draft : onlyInet6(draft, report);
}

/** How many words behind `word` belong to it. */
function readAttribute(
  draft: AddressDraft,
  word: Word,
  next: Word | undefined,
  report: Report,
): number {
  const read = Object.hasOwn(ATTRIBUTES, word.text) ? ATTRIBUTES[word.text] : undefined;
  if (read !== undefined) {
    if (next === undefined) missing(report, word, "a value");
    else read(draft, next, report);
    return 1;
  }
  const takes = Object.hasOwn(UNSUPPORTED, word.text) ? UNSUPPORTED[word.text] : undefined;
  if (takes !== undefined) {
    report.at(word, {
      rule: "unsupported-keyword",
      severity: "warning",
      message: `daruma does not act on ${word.text} yet: it is left out`,
    });
    return takes;
  }
  const two = parsePrefix(word.text) !== undefined;
  report.at(word, {
    rule: "unknown-keyword",
    severity: "error",
    message: `unknown word "${word.text}" behind an address`,
    hint: two ? "one address a line" : `known are ${list(Object.keys(ATTRIBUTES))}`,
  });
  return 0;
}

function readBroadcast(draft: AddressDraft, word: Word, report: Report): void {
  if (word.text === "-") draft.broadcast = undefined;
  else if (word.text === "+") draft.broadcast = broadcastOf(draft.prefix);
  else {
    const ip = readIp(word, report);
    if (ip !== undefined && familyOf(ip) !== "inet")
      badValue(report, word, "expected an IPv4 address, + or -");
    else draft.broadcast = ip;
  }
}

/** brd, scope and label are IPv4's alone. */
function onlyInet6(draft: AddressDraft, report: Report): AddressDraft {
  const { word, prefix, dev } = draft;
  for (const name of ["broadcast", "scope", "label"] as const)
    if (draft[name] !== undefined)
      report.at(word, {
        rule: "ignored-setting",
        severity: "warning",
        message: `${name} has no meaning for the IPv6 address ${prefix.ip}: it is left out`,
      });
  return { word, prefix, dev };
}
