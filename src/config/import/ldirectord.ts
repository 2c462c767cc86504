/** ldirectord(8)'s file: services, their real servers, how they are checked, and what to do when all are down. */

import { type Family, familyOf, type Ip } from "../../base/ip.ts";
import type { Protocol } from "../model.ts";
import { type Item, line, shown, wordOf } from "./items.ts";
import { checksFor } from "./ldirectord-check.ts";
import { type Lookup, secondsOf } from "./ldirectord-lookup.ts";
import { globalItems, otherSettings } from "./ldirectord-other.ts";
import { readReals } from "./ldirectord-real.ts";
import {
  type DirectorFile,
  readSettings,
  type Section,
  type Setting,
  type Settings,
} from "./ldirectord-settings.ts";
import {
  type Imported,
  type ImportedServer,
  type ImportedService,
  keyOf,
  MOST_SERVERS,
  SCHEDULERS,
  type ServiceId,
} from "./model.ts";
import { type Names, readEndpoint } from "./names.ts";
import { granularity, persistence } from "./persistence.ts";
import type { Remark } from "./remarks.ts";
import { type SourceWord, wholeNumber } from "./source.ts";

/** Never throws; what cannot be read is remarked on, and the rest goes on. */
export function importDirector(text: string, names: Names, remark: Remark): Imported {
  const remarks: Item[] = [];
  const file = readSettings(text, (word, rule, message) => {
    remarks.push(remark(word, rule, message));
  });
  const budget = { servers: MOST_SERVERS };
  const taken = new Set<string>();
  const global = globalItems(file.global, remark, remarks);
  const services = file.sections.flatMap((section) => {
    const id = readId(section, names);
    const { value } = section.virtual;
    if (typeof id === "string") {
      remarks.push(
        remark(value, "unreadable", `virtual=${shown(value.text)}: ${id}; the service is left out`),
      );
      return [];
    }
    if (taken.has(keyOf(id))) {
      remarks.push(
        remark(value, "unreadable", "this service stands above already; it is left out"),
      );
      return [];
    }
    taken.add(keyOf(id));
    return [describe(section, id, file, { names, remark, budget })];
  });
  return { global, remarks, services };
}

interface Surroundings {
  readonly names: Names;
  readonly remark: Remark;
  readonly budget: { servers: number };
}

const PROTOCOLS: Readonly<Record<string, Protocol>> = { tcp: "TCP", udp: "UDP", sctp: "SCTP" };
const DNS = 53;

/** ldirectord(8), "virtual" and "protocol". The reason where it cannot be. */
function readId({ virtual, settings }: Section, names: Names): ServiceId | string {
  const { text } = virtual.value;
  const named = settings.get("protocol")?.value.text.toLowerCase();
  if (/^\d+$/.test(text)) return markOf(text, virtual.key.text === "virtual6" ? "inet6" : "inet");
  const endpoint = readEndpoint(text, named ?? "tcp", names);
  if (typeof endpoint === "string") return endpoint;
  const { ip, port = 0 } = endpoint;
  if (port === 0) return "expected ADDRESS:PORT or a firewall mark";
  const protocol = PROTOCOLS[named ?? (port === DNS ? "udp" : "tcp")];
  if (protocol === undefined) return `the protocol is ${shown(named ?? "")}, expected tcp or udp`;
  return { type: "address", protocol, ip, port };
}

function markOf(text: string, family: Family): ServiceId | string {
  const mark = wholeNumber(text, 1, 0xffff_ffff);
  return mark === undefined ? "a firewall mark is from 1 on" : { type: "mark", mark, family };
}

function describe(
  { virtual, settings, reals }: Section,
  id: ServiceId,
  file: DirectorFile,
  { names, remark, budget }: Surroundings,
): ImportedService {
  const find: Lookup = (name) => settings.get(name) ?? file.global.get(name);
  const family = id.type === "mark" ? id.family : familyOf(id.ip);
  const items: Item[] = [];
  const scheduler = schedulerOf(settings, items, remark);
  items.push(...timingItems(find, remark), ...persistenceItems(settings, family, remark));
  items.push(...otherSettings(settings, find, id, remark));
  const check = checksFor({ id, find, names, remark, virtual: virtual.value });
  items.push(...check.remarks);
  const servers = new Map<string, ImportedServer>();
  for (const real of readReals(reals, id, names, budget, (word, rule, message) => {
    items.push(remark(word, rule, message));
  })) {
    const key = `${real.ip} ${real.port === 0 && id.type === "address" ? id.port : real.port}`;
    if (servers.has(key)) {
      items.push(
        remark(real.word, "unreadable", `${real.ip} stands above already; it is left out`),
      );
      continue;
    }
    const { ip, port, weight, forwarding } = real;
    const own = check.of(real);
    servers.set(key, {
      ip,
      port,
      forwarding,
      tunnel: "",
      weight: check.off ? 0 : weight,
      items: own,
    });
  }
  const kind = [...servers.values()][0]?.forwarding ?? "NAT";
  items.push(...sorryItems(find, id, kind, names, remark));
  return { id, scheduler, items, servers: [...servers.values()] };
}

