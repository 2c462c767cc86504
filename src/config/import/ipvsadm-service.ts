/** One service of ipvsadm's rules, as it is to stand in a conf. */
import { type Family, familyOf } from "../../base/ip.ts";
import type { ForwardingMethod } from "../model.ts";
import type { Options } from "./ipvsadm-options.ts";
import type { RuleServer, RuleService } from "./ipvsadm-rules.ts";
import { readTunnel, type Tunnel } from "./ipvsadm-tunnel.ts";
import { block, type Item, line, shown } from "./items.ts";
import {
  DEFAULT_SCHEDULER,
  type ImportedServer,
  type ImportedService,
  SCHEDULERS,
  type ServiceId,
} from "./model.ts";
import { granularity, persistence } from "./persistence.ts";
import type { Remark } from "./remarks.ts";
import { type SourceWord, wholeNumber } from "./source.ts";

/** A table knows no checks: where a connection can tell, it is proposed, and the operator decides. */
export function describeService(
  { id, word, options, servers }: RuleService,
  remark: Remark,
): ImportedService {
  const items: Item[] = [];
  const scheduler = schedulerOf(options, items, remark);
  items.push(...persistenceOf(options, id, remark), ...flagsOf(options, scheduler, remark));
  const checks = checksOf(id);
  items.push(
    remark(
      word,
      "decide",
      checks.length > 0
        ? "the table tells no checks; TCP_CHECK asks whether a server takes connections, HTTP_GET would ask for a page"
        : "the table tells no checks, and none fits by itself: without one a server is never taken out",
    ),
  );
  const about = { id, checks, service: items, remark };
  const found = new Map<string, ImportedServer>();
  for (const server of servers.values())
    for (const made of serverOf(server, about)) {
      // Where a port could not be kept, two may have become one.
      const key = `${made.ip} ${made.port === 0 && id.type === "address" ? id.port : made.port}`;
      if (found.has(key))
        items.push(
          remark(server.word, "left-out", `${made.ip} stands above already; it is left out`),
        );
      else found.set(key, made);
    }
  return { id, scheduler, items, servers: [...found.values()] };
}

const checksOf = (id: ServiceId): readonly Item[] =>
  id.type === "address" && id.protocol === "TCP" && id.port !== 0
    ? [block("TCP_CHECK", [line("connect_timeout", 3)])]
    : [];

function schedulerOf(options: Options, items: Item[], remark: Remark): string {
  const value = options.get("scheduler")?.value;
  if (value === undefined) return DEFAULT_SCHEDULER;
  if (SCHEDULERS.has(value.text)) return value.text;
  const message = `a conf knows no scheduler ${shown(value.text)}; ${DEFAULT_SCHEDULER} stands in its place`;
  items.push(remark(value, "left-out", message));
  return DEFAULT_SCHEDULER;
}

/** ipvsadm(8): 300 s where -p names none. */
const BARE_PERSISTENCE = "300";

function persistenceOf(options: Options, id: ServiceId, remark: Remark): readonly Item[] {
  const items: Item[] = [];
  const use = options.get("persistent");
  if (use !== undefined) {
    const value = use.value ?? { ...use.word, text: BARE_PERSISTENCE };
    items.push(persistence(value, remark));
  }
  const netmask = options.get("netmask")?.value;
  const family: Family = id.type === "mark" ? id.family : familyOf(id.ip);
  if (netmask !== undefined) items.push(granularity(netmask, family, remark));
  const engine = options.get("pe")?.value;
  if (engine !== undefined)
    items.push(
      engine.text === "sip"
        ? line("persistence_engine", "sip")
        : remark(engine, "left-out", `a conf knows no persistence engine ${shown(engine.text)}`),
    );
  return items;
}

const SCHEDULER_FLAGS: ReadonlySet<string> = new Set(
  "flag-1 flag-2 flag-3 sh-port sh-fallback mh-port mh-fallback".split(" "),
);

