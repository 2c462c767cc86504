/** Clusters for the simulation ring: routers by a few words, and all that was seen of them. */
import { type Ip, type Prefix, parseIp, parsePrefix } from "../../src/base/ip.ts";
import { parseMac } from "../../src/base/mac.ts";
import { type Millis, millis } from "../../src/base/time.ts";
import type { Config } from "../../src/config/model.ts";
import { parseConfig } from "../../src/config/parse.ts";
import type { VrrpEffect } from "../../src/director/vrrp-types.ts";
import { type Cluster, createCluster } from "../../src/sim/cluster.ts";
import type { Observer, VrrpHost } from "../../src/sim/vrrp-host.ts";

export interface RouterPlan {
  readonly name: string;
  readonly priority: number;
  /** More lines of each instance. */
  readonly extra?: string;
  readonly clockRate?: number;
}

export interface Plan {
  readonly routers: readonly RouterPlan[];
  readonly version: 2 | 3;
  readonly family: 4 | 6;
  readonly unicast: boolean;
  /** Two instances on two segments in one sync group, instead of one instance. */
  readonly group: boolean;
  /** Seconds. */
  readonly interval: number;
}

export const SIMPLE: Plan = {
  routers: [
    { name: "a", priority: 150 },
    { name: "b", priority: 100 },
  ],
  version: 3,
  family: 4,
  unicast: false,
  group: false,
  interval: 1,
};

const SEGMENTS = ["wan", "lan"] as const;

export const instancesOf = (plan: Plan): readonly string[] =>
  plan.group ? ["WAN", "LAN"] : ["WAN"];

const VIPS = {
  4: { WAN: "10.0.1.100", LAN: "10.0.2.100" },
  6: { WAN: "fe80::1:100", LAN: "fe80::2:100" },
};
const PARSED_VIPS = new Map(
  [...Object.values(VIPS[4]), ...Object.values(VIPS[6])].map((text) => [text, must(parseIp(text))]),
);

/** The virtual address of an instance. */
export function vipOf(plan: Plan, instance: string): Ip {
  const text = VIPS[plan.family][instance === "WAN" ? "WAN" : "LAN"];
  return must(PARSED_VIPS.get(text));
}

function ownAddress(plan: Plan, segment: number, router: number): string {
  return plan.family === 4
    ? `10.0.${segment + 1}.${router + 1}`
    : `fe80::${segment + 1}:${router + 1}`;
}

function confOf(plan: Plan, index: number): Config {
  const router = must(plan.routers[index]);
  const instances = instancesOf(plan).map((name, segment) => {
    const others = plan.routers.map((_, i) => i).filter((i) => i !== index);
    const unicast = plan.unicast
      ? `unicast_src_ip ${ownAddress(plan, segment, index)}
         unicast_peer {
           ${others.map((i) => ownAddress(plan, segment, i)).join("\n")}
         }`
      : "";
    return `vrrp_instance ${name} {
      interface ${SEGMENTS[segment]}
      virtual_router_id ${51 + segment}
      version ${plan.version}
      priority ${router.priority}
      advert_int ${plan.interval}
      garp_master_delay 0
      ${unicast}
      ${router.extra ?? ""}
      virtual_ipaddress {
        ${vipOf(plan, name)}/${plan.family === 4 ? 24 : 64}
      }
    }`;
  });
  const group = plan.group ? "vrrp_sync_group G {\n group {\n WAN\n LAN\n }\n}" : "";
  const text = `${instances.join("\n")}\n${group}\n`;
  const { config, diagnostics } = parseConfig(text, router.name);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (config === undefined || errors.length > 0) throw new Error(JSON.stringify(errors));
  return config;
}

export interface Seen {
  readonly at: Millis;
  readonly host: string;
  readonly effect: VrrpEffect;
}

export interface World extends Cluster {
  readonly plan: Plan;
  readonly seen: readonly Seen[];
  readonly host: (name: string) => VrrpHost;
  /** From now on told of all that happens. */
  observe(observer: Observer): void;
}

/** A cluster that is off. */
export function createWorld(plan: Plan, seed: number): World {
  const seen: Seen[] = [];
  const plans = plan.routers.map((router, i) => ({
    name: router.name,
    config: confOf(plan, i),
    clockRate: router.clockRate ?? 1,
    ports: SEGMENTS.map((segment, s) => ({
      name: segment,
      segment,
      mac: must(parseMac(`02:00:00:00:0${s}:0${i + 1}`)),
      addresses: [prefix(`${ownAddress(plan, s, i)}/${plan.family === 4 ? 24 : 64}`)],
    })),
  }));
  const observers: Observer[] = [
    { effect: (host, at, effect) => seen.push({ at, host, effect }), heard: () => undefined },
  ];
  const cluster = createCluster(plans, seed, {
    effect: (...all) => {
      for (const observer of observers) observer.effect(...all);
    },
    heard: (...all) => {
      for (const observer of observers) observer.heard(...all);
    },
  });
  const host = (name: string): VrrpHost => must(cluster.hosts.get(name));
  return {
    ...cluster,
    plan,
    seen,
    host,
    observe: (observer) => {
      observers.push(observer);
    },
  };
}

const prefix = (text: string): Prefix => must(parsePrefix(text));

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("a mistake in the test");
  return value;
}

/** Hosts that hold the address of an instance and can be heard. */
export const holders = (world: World, instance: string): readonly string[] =>
  [...world.hosts.values()]
    .filter((host) => host.states.get(instance) === "MASTER")
    .map(({ name }) => name);

/** What happened, one line an event, for a report of a fault. */
export function render(seen: readonly Seen[]): string {
  return seen
    .map(
      ({ at, host, effect }) => `${(at / 1000).toFixed(4).padStart(9)}  ${host}  ${lineOf(effect)}`,
    )
    .join("\n");
}

function lineOf(effect: VrrpEffect): string {
  switch (effect.type) {
    case "send":
      return `${effect.instance} -> ${effect.to} priority ${effect.payload[2]}`;
    case "addresses": {
      const list = (sign: string, all: typeof effect.add): string =>
        all.map((each) => `${sign}${each.prefix.ip}`).join(" ");
      return `${effect.instance} ${list("-", effect.remove)}${list("+", effect.add)}`;
    }
    case "notice":
      return effect.notice.type === "vrrp.transition"
        ? `${effect.notice.instance} ${effect.notice.from} -> ${effect.notice.to} (${effect.notice.cause.type})`
        : JSON.stringify(effect.notice);
    case "frame":
      return `announces on ${effect.link}`;
    case "openChannel":
      return `opens ${effect.channel.key}`;
    case "closeChannel":
      return `closes ${effect.key}`;
  }
}

export const seconds = (value: number): Millis => millis(value * 1000);
