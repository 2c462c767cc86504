/** ldirectord(8), "real": one server a line, or a range of them. */

import { bytesOfIp, familyOf, type Ip, ipFromBytes } from "../../base/ip.ts";
import type { ForwardingMethod } from "../model.ts";
import { shown } from "./items.ts";
import type { Setting } from "./ldirectord-settings.ts";
import type { ServiceId } from "./model.ts";
import { type Names, readEndpoint } from "./names.ts";
import type { RemarkRule } from "./remarks.ts";
import { type SourceWord, wholeNumber } from "./source.ts";

export interface Real {
  readonly ip: Ip;
  /** 0: the service's. */
  readonly port: number;
  readonly forwarding: ForwardingMethod;
  readonly weight: number;
  readonly request: SourceWord | undefined;
  readonly receive: SourceWord | undefined;
  readonly word: SourceWord;
}

type Note = (word: SourceWord, rule: RemarkRule, message: string) => void;

/** `budget`: how many servers may still come; a range takes as many as it has. */
export function* readReals(
  settings: readonly Setting[],
  id: ServiceId,
  names: Names,
  budget: { servers: number },
  note: Note,
): Generator<Real> {
  for (const setting of settings) {
    const range = readRange(setting.value.text, id, names);
    if (typeof range === "string") {
      note(
        setting.value,
        "unreadable",
        `real=${shown(setting.value.text)}: ${range}; it is left out`,
      );
      continue;
    }
    const size = range.last - range.first + 1;
    if (size > budget.servers) {
      note(
        setting.value,
        "left-out",
        `a range of ${size} servers, and ${budget.servers} more are taken; it is left out`,
      );
      continue;
    }
    budget.servers -= size;
    const rest = readRest(setting, note);
    const family = id.type === "mark" ? id.family : familyOf(id.ip);
    if (familyOf(range.ip) !== family && rest.forwarding !== "TUN") {
      note(
        setting.value,
        "left-out",
        "it is of another family than its service, which only ipip can reach; it is left out",
      );
      continue;
    }
    const port = portOf(range.port, id, rest.forwarding, setting.value, note);
    for (let at = range.first; at <= range.last; at++)
      yield {
        ip: range.last === range.first ? range.ip : fromNumber(at),
        port,
        ...rest,
        word: setting.value,
      };
  }
}

interface Range {
  readonly ip: Ip;
  /** Of an IPv4 range, as numbers; equal for a single server. */
  readonly first: number;
  readonly last: number;
  readonly port: number;
}

function readRange(text: string, id: ServiceId, names: Names): Range | string {
  const [from = "", to] = text.split("->");
  const protocol = id.type === "address" ? id.protocol.toLowerCase() : "tcp";
  if (to === undefined) {
    const endpoint = readEndpoint(from, protocol, names);
    if (typeof endpoint === "string") return endpoint;
    return { ip: endpoint.ip, first: 0, last: 0, port: endpoint.port ?? 0 };
  }
  const start = readEndpoint(from, protocol, names);
  const end = readEndpoint(to, protocol, names);
  if (typeof start === "string") return start;
  if (typeof end === "string") return end;
  if (familyOf(start.ip) !== "inet" || familyOf(end.ip) !== "inet")
    return "a range is of IPv4 addresses";
  const [first, last] = [toNumber(start.ip), toNumber(end.ip)];
  if (first > last) return "the range ends before it begins";
  return { ip: start.ip, first, last, port: end.port ?? 0 };
}

const toNumber = (ip: Ip): number => bytesOfIp(ip).reduce((sum, byte) => sum * 256 + byte, 0);

const fromNumber = (number: number): Ip =>
  ipFromBytes(Uint8Array.from([24, 16, 8, 0], (shift) => (number >>> shift) & 255));

const METHODS: Readonly<Record<string, ForwardingMethod>> = {
  gate: "DR",
  masq: "NAT",
  ipip: "TUN",
};
const HEAVIEST = 65_535;

/** What stands behind the address: method, weight, and a request with what must come back. */
function readRest(
  { words, value }: Setting,
  note: Note,
): Pick<Real, "forwarding" | "weight" | "request" | "receive"> {
  const [, named, ...others] = words;
  const method = METHODS[named?.text.toLowerCase() ?? ""];
  if (method === undefined) {
    const found = named === undefined ? "nothing" : shown(named.text);
    const message = `expected gate, masq or ipip behind the address, found ${found}: masq is used`;
    note(named ?? value, "decide", message);
  }
  const [first] = others;
  const weighed = first !== undefined && /^\d+$/.test(first.text);
  const [request, receive] = others
    .slice(weighed ? 1 : 0)
    .filter(({ text }) => text !== ",")
    .map((word) => ({ ...word, text: word.text.replace(/^,/, "") }));
  const forwarding = method ?? "NAT";
  return { forwarding, weight: weighed ? weightOf(first, note) : 1, request, receive };
}

function weightOf(word: SourceWord, note: Note): number {
  const weight = wholeNumber(word.text, 0, HEAVIEST);
  if (weight === undefined)
    note(word, "decide", `weight ${shown(word.text)}: ${HEAVIEST} is the most a conf may have`);
  return weight ?? HEAVIEST;
}

function portOf(
  port: number,
  id: ServiceId,
  method: ForwardingMethod,
  word: SourceWord,
  note: Note,
): number {
  // A service by mark keeps the packet's port: there ldirectord uses it for checks only.
  if (port === 0 || id.type === "mark") return port;
  if (method === "NAT" || port === id.port) return port;
  note(
    word,
    "decide",
    `${method} cannot change the port to ${port}: the service's ${id.port} holds`,
  );
  return id.port;
}
