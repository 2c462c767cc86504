/**
 * Gratuitous ARP and unsolicited Neighbor Advertisements: which address, when, how far apart.
 *
 * A burst goes out at once, or one frame at a time where garp_interval or gna_interval asks for it;
 * the pace is kept for each interface and family, whoever announces there. A router that leaves
 * takes its waiting frames and its later bursts with it.
 */
import { familyOf, type Ip } from "../base/ip.ts";
import { earlier, type Millis, millis } from "../base/time.ts";
import type { GarpSchedule, InterfaceAddress } from "../config/model.ts";
import { encodeGratuitousArp } from "../wire/arp.ts";
import { encodeNeighborAdvertisement } from "../wire/ndisc.ts";
import { emit, keyOfAddress, type Router, tell, type World } from "./router.ts";

export interface Announcements {
  /** Waiting frames by interface and family. */
  readonly lanes: Map<string, Lane>;
  /** Later bursts of routers. */
  readonly plans: Map<Router, Plan>;
}

interface Lane {
  freeAt: Millis;
  readonly waiting: Frame[];
}

interface Frame {
  readonly router: Router;
  readonly address: InterfaceAddress;
  readonly interval: Millis;
  /** The last of the burst that followed a takeover: who asked for it, and when. */
  readonly triggeredAt: Millis | undefined;
}

interface Plan {
  /** garp_master_delay after the takeover. */
  second: Millis | undefined;
  refresh: Millis | undefined;
  lowerPriority: Millis | undefined;
}

export const createAnnouncements = (): Announcements => ({ lanes: new Map(), plans: new Map() });

/**
 * The first burst after a takeover, and the plan of those that follow: a second after
 * garp_master_delay, then one each garp_master_refresh. True where all of the burst has left at once.
 */
export function announceTakeover(world: World, router: Router, triggeredAt: Millis): boolean {
  const { garp } = router.config;
  const second = garp.masterDelay > 0 ? millis(world.now + garp.masterDelay) : undefined;
  const refresh =
    garp.masterRefresh > 0 ? millis(world.now + garp.masterDelay + garp.masterRefresh) : undefined;
  world.announcements.plans.set(router, { second, refresh, lowerPriority: undefined });
  burst(world, router, [...router.held.values()], garp.masterRepeat, triggeredAt);
  return !waits(world, router);
}

/** Addresses that came later, by a reload: a burst of their own. */
export function announceAdded(
  world: World,
  router: Router,
  addresses: readonly InterfaceAddress[],
): void {
  burst(world, router, addresses, router.config.garp.masterRepeat, undefined);
}

/** Somebody of a lower priority claims to be master: garp_lower_prio_repeat now, and again later. */
export function announceAgainstLower(world: World, router: Router): void {
  const { garp } = router.config;
  const plan = world.announcements.plans.get(router);
  if (plan !== undefined && plan.lowerPriority === undefined && garp.lowerPrioDelay > 0)
    plan.lowerPriority = millis(world.now + garp.lowerPrioDelay);
  burst(world, router, [...router.held.values()], garp.lowerPrioRepeat, undefined);
}

/** A router that is no longer master announces nothing more. */
export function silence(world: World, router: Router): void {
  world.announcements.plans.delete(router);
  for (const { waiting } of world.announcements.lanes.values())
    for (let i = waiting.length - 1; i >= 0; i--)
      if (waiting[i]?.router === router) waiting.splice(i, 1);
}

/** Sends what is due: later bursts, and the next frame of each paced interface. */
export function expireAnnouncements(world: World): void {
  const { now } = world;
  for (const [router, plan] of world.announcements.plans) {
    const { garp } = router.config;
    const addresses = [...router.held.values()];
    if (plan.second !== undefined && plan.second <= now) {
      plan.second = undefined;
      burst(world, router, addresses, garp.masterRepeat, undefined);
    }
    if (plan.lowerPriority !== undefined && plan.lowerPriority <= now) {
      plan.lowerPriority = undefined;
      burst(world, router, addresses, garp.lowerPrioRepeat, undefined);
    }
    if (plan.refresh !== undefined && plan.refresh <= now) {
      plan.refresh = garp.masterRefresh > 0 ? millis(now + garp.masterRefresh) : undefined;
      burst(world, router, addresses, garp.masterRefreshRepeat, undefined);
    }
  }
  for (const lane of world.announcements.lanes.values()) drainLane(world, lane);
}