function flagsOf(options: Options, scheduler: string, remark: Remark): readonly Item[] {
  const items: Item[] = [];
  if (options.has("ops")) items.push(line("ops"));
  const flags = options.get("sched-flags")?.value;
  for (const flag of new Set(flags?.text.split(",").filter((each) => each !== ""))) {
    const own = /^([sm]h)-/.exec(flag)?.[1];
    if (SCHEDULER_FLAGS.has(flag) && (own ?? scheduler) === scheduler) items.push(line(flag));
    else if (flags !== undefined)
      items.push(remark(flags, "left-out", `${scheduler} has no flag ${shown(flag)} in a conf`));
  }
  return items;
}

const HEAVIEST = 65_535;

interface About {
  readonly id: ServiceId;
  readonly checks: readonly Item[];
  /** The lines of the service's block. */
  readonly service: Item[];
  readonly remark: Remark;
}

/** Nothing where a conf cannot have it: then the service is told why. */
function serverOf(
  server: RuleServer,
  { id, checks, service, remark }: About,
): readonly ImportedServer[] {
  const { endpoint, word, options } = server;
  const { ip, port = 0 } = endpoint;
  const forwarding = methodOf(options);
  const tunnel = tunnelTo(server, id);
  if ("problem" in tunnel) {
    service.push(remark(word, "left-out", `${ip} is left out: ${tunnel.problem}`));
    return [];
  }
  const items: Item[] = [];
  for (const [name, keyword] of THRESHOLDS) {
    const value = options.get(name)?.value;
    if (value !== undefined) items.push(numberLine(keyword, value, HEAVIEST, remark));
  }
  const lost = port === 0 ? undefined : lostPort(port, id, forwarding);
  if (lost !== undefined) items.push(remark(word, "decide", lost));
  const weight = weightOf(options.get("weight")?.value, items, remark);
  items.push(...checks);
  const own = lost === undefined ? port : 0;
  return [{ ip, port: own, forwarding, tunnel: tunnel.words, weight, items }];
}

/** What leads to the server; a problem where nothing could. */
function tunnelTo({ endpoint, options }: RuleServer, id: ServiceId): Tunnel {
  if (methodOf(options) === "TUN") return readTunnel(options);
  const family = id.type === "mark" ? id.family : familyOf(id.ip);
  return familyOf(endpoint.ip) === family
    ? { words: "" }
    : { problem: "it is of another family than its service, which only a tunnel can reach" };
}

/** Why a server cannot have a port of its own. */
function lostPort(port: number, id: ServiceId, method: ForwardingMethod): string | undefined {
  if (id.type === "mark") return `port ${port} is left out: a service by mark keeps the packet's`;
  if (method === "NAT" || port === id.port) return undefined;
  return `${method} cannot change the port to ${port}: the service's holds`;
}

const THRESHOLDS = [
  ["u-threshold", "uthreshold"],
  ["l-threshold", "lthreshold"],
] as const;

function weightOf(word: SourceWord | undefined, items: Item[], remark: Remark): number {
  if (word === undefined) return 1;
  const weight = wholeNumber(word.text, 0, HEAVIEST);
  if (weight !== undefined) return weight;
  const instead = /^\d+$/.test(word.text) ? HEAVIEST : 1;
  const message = `weight ${shown(word.text)}: expected 0 to ${HEAVIEST}, and ${instead} is used`;
  items.push(remark(word, "decide", message));
  return instead;
}

function numberLine(keyword: string, word: SourceWord, max: number, remark: Remark): Item {
  const number = wholeNumber(word.text, 0, max);
  if (number !== undefined) return line(keyword, number);
  return remark(word, "left-out", `${keyword} ${shown(word.text)}: expected 0 to ${max}`);
}

const METHODS: readonly (readonly [string, ForwardingMethod])[] = [
  ["masquerading", "NAT"],
  ["ipip", "TUN"],
  ["gatewaying", "DR"],
];
/** ipvsadm(8): direct routing where none is named. */
const methodOf = (options: Options): ForwardingMethod =>
  METHODS.find(([name]) => options.has(name))?.[1] ?? "DR";
