/** The VRRP engine: all routers of one machine, fed by inputs and by time. */

import { unreachable } from "../base/assert.ts";
import { earlier, type Millis, millis } from "../base/time.ts";
import { announcementsDue, createAnnouncements, expireAnnouncements } from "./announcements.ts";
import { hearAsBackup, masterDown } from "./backup.ts";
import { channelAnswered, retryChannels } from "./channels.ts";
import type { InstanceSnapshot, VrrpConfig, VrrpEffect, VrrpEngine, VrrpInput } from "./engine.ts";
import { checkInvariants } from "./invariants.ts";
import type { Link } from "./link.ts";
import { clearLeftovers, review } from "./links.ts";
import { advertDue, hearAsMaster } from "./master.ts";
import { noteMismatch } from "./mismatch.ts";
import { receive } from "./receive.ts";
import { reconfigure } from "./reconfigure.ts";
import { createRefusals, summarise, summaryDue } from "./refusals.ts";
import { addressesOf, type Router, tell, type World } from "./router.ts";
import { sourceOf } from "./source.ts";
import { afterStall } from "./stall.ts";
import { stop } from "./stop.ts";
import { giveUp } from "./sync-group.ts";
import { addressesDone } from "./transitions.ts";

type DatagramInput = Extract<VrrpInput, { type: "datagram" }>;

/** An engine that knows its conf and nothing of the machine yet. Its first call starts it. */
export function createVrrpEngine(config: VrrpConfig): VrrpEngine {
  const world: World = {
    links: new Map(),
    routers: new Map(),
    groups: new Map(),
    channels: new Map(),
    refusals: createRefusals(),
    announcements: createAnnouncements(),
    now: millis(0),
    startAt: undefined,
    started: false,
    stopped: false,
    effects: [],
  };
  reconfigure(world, config);

  const within = (now: Millis, work: () => void): readonly VrrpEffect[] => {
    world.now = now;
    world.startAt ??= millis(now + config.startupDelay);
    work();
    checkInvariants(world);
    const { effects } = world;
    world.effects = [];
    return effects;
  };
  return {
    step: (input, now) => within(now, () => feed(world, input)),
    expire: (now) => within(now, () => expire(world)),
    deadline: () => deadline(world),
    snapshot: () => [...world.routers.values()].map((router) => snapshotOf(world, router)),
  };
}

function feed(world: World, input: VrrpInput): void {
  if (world.stopped && input.type !== "addressesDone") return;
  switch (input.type) {
    case "datagram":
      hear(world, input);
      return;
    case "link":
      hearLink(world, input.link);
      return;
    case "linkGone":
      world.links.delete(input.name);
      review(world);
      return;
    case "addressGone":
      loseAddress(world, input);
      return;
    case "addressesDone":
      answerAddresses(world, input);
      return;
    case "channel":
      answerChannel(world, input);
      return;
    case "stalled":
      afterStall(world);
      return;
    case "reconfigure":
      reconfigure(world, input.config);
      return;
    case "stop":
      stop(world);
      return;
    default:
      unreachable(input);
  }
}

function hearLink(world: World, link: Link): void {
  const isNew = !world.links.has(link.name);
  world.links.set(link.name, link);
  if (isNew) clearOn(world, link.name);
  review(world);
}

function answerAddresses(
  world: World,
  { instance, failed }: Extract<VrrpInput, { type: "addressesDone" }>,
): void {
  const router = world.routers.get(instance);
  if (router !== undefined) addressesDone(world, router, failed);
}

function hear(world: World, { channel, datagram, at }: DatagramInput): void {
  const opened = world.channels.get(channel);
  if (opened === undefined || !world.started) return;
  const received = receive(world, opened.channel, datagram, at);
  if (received === undefined) return;
  const { router, advert } = received;
  const { phase } = router;
  if (phase.state !== "BACKUP" && phase.state !== "MASTER") return;
  noteMismatch(world, router, advert);
  if (phase.state === "BACKUP") hearAsBackup(router, phase, advert);
  else hearAsMaster(world, router, phase, advert);
}

function answerChannel(world: World, input: Extract<VrrpInput, { type: "channel" }>): void {
  if (!channelAnswered(world, input.key, input.problem)) return;
  if (input.problem !== undefined)
    tell(world, { type: "vrrp.channel", channel: input.key, problem: input.problem });
  review(world);
}

/** An interface that appears while we run may bear addresses that are ours, from an earlier life. */
function clearOn(world: World, dev: string): void {
  if (!world.started) return;
  for (const router of world.routers.values())
    if (
      router.phase.state !== "MASTER" &&
      addressesOf(router.config).some((each) => each.dev === dev)
    )
      clearLeftovers(world, router);
}

function loseAddress(
  world: World,
  { link, ip }: Extract<VrrpInput, { type: "addressGone" }>,
): void {
  for (const router of world.routers.values()) {
    const held = [...router.held.values()].some((a) => a.dev === link && a.prefix.ip === ip);
    // An interface that is going down or away takes its addresses with it: that is a FAULT, and told as such.
    if (!held || world.links.get(link)?.up !== true) continue;
    tell(world, { type: "vrrp.addressGone", instance: router.config.name, ip });
    giveUp(world, router, { type: "addressRemoved", ip });
  }
}

function expire(world: World): void {
  if (world.stopped) return;
  if (!world.started && world.startAt !== undefined && world.startAt <= world.now) {
    world.started = true;
    review(world);
  }
  for (const { router } of dueRouters(world)) {
    // An earlier one of the same moment may have taken this one along.
    const { phase } = router;
    if (phase.state === "BACKUP" && phase.masterDownAt <= world.now)
      masterDown(world, router, phase);
    else if (phase.state === "MASTER" && phase.nextAdvertAt <= world.now)
      advertDue(world, router, phase);
  }
  expireAnnouncements(world);
  retryChannels(world);
  for (const notice of summarise(world.refusals, world.now)) tell(world, notice);
}

/** In the order in which they were due. */
function dueRouters(world: World): readonly { readonly router: Router; readonly at: Millis }[] {
  const due: { readonly router: Router; readonly at: Millis }[] = [];
  for (const router of world.routers.values()) {
    const at = timerOf(router);
    if (at !== undefined && at <= world.now) due.push({ router, at });
  }
  return due.toSorted((a, b) => a.at - b.at);
}

function timerOf({ phase }: Router): Millis | undefined {
  switch (phase.state) {
    case "BACKUP":
      return phase.masterDownAt;
    case "MASTER":
      return phase.nextAdvertAt;
    case "INIT":
    case "FAULT":
      return undefined;
  }
}

function deadline(world: World): Millis | undefined {
  if (world.stopped) return undefined;
  let due = world.started ? undefined : world.startAt;
  for (const router of world.routers.values()) due = earlier(due, timerOf(router));
  for (const { status } of world.channels.values())
    if (typeof status !== "string") due = earlier(due, status.retryAt);
  return earlier(due, earlier(announcementsDue(world), summaryDue(world.refusals)));
}

function snapshotOf(world: World, { config, phase, held }: Router): InstanceSnapshot {
  const master =
    phase.state === "MASTER"
      ? sourceOf(world, config)
      : phase.state === "BACKUP"
        ? phase.master
        : undefined;
  const addressesHeld = [...held.values()].map(({ prefix }) => prefix.ip);
  const { name, priority } = config;
  return { name, state: phase.state, priority, master, addressesHeld };
}
