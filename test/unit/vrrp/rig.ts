/** The engine on a bench: its answers are given at once, its clock is turned by hand. */
import { type Ip, parseIp, parsePrefix } from "../../../src/base/ip.ts";
import { parseMac } from "../../../src/base/mac.ts";
import { centis, millis } from "../../../src/base/time.ts";
import { parseConfig } from "../../../src/config/parse.ts";
import type { Channel } from "../../../src/vrrp/channel.ts";
import { createVrrpEngine } from "../../../src/vrrp/create.ts";
import type { VrrpConfig, VrrpEffect, VrrpInput, VrrpState } from "../../../src/vrrp/engine.ts";
import type { Link } from "../../../src/vrrp/link.ts";
import type { VrrpNotice } from "../../../src/vrrp/notice.ts";
import { AUTH_NONE, AUTH_PASS, authDataOf, encodeAdvert2 } from "../../../src/wire/vrrp2.ts";
import { encodeAdvert3 } from "../../../src/wire/vrrp3.ts";

export const OWN = "192.0.2.11";
export const HIGHER = "192.0.2.12";
export const LOWER = "192.0.2.10";
export const VIP = "192.0.2.100";
const GROUP = "224.0.0.18";

export interface Rig {
  readonly now: () => number;
  /** Everything that has come out, with its time. */
  readonly out: readonly { readonly at: number; readonly effect: VrrpEffect }[];
  readonly state: (instance?: string) => VrrpState | undefined;
  /** Addresses that the kernel will not add from now on, with its reason. */
  readonly refused: Map<string, string>;
  feed(input: VrrpInput): void;
  /** Lets time go on, deadline by deadline, to this many milliseconds after the start. */
  until(ms: number): void;
  /** The process comes to run at this time, and not before. */
  late(ms: number): void;
  /** Something arrives at the socket that is open on the interface, or at our own address. */
  hear(bytes: Uint8Array, from?: string, ttl?: number, dev?: string): void;
  reload(text: string): void;
}

export const ip = (text: string): Ip => parseIp(text) ?? mistake(text);

/** An advert of VRID 51 for the VIP, as a peer sends it. */
export const advert = (
  priority: number,
  from: string,
  seconds = 1,
  { vrid = 51, vip = VIP }: { readonly vrid?: number; readonly vip?: string } = {},
): Uint8Array =>
  encodeAdvert3(
    { vrid, priority, interval: centis(seconds * 100), addresses: [ip(vip)] },
    ip(from),
    ip(GROUP),
  );

/** The same of version 2; without a password it has no authentication. */
export const advert2 = (priority: number, password?: string, seconds = 1): Uint8Array =>
  encodeAdvert2({
    vrid: 51,
    priority,
    interval: seconds,
    addresses: [ip(VIP)],
    authType: password === undefined ? AUTH_NONE : AUTH_PASS,
    authData: authDataOf(password ?? ""),
  });

/** An instance of version 3 with priority 100 on eth0; `lines` come on top. */
export const conf = (...lines: readonly string[]): string => `vrrp_instance WEB {
  interface eth0
  virtual_router_id 51
  version 3
  ${lines.join("\n  ")}
  virtual_ipaddress {
    ${VIP}/24
  }
}
`;

/** An interface as it is before anything of ours is on it. */
export const link = (name: string, address: string, change: Partial<Link> = {}): Link => ({
  name,
  index: Number(name.slice(-1)) + 2,
  up: true,
  loopback: false,
  multicast: true,
  noArp: false,
  mac: parseMac("02:00:00:00:00:11") ?? mistake("mac"),
  mtu: 1500,
  addresses: [parsePrefix(address) ?? mistake(address)],
  ...change,
});

export const eth0 = (change: Partial<Link> = {}): Link => link("eth0", `${OWN}/24`, change);

export function rig(text: string = conf(), links: readonly Link[] = [eth0()]): Rig {
  const engine = createVrrpEngine(configOf(text));
  const out: { at: number; effect: VrrpEffect }[] = [];
  const refused = new Map<string, string>();
  let now = millis(0);
  /** As the loop does: all effects are carried out in order, and only then answered. */
  const take = (effects: readonly VrrpEffect[]): void => {
    for (const effect of effects) out.push({ at: now, effect });
    for (const effect of effects)
      for (const input of answersTo(effect)) take(engine.step(input, now));
  };
  const answersTo = (effect: VrrpEffect): readonly VrrpInput[] => {
    if (effect.type === "openChannel")
      return [{ type: "channel", key: effect.channel.key, problem: undefined }];
    if (effect.type !== "addresses") return [];
    const failed = effect.add.flatMap(({ prefix }) => {
      const reason = refused.get(prefix.ip);
      return reason === undefined ? [] : [{ ip: prefix.ip, reason }];
    });
    return [{ type: "addressesDone", instance: effect.instance, failed }];
  };
  const settle = (): void => {
    take(engine.expire(now));
  };
  const feed = (input: VrrpInput): void => {
    take(engine.step(input, now));
    settle();
  };
  for (const each of links) take(engine.step({ type: "link", link: each }, now));
  settle();
  const channelOn = (dev: string): Channel => {
    const opened = out.flatMap(({ effect }) =>
      effect.type === "openChannel" ? [effect.channel] : [],
    );
    const on = opened.findLast(({ place }) => place.type === "unicast" || place.interface === dev);
    return on ?? mistake(`nobody listens on ${dev}`);
  };
  return {
    now: () => now,
    out,
    refused,
    state: (instance = "WEB") => engine.snapshot().find(({ name }) => name === instance)?.state,
    feed,
    until(ms) {
      for (let due = engine.deadline(); due !== undefined && due <= ms; due = engine.deadline()) {
        now = millis(Math.max(now, due));
        settle();
      }
      now = millis(ms);
    },
    late(ms) {
      now = millis(ms);
      settle();
    },
    hear(payload, from = HIGHER, ttl = 255, dev = "eth0") {
      const { key, place } = channelOn(dev);
      const destination = place.type === "multicast" ? place.group : place.local;
      const datagram = { source: ip(from), destination, ttl, payload };
      feed({ type: "datagram", channel: key, at: now, datagram });
    },
    reload(next) {
      feed({ type: "reconfigure", config: configOf(next) });
    },
  };
}

function configOf(text: string): VrrpConfig {
  const { config, diagnostics } = parseConfig(text, "conf");
  if (config === undefined) throw new Error(JSON.stringify(diagnostics));
  return { ...config, startupDelay: config.global.startupDelay };
}

/** Adverts that were sent since, as [time, priority]. */
export const adverts = ({ out }: Rig, since = 0): readonly (readonly [number, number])[] =>
  out.flatMap(({ at, effect }) =>
    effect.type === "send" && at >= since ? [[at, effect.payload[2] ?? -1] as const] : [],
  );

/** Times of the gratuitous ARPs that were sent since. */
export const announcements = ({ out }: Rig, since = 0): readonly number[] =>
  out.flatMap(({ at, effect }) => (effect.type === "frame" && at >= since ? [at] : []));

export const notices = <Type extends VrrpNotice["type"]>(
  { out }: Rig,
  type: Type,
): readonly Extract<VrrpNotice, { type: Type }>[] =>
  out.flatMap(({ effect }) =>
    effect.type === "notice" && isOf(effect.notice, type) ? [effect.notice] : [],
  );

const isOf = <Type extends VrrpNotice["type"]>(
  notice: VrrpNotice,
  type: Type,
): notice is Extract<VrrpNotice, { type: Type }> => notice.type === type;

function mistake(what: string): never {
  throw new Error(`a mistake in the test: ${what}`);
}
