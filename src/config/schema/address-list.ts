/** Entries of virtual_ipaddress and static_ipaddress: the words of ip-address(8), one address a line. */
import {
  broadcastOf,
  bytesOfIp,
  familyOf,
  type Ip,
  type Prefix,
  parseIp,
  parsePrefix,
} from "../../base/ip.ts";
import type { Statement, Word } from "../pieces.ts";
import type { Report } from "../report.ts";
import { badValue, type Entry, flag, list, notYet, type Table, text, value } from "./entry.ts";
import { interfaceName } from "./links.ts";
import { readInteger } from "./numbers.ts";
import { readIp } from "./values.ts";
import { defineLine, type Line, readWords } from "./words.ts";

export interface AddressDraft {
  readonly word: Word;
  readonly prefix: Prefix;
  broadcast?: Ip | undefined;
  dev?: string | undefined;
  scope?: number | undefined;
  label?: string | undefined;
  /** The other end of a point-to-point link; the prefix length is then its. */
  peer?: Prefix | undefined;
  home?: boolean | undefined;
  /** Duplicate address detection, IPv6; without `-nodad` there is none. */
  dad?: boolean | undefined;
  managesTemporary?: boolean | undefined;
  prefixRoute?: boolean | undefined;
  autojoin?: boolean | undefined;
  /** False: nothing follows from its removal by others. */
  tracked?: boolean | undefined;
  useVmac?: boolean | undefined;
  /** Seconds. */
  preferredLifetime?: number | "forever" | undefined;
  trackGroup?: string | undefined;
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
const UINT32_MAX = 4_294_967_295;
/** Beyond this length there is no room for a broadcast address. */
const BROADCAST_LENGTH_MAX = 30;

const broadcast: Entry<AddressDraft> = {
  ...value(
    "broadcast",
    { meaning: "broadcast address, IPv4; +: the computed one" },
    "IP|+|-",
    undefined,
    readIp,
  ),
  read: (draft, { keyword, args: [word] }, report) => {
    if (word === undefined) badValue(report, keyword, "expected IP, + or - behind it");
    else readBroadcast(draft, word, report);
  },
};

/** A scope by its name or number: of an address, of a route. */
export const scope: Entry<{ scope?: number | undefined }> = value(
  "scope",
  { meaning: "where it is valid, IPv4", byDefault: "global" },
  "SCOPE",
  undefined,
  (word, report) => {
    if (Object.hasOwn(SCOPES, word.text)) return SCOPES[word.text];
    if (/^\d+$/.test(word.text)) return readInteger(word, { min: 0, max: 255 }, report);
    badValue(report, word, `expected ${list(Object.keys(SCOPES))}, or 0 to 255`);
    return undefined;
  },
);

const inEffect: Table<AddressDraft> = {
  brd: broadcast,
  broadcast,
  dev: interfaceName("dev", { meaning: "the interface that holds it" }),
  scope,
  label: value("label", { meaning: "label, IPv4" }, "LABEL", undefined, (word, report) => {
    if (word.text.length <= LABEL_MAX) return word.text;
    badValue(report, word, `expected at most ${LABEL_MAX} characters`);
    return undefined;
  }),
};

const common: Table<AddressDraft> = {
  ...inEffect,
  ...notYet<AddressDraft>({
    peer: value(
      "peer",
      { meaning: "the other end of the link" },
      "IP[/LENGTH]",
      undefined,
      (word, report) => readPrefix(word, report),
    ),
    home: flag("home", true, { meaning: "a home address, RFC 6275, IPv6" }),
    "-nodad": flag("dad", true, { meaning: "look for duplicates before it is used, IPv6" }),
    mngtmpaddr: flag("managesTemporary", true, { meaning: "temporary addresses come of it, IPv6" }),
    noprefixroute: flag("prefixRoute", false, { meaning: "no route to its prefix is made" }),
    autojoin: flag("autojoin", true, { meaning: "join a group that it is, IPv6" }),
    no_track: flag("tracked", false, { meaning: "nothing follows from its removal by others" }),
    preferred_lft: value(
      "preferredLifetime",
      { meaning: "how long it may be the source of new connections: 0 never" },
      "SECONDS|forever",
      undefined,
      (word, report) =>
        word.text === "forever"
          ? word.text
          : readInteger(word, { strict: true, min: 0, max: UINT32_MAX }, report),
    ),
  }),
};

/** What may stand behind an address of virtual_ipaddress and virtual_ipaddress_excluded. */
export const virtualAddress: Line<AddressDraft> = defineLine<AddressDraft>("virtual_ipaddress", {
  ...common,
  ...notYet<AddressDraft>({
    use_vmac: flag("useVmac", true, { meaning: "on an interface with the virtual MAC address" }),
  }),
});

/** What may stand behind an address of static_ipaddress. */
export const staticAddress: Line<AddressDraft> = defineLine<AddressDraft>("static_ipaddress", {
  ...common,
  track_group: text(
    "trackGroup",
    { meaning: "the track_group whose instances are FAULT without it" },
    "GROUP",
  ),
});

/** How a manual writes such a line. */
export const ADDRESS_ARGS =
  "{ ADDR[/LEN] [brd ADDR|+|-] [dev IF] [scope SCOPE] [label LABEL] ... }";

/** The addresses of a block; what is wrong is reported, and that address or word left out. */
export const readAddresses = (
  line: Line<AddressDraft>,
  body: readonly Statement[],
  report: Report,
): readonly AddressDraft[] => body.flatMap((each) => readAddress(line, each, report) ?? []);

function readAddress(
  line: Line<AddressDraft>,
  { keyword, args }: Statement,
  report: Report,
): AddressDraft | undefined {
  const prefix = parsePrefix(keyword.text) ?? readBadPrefix(keyword, report);
  if (prefix === undefined) return undefined;
  const draft: AddressDraft = { word: keyword, prefix };
  readWords(line, draft, args, report, (_, word) => {
    if (parsePrefix(word.text) === undefined) return false;
    report.at(word, {
      rule: "unknown-keyword",
      severity: "error",
      message: `${word.text} is a second address on this line; it is left out`,
      hint: keyword.text === prefix.ip ? oneWord(prefix.ip, word.text) : "one address a line",
    });
    return true;
  });
  return familyOf(prefix.ip) === "inet" ? onlyPeer(draft, report) : onlyInet6(draft, report);
}

/** keepalived holds an address whose prefix length it cannot read, as that of a host; undefined where there is no address. */
function readBadPrefix(word: Word, report: Report): Prefix | undefined {
  const [, address = "", rest = ""] = /^([^/]*)\/(.*)$/.exec(word.text) ?? [];
  const ip = parseIp(address);
  if (ip === undefined) {
    badValue(report, word, "expected an address, such as 192.0.2.1/24 or 2001:db8::1/64");
    return undefined;
  }
  const most = familyOf(ip) === "inet" ? 32 : 128;
  const digits = /^\d+(?![\d.])/.exec(rest)?.[0] ?? "";
  const length = digits === "" || Number(digits) > most ? most : Number(digits);
  const meant = lengthOfNetmask(rest);
  report.at(word, {
    rule: "bad-value",
    severity: "error",
    message: `found "/${rest}", expected a prefix length from 0 to ${most}: ${ip}/${length} is held`,
    hint: meant === undefined ? undefined : `write ${ip}/${meant}`,
    readAs: `${ip}/${length}`,
  });
  return { ip, length };
}

/** 24 for 255.255.255.0; undefined for what is no netmask. */
function lengthOfNetmask(netmask: string): number | undefined {
  const mask = parseIp(netmask);
  if (mask === undefined || familyOf(mask) !== "inet") return undefined;
  const bits = [...bytesOfIp(mask)].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return /^1*0*$/.test(bits) ? bits.lastIndexOf("1") + 1 : undefined;
}

/** An address with its length, that of a host where none is said; undefined where it is reported. */
const readPrefix = (word: Word, report: Report): Prefix | undefined =>
  parsePrefix(word.text) ?? readBadPrefix(word, report);

/** Behind an address: a netmask, or an address that wants a line of its own. */
function oneWord(ip: Ip, next: string): string {
  const length = lengthOfNetmask(next);
  return length === undefined ? "one address a line" : `write ${ip}/${length}`;
}

function readBroadcast(draft: AddressDraft, word: Word, report: Report): void {
  if (word.text === "-") draft.broadcast = undefined;
  else if (word.text === "+" && draft.prefix.length <= BROADCAST_LENGTH_MAX)
    draft.broadcast = broadcastOf(draft.prefix);
  else if (word.text === "+")
    ignored(draft, `a prefix of ${draft.prefix.length} bits has no broadcast address`, report);
  else {
    const ip = readIp(word, report);
    if (ip !== undefined && familyOf(ip) !== "inet")
      badValue(report, word, "expected an IPv4 address, + or -");
    else draft.broadcast = ip;
  }
}

/** A point-to-point link has no broadcast address, and its length is that of the peer. */
function onlyPeer(draft: AddressDraft, report: Report): AddressDraft {
  const { peer, prefix } = draft;
  if (peer === undefined) return draft;
  if (familyOf(peer.ip) !== familyOf(prefix.ip)) {
    ignored(draft, `the peer ${peer.ip} is of another family: it is left out`, report);
    return { ...draft, peer: undefined };
  }
  if (draft.broadcast === undefined) return draft;
  ignored(draft, `${prefix.ip} has a peer, and so no broadcast address`, report);
  return { ...draft, broadcast: undefined };
}

/** brd, scope and label are IPv4's alone. */
function onlyInet6(draft: AddressDraft, report: Report): AddressDraft {
  const { prefix } = draft;
  for (const name of ["broadcast", "scope", "label"] as const)
    if (draft[name] !== undefined)
      ignored(
        draft,
        `${name} has no meaning for the IPv6 address ${prefix.ip}: it is left out`,
        report,
      );
  return onlyPeer({ ...draft, broadcast: undefined, scope: undefined, label: undefined }, report);
}

const ignored = ({ word }: AddressDraft, message: string, report: Report): void => {
  report.at(word, { rule: "ignored-setting", severity: "warning", message });
};