/** When `expireAnnouncements` next has something to do. */
export function announcementsDue({ announcements }: World): Millis | undefined {
  let due: Millis | undefined;
  for (const plan of announcements.plans.values())
    due = earlier(due, earlier(plan.second, earlier(plan.lowerPriority, plan.refresh)));
  for (const { freeAt, waiting } of announcements.lanes.values())
    if (waiting.length > 0) due = earlier(due, freeAt);
  return due;
}

/** `repeat` rounds over all addresses, in the order of the conf: every neighbour hears each soon. */
function burst(
  world: World,
  router: Router,
  addresses: readonly InterfaceAddress[],
  repeat: number,
  triggeredAt: Millis | undefined,
): void {
  const present = addresses.filter(({ prefix }) => !router.missing.has(prefix.ip));
  const atOnce = new Map<Ip, Uint8Array | undefined>();
  for (const { prefix, dev } of present)
    if (intervalOf(router.config.garp, prefix.ip) === 0)
      atOnce.set(prefix.ip, encode(world, dev, prefix.ip));
  const rounds = Array.from({ length: repeat }, () => present).flat();
  for (const [i, address] of rounds.entries()) {
    const { ip } = address.prefix;
    if (atOnce.has(ip)) {
      send(world, address.dev, atOnce.get(ip));
      continue;
    }
    const interval = intervalOf(router.config.garp, ip);
    const last = i === rounds.length - 1 ? triggeredAt : undefined;
    enqueue(world, { router, address, interval, triggeredAt: last });
  }
}

const intervalOf = (garp: GarpSchedule, ip: Ip): Millis =>
  familyOf(ip) === "inet" ? garp.interval : garp.gnaInterval;

const waits = ({ announcements }: World, router: Router): boolean =>
  [...announcements.lanes.values()].some(({ waiting }) =>
    waiting.some((frame) => frame.router === router),
  );

function enqueue(world: World, frame: Frame): void {
  const { dev, prefix } = frame.address;
  const key = `${dev} ${familyOf(prefix.ip)}`;
  const { lanes } = world.announcements;
  const lane = lanes.get(key) ?? { freeAt: world.now, waiting: [] };
  lanes.set(key, lane);
  lane.waiting.push(frame);
  drainLane(world, lane);
}

function drainLane(world: World, lane: Lane): void {
  while (lane.freeAt <= world.now) {
    const frame = lane.waiting.shift();
    if (frame === undefined) return;
    const { router, address } = frame;
    // A reload may have taken the address away while its announcement waited.
    if (router.held.has(keyOfAddress(address))) {
      send(world, address.dev, encode(world, address.dev, address.prefix.ip));
      lane.freeAt = millis(world.now + frame.interval);
    }
    // The transition's own notice says so where nothing had to wait.
    if (frame.triggeredAt !== undefined && world.now > frame.triggeredAt)
      tell(world, {
        type: "vrrp.announced",
        instance: router.config.name,
        triggeredAt: frame.triggeredAt,
      });
  }
}

/** Undefined where the interface has no Ethernet address or does no ARP: nothing is sent there. */
function encode({ links }: World, dev: string, ip: Ip): Uint8Array | undefined {
  const link = links.get(dev);
  if (link?.mac === undefined || link.noArp || link.loopback) return undefined;
  return familyOf(ip) === "inet"
    ? encodeGratuitousArp(ip, link.mac)
    : // RFC 9568 section 6.4.2 (375): with the Router flag set.
      encodeNeighborAdvertisement(ip, link.mac, true);
}

function send(world: World, dev: string, bytes: Uint8Array | undefined): void {
  if (bytes !== undefined) emit(world, { type: "frame", link: dev, bytes });
}
