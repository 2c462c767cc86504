/**
 * Whether a router can work at all: its interfaces, its source address, its socket. Every piece of
 * news about one of these ends in `review`, which moves units into FAULT and out of it.
 */
import { millis } from "../base/time.ts";
import { channelFor, useChannel } from "./channels.ts";
import { tellGroup } from "./group-notice.ts";
import {
  addressesOf,
  type Backup,
  emit,
  type Phase,
  type Router,
  tell,
  type World,
} from "./router.ts";
import { sourceOf } from "./source.ts";
import { fail, startAsMaster, unitsOf } from "./sync-group.ts";
import { freshBackup, leaveTo } from "./transitions.ts";

/** Compares every unit with what is known of the machine. Does nothing before the start. */
export function review(world: World): void {
  if (!world.started || world.stopped) return;
  for (const unit of unitsOf(world)) reviewUnit(world, unit);
}

function reviewUnit(world: World, unit: readonly Router[]): void {
  const reasons = new Map(unit.map((router) => [router, reasonsOf(world, router)]));
  for (const router of unit) if (isFirstReview(router)) clearLeftovers(world, router);
  if ([...reasons.values()].some((list) => list.length > 0)) {
    fail(world, unit, reasons);
    return;
  }
  if (!unit.every((router) => isOpen(world, router))) return;
  if (unit.some(({ phase }) => phase.state === "INIT" || phase.state === "FAULT"))
    begin(world, unit);
}

/** Once, before the router has any state: until the kernel has told, the links still show what we removed. */
function isFirstReview({ phase, told }: Router): boolean {
  const first = phase.state === "INIT" && !told.has("reviewed");
  told.set("reviewed", "");
  return first;
}

/** Why the router cannot work, in words; empty: it can, or will as soon as its socket is open. */
function reasonsOf(world: World, router: Router): readonly string[] {
  const { config } = router;
  const reasons = devicesOf(router).flatMap((dev) => linkProblem(world, dev) ?? []);
  const source = sourceOf(world, config);
  if (source === undefined && reasons.length === 0) reasons.push(noSource(router));
  const needsLink = config.destination.type === "multicast" && !world.links.has(config.interface);
  const channel = source === undefined || needsLink ? undefined : channelFor(config, source);
  useChannel(world, router, channel);
  const status = channel && world.channels.get(channel.key)?.status;
  if (status !== undefined && typeof status !== "string") reasons.push(`socket: ${status.problem}`);
  return reasons;
}

/** Its own interface unless dont_track_primary, and those of its addresses. */
function devicesOf({ config }: Router): readonly string[] {
  const own = config.trackPrimary && config.interface !== "" ? [config.interface] : [];
  const others = addressesOf(config)
    .map(({ dev }) => dev)
    .filter((dev) => dev !== config.interface);
  return [...new Set([...own, ...others])];
}

function linkProblem({ links }: World, dev: string): string | undefined {
  const link = links.get(dev);
  if (link === undefined) return `interface ${dev} does not exist`;
  return link.up ? undefined : `interface ${dev} is down`;
}

function noSource({ config }: Router): string {
  if (config.source !== undefined) return `no interface has the source address ${config.source}`;
  const kind = config.family === "inet" ? "IPv4" : "IPv6 link-local";
  return `interface ${config.interface} has no ${kind} address to send from`;
}

const isOpen = ({ channels }: World, { channel }: Router): boolean =>
  channel !== undefined && channels.get(channel.key)?.status === "open";

/** From INIT or FAULT into the election: RFC 9568 section 6.4.1. */
function begin(world: World, unit: readonly Router[]): void {
  const idle = unit.filter(({ phase }) => phase.state === "INIT" || phase.state === "FAULT");
  if (unit.every(({ config }) => config.priority === 255 && config.initialState === "MASTER")) {
    startAsMaster(world, idle);
    return;
  }
  const moves = idle.map((router) => {
    const cause =
      router.phase.state === "INIT"
        ? ({ type: "start" } as const)
        : ({ type: "faultCleared" } as const);
    return { router, cause, triggeredAt: world.now };
  });
  const eager = new Set(idle.filter(isEager));
  leaveTo(
    world,
    moves,
    (router): Phase =>
      eager.has(router) ? eagerBackup(world, router) : freshBackup(world, router),
  );
  for (const router of unit) tellGroup(world, router.group, { type: "start" });
}

/** `state MASTER` below priority 255 is a wish: keepalived waits one interval for somebody better. */
const isEager = ({ phase, config }: Router): boolean =>
  phase.state === "INIT" && config.initialState === "MASTER";

function eagerBackup(world: World, router: Router): Backup {
  const { advertInterval } = router.config;
  const masterDownAt = millis(world.now + advertInterval + advertInterval / 256);
  return { ...freshBackup(world, router), masterDownAt };
}

/** Addresses that an earlier life left on an interface: nobody may answer for them before the election. */
export function clearLeftovers(world: World, router: Router): void {
  const { config } = router;
  if (config.priority === 255) return;
  const left = addressesOf(config).filter(({ dev, prefix }) => {
    const there = world.links.get(dev)?.addresses ?? [];
    return there.some(({ ip }) => ip === prefix.ip);
  });
  if (left.length === 0) return;
  router.unanswered.push({ type: "removed" });
  emit(world, { type: "addresses", instance: config.name, remove: left, add: [] });
  const ips = left.map(({ prefix }) => prefix.ip);
  tell(world, { type: "vrrp.leftover", instance: config.name, ips });
}