/** ldirectord(8), "scheduler". */
const DEFAULT_SCHEDULER = "wrr";

function schedulerOf(settings: Settings, items: Item[], remark: Remark): string {
  const value = settings.get("scheduler")?.value;
  if (value === undefined) return DEFAULT_SCHEDULER;
  if (SCHEDULERS.has(value.text)) return value.text;
  const message = `a conf knows no scheduler ${shown(value.text)}; ${DEFAULT_SCHEDULER} stands in its place`;
  items.push(remark(value, "left-out", message));
  return DEFAULT_SCHEDULER;
}

/** ldirectord(8), "checkinterval" and "quiescent": both hold where they are not named. */
function timingItems(find: Lookup, remark: Remark): readonly Item[] {
  const items: Item[] = [];
  const interval = secondsOf(find("checkinterval"), 10, items, remark);
  const quiescent = find("quiescent")?.value.text.toLowerCase() !== "no";
  return [
    ...items,
    line("delay_loop", interval),
    ...(quiescent ? [line("inhibit_on_failure")] : []),
  ];
}

function persistenceItems(settings: Settings, family: Family, remark: Remark): readonly Item[] {
  const time = settings.get("persistent");
  const mask = settings.get("netmask");
  return [
    ...(time === undefined ? [] : [persistence(time.value, remark)]),
    ...(mask === undefined ? [] : [granularity(mask.value, family, remark)]),
  ];
}

const METHODS: Readonly<Record<string, string>> = { gate: "DR", masq: "NAT", ipip: "TUN" };

/** ldirectord(8), "fallback" and "fallbackcommand". `kind`: how the service forwards. */
function sorryItems(
  find: Lookup,
  id: ServiceId,
  kind: string,
  names: Names,
  remark: Remark,
): readonly Item[] {
  const fallback = familyOfService(id) === "inet6" ? find("fallback6") : find("fallback");
  const command = find("fallbackcommand");
  return [
    ...(fallback === undefined ? [] : sorryServer(fallback, id, kind, names, remark)),
    ...(command === undefined ? [] : fallbackCommand(command, remark)),
  ];
}

function sorryServer(
  { value, words }: Setting,
  id: ServiceId,
  kind: string,
  names: Names,
  remark: Remark,
): readonly Item[] {
  const endpoint = readEndpoint(value.text, "tcp", names);
  if (typeof endpoint === "string")
    return [remark(value, "left-out", `fallback=${shown(value.text)}: ${endpoint}`)];
  if (familyOf(endpoint.ip) !== familyOfService(id))
    return [remark(value, "left-out", "the fallback is of another family than the service")];
  const own = METHODS[words[1]?.text.toLowerCase() ?? ""] ?? kind;
  const held = own === "NAT" ? endpoint.port : portOf(id);
  return [
    ...otherPort(value, own, endpoint.port ?? 0, held ?? 0, remark),
    line("sorry_server", ...endpointWords(endpoint.ip, held)),
    ...(own === kind ? [] : [line("sorry_server_lvs_method", own)]),
  ];
}

/** What does not reach the port that the fallback names. */
function otherPort(
  value: SourceWord,
  method: string,
  asked: number,
  held: number,
  remark: Remark,
): readonly Item[] {
  if (asked === 0 || asked === held) return [];
  const reached = held === 0 ? "the port that it came for" : String(held);
  const message = `${method} cannot change the port: what comes reaches ${reached} there, not ${asked}`;
  return [remark(value, "decide", message)];
}

const familyOfService = (id: ServiceId): Family =>
  id.type === "mark" ? id.family : familyOf(id.ip);

/** Undefined: each packet's own. */
const portOf = (id: ServiceId): number | undefined =>
  id.type === "mark" || id.port === 0 ? undefined : id.port;

const endpointWords = (ip: Ip, port: number | undefined): readonly [string, ...string[]] =>
  port === undefined || port === 0 ? [ip] : [ip, String(port)];

function fallbackCommand({ value }: Setting, remark: Remark): readonly Item[] {
  const [down, up] = [wordOf(`${value.text} start`), wordOf(`${value.text} stop`)];
  if (down === undefined || up === undefined || /['\\]/.test(value.text))
    return [remark(value, "left-out", "fallbackcommand: write it as quorum_down and quorum_up")];
  return [
    remark(value, "decide", "fallbackcommand: a conf calls it by quorum_down and quorum_up"),
    line("quorum_down", down),
    line("quorum_up", up),
  ];
}
