/**
 * From a datagram to an advert for one router, or to a reason why not: RFC 9568 section 7.1, RFC
 * 3768 section 7.1, in keepalived's order. A refusal changes nothing but a counter.
 */
import { type Ip, isMulticast } from "../base/ip.ts";
import { type Millis, millisOfCentis, millisOfSeconds } from "../base/time.ts";
import type { VrrpInstance } from "../config/model.ts";
import { AUTH_NONE, AUTH_PASS, authDataOf, decodeAdvert2 } from "../wire/vrrp2.ts";
import { decodeAdvert3 } from "../wire/vrrp3.ts";
import type { Channel, Datagram } from "./channel.ts";
import type { PacketFault } from "./notice.ts";
import { refuse } from "./refusals.ts";
import { type Router, tell, type World } from "./router.ts";

/** What the state machine needs to know of an advert. */
export interface Advert {
  readonly source: Ip;
  readonly priority: number;
  readonly interval: Millis;
  readonly addresses: readonly Ip[];
  readonly at: Millis;
}

export interface Received {
  readonly router: Router;
  readonly advert: Advert;
}

interface Refused {
  readonly fault: PacketFault;
  readonly detail: string;
}

/** The router that a datagram is for, and its advert; undefined where there is none or it was refused. */
export function receive(
  world: World,
  channel: Channel,
  datagram: Datagram,
  at: Millis,
): Received | undefined {
  const { payload, source } = datagram;
  if (payload.length < 8) {
    count(world, channel, undefined, source, {
      fault: "truncated",
      detail: `${payload.length} bytes, a VRRP header has 8`,
    });
    return undefined;
  }
  const router = routerFor(world, channel, payload[1] ?? 0, source);
  // Other virtual routers live on the same LAN: their adverts are none of our business.
  if (router === undefined) return undefined;
  const to = datagram.destination ?? ownAddress(channel);
  const read = readAdvert(router.config, { ...datagram, destination: to }, at);
  if ("fault" in read) {
    count(world, channel, router, source, read);
    return undefined;
  }
  return { router, advert: read };
}

function count(
  world: World,
  channel: Channel,
  router: Router | undefined,
  source: Ip,
  refused: Refused,
): void {
  const refusal = { instance: router?.config.name, channel: channel.key, source, ...refused };
  const notice = refuse(world.refusals, refusal, world.now);
  if (notice !== undefined) tell(world, notice);
}

/** By channel and VRID; unicast instances may share both, and are then told apart by their peers. */
function routerFor(world: World, channel: Channel, vrid: number, source: Ip): Router | undefined {
  let first: Router | undefined;
  for (const router of world.routers.values()) {
    if (router.config.vrid !== vrid || router.channel?.key !== channel.key) continue;
    const { destination } = router.config;
    if (destination.type === "multicast" || destination.peers.includes(source)) return router;
    first ??= router;
  }
  return first;
}

/** Where a datagram went whose transport does not tell: the socket hears nothing else. */
const ownAddress = ({ place }: Channel): Ip | undefined =>
  place.type === "multicast" ? place.group : place.local;

function readAdvert(config: VrrpInstance, datagram: Datagram, at: Millis): Advert | Refused {
  const envelope = judgeEnvelope(config, datagram);
  if (envelope !== undefined) return envelope;
  return config.version === 2 ? read2(config, datagram, at) : read3(config, datagram, at);
}

function judgeEnvelope(
  config: VrrpInstance,
  { ttl, source, destination }: Datagram,
): Refused | undefined {
  const { destination: own } = config;
  if (own.type === "multicast" && ttl !== undefined && ttl !== 255)
    return { fault: "ttl", detail: `TTL ${ttl}, expected 255: it was forwarded by a router` };
  if (destination !== undefined && isMulticast(destination) !== (own.type === "multicast"))
    return { fault: "destination", detail: `sent to ${destination}, this instance is ${own.type}` };
  if (own.type === "unicast" && own.checkSource && !own.peers.includes(source))
    return { fault: "source", detail: `${source} is no unicast_peer` };
  return undefined;
}

const VERSION_TEXT = {
  truncated: "shorter than a VRRP message",
  length: "its length does not match its address count",
  type: "not an advertisement",
  checksum: "wrong checksum",
} as const;

const otherVersion = (config: VrrpInstance, payload: Uint8Array): string =>
  `version ${(payload[0] ?? 0) >> 4}, this instance speaks version ${config.version}`;

function read2(config: VrrpInstance, { payload, source }: Datagram, at: Millis): Advert | Refused {
  const decoded = decodeAdvert2(payload);
  if (!decoded.ok) {
    const { fault } = decoded;
    const detail = fault === "version" ? otherVersion(config, payload) : VERSION_TEXT[fault];
    return { fault, detail };
  }
  const { authType, authData, interval, priority, addresses } = decoded.value;
  const { authentication } = config;
  const expected = authentication.type === "pass" ? AUTH_PASS : AUTH_NONE;
  if (authType !== expected)
    return { fault: "authType", detail: `authentication type ${authType}, expected ${expected}` };
  if (authentication.type === "pass" && !sameBytes(authData, authDataOf(authentication.password)))
    return { fault: "authPassword", detail: "wrong password" };
  const own = Math.round(config.advertInterval / 1000);
  // RFC 3768 section 7.1: an interval that differs is a misconfiguration, and the packet is dropped.
  if (interval !== own)
    return { fault: "interval", detail: `advert_int ${interval} s, ours is ${own} s` };
  return { source, priority, interval: millisOfSeconds(interval), addresses, at };
}

function read3(
  config: VrrpInstance,
  { payload, source, destination }: Datagram,
  at: Millis,
): Advert | Refused {
  if (destination === undefined) return { fault: "destination", detail: "unknown" };
  const decoded = decodeAdvert3(payload, source, destination);
  if (!decoded.ok) {
    const { fault } = decoded;
    const detail = fault === "version" ? otherVersion(config, payload) : VERSION_TEXT[fault];
    return { fault, detail };
  }
  const { priority, interval, addresses } = decoded.value;
  return { source, priority, interval: millisOfCentis(interval), addresses, at };
}

/** Both are 8 bytes long. */
const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => a.every((byte, i) => byte === b[i]);
