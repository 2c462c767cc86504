/**
 * A second opinion on every router of a simulated cluster: what RFC 9568 section 6.4 and RFC 3768
 * section 6.4 allow it to do, worked out anew from the packets that reach it and from its own clock.
 * Nothing is shared with the engine, neither code nor formulas; even the packets are read by hand.
 *
 * Of a host that does not run for a while nothing is known until it hears, sends or changes again.
 */
import type { Datagram, TransitionNotice } from "./seen.ts";
import { instancesOf, type RouterPlan, type World } from "./world.ts";

export interface Oracle {
  /** To be called after each event. Throws what a router has done that it must not, or failed to do. */
  check(): void;
}

interface Shadow {
  state: string;
  /** When a BACKUP stops waiting, by its own clock; undefined: not known. */
  timer: number | undefined;
  /** preempt_delay: until when adverts of a lower priority are followed; unset: none heard yet. */
  lowerUntil: number | "unknown" | undefined;
  /** Last advert, by its own clock. */
  sentAt: number | undefined;
  /** After a long pause without any news: until when it has to listen. */
  silentUntil: number | undefined;
  /** What the advert that has just been heard obliges a MASTER to. */
  owes: "yield" | "answer" | undefined;
}

interface Stall {
  /** Network time. */
  readonly since: number;
  /** Of which instances something has come in meanwhile. */
  readonly heard: Set<Shadow>;
}

/** Milliseconds: a stall that makes a deadline less late than this passes for latency. */
const NOTICED = 100;

/** Milliseconds: the simulation has no latency of its own, so that this only absorbs rounding. */
const SLACK = 0.1;

const fresh = (): Shadow => ({
  state: "INIT",
  timer: undefined,
  lowerUntil: undefined,
  sentAt: undefined,
  silentUntil: undefined,
  owes: undefined,
});

export function consult(world: World, fail: (claim: string) => never): Oracle {
  const { plan, network } = world;
  const shadows = new Map<string, Shadow>();
  const shadowOf = (host: string, instance: string): Shadow => {
    const key = `${host} ${instance}`;
    const known = shadows.get(key) ?? fresh();
    shadows.set(key, known);
    return known;
  };
  const stalls = new Map<string, Stall>();
  const planFor = (host: string): RouterPlan => {
    const found = plan.routers.find(({ name }) => name === host);
    return found ?? fail(`nobody planned ${host}`);
  };
  const own = plan.interval * 1000;
  const localNow = (host: string): number => network.now() * (planFor(host).clockRate ?? 1);
  const skew = (host: string, interval: number): number =>
    ((256 - planFor(host).priority) * (plan.version === 2 ? 1000 : interval)) / 256;
  const patience = (host: string, interval: number): number => 3 * interval + skew(host, interval);
  const preempts = (host: string): boolean => planFor(host).extra?.includes("nopreempt") !== true;
  const delayOf = (host: string): number =>
    1000 * Number(/preempt_delay (\d+)/.exec(planFor(host).extra ?? "")?.[1] ?? 0);

  /** Where a lower priority is heard: is it left to time out? A wait that began unseen: undefined. */
  const challenges = (host: string, shadow: Shadow): boolean | undefined => {
    if (!preempts(host)) return false;
    if (delayOf(host) === 0) return true;
    if (shadow.lowerUntil === "unknown") return undefined;
    shadow.lowerUntil ??= localNow(host) + delayOf(host);
    return shadow.lowerUntil <= localNow(host);
  };

  const heardByBackup = (host: string, shadow: Shadow, advert: Advert): void => {
    const now = localNow(host);
    if (advert.priority === 0) {
      shadow.timer = now + skew(host, advert.interval);
      return;
    }
    const lower = advert.priority < planFor(host).priority;
    const challenged = lower ? challenges(host, shadow) : false;
    if (!lower) shadow.lowerUntil = undefined;
    if (challenged === undefined) shadow.timer = undefined;
    if (challenged === false) shadow.timer = now + patience(host, advert.interval);
  };

  /** The addresses of the plans rise with the routers' places in it. */
  const outranks = (host: string, { priority, from }: Advert): boolean => {
    const { priority: mine } = planFor(host);
    return priority > mine || (priority === mine && from > plan.routers.indexOf(planFor(host)));
  };

  const heard = (host: string, datagram: Datagram): void => {
    const { vrid, ...advert } = read(datagram);
    const shadow = shadowOf(host, vrid === 51 ? "WAN" : "LAN");
    shadow.silentUntil = undefined;
    if (world.host(host).isStalled()) stalls.get(host)?.heard.add(shadow);
    if (world.host(host).isStalled()) forget(shadow);
    else if (shadow.state === "BACKUP") heardByBackup(host, shadow, advert);
    else if (shadow.state === "MASTER") shadow.owes = outranks(host, advert) ? "yield" : "answer";
  };

  /** A sync group waits for the last of its members. */
  const groupTimer = (host: string): number | undefined => {
    const timers = instancesOf(plan).map((instance) => shadowOf(host, instance).timer);
    return timers.reduce(
      (a, b) => (a === undefined || b === undefined ? undefined : Math.max(a, b)),
      0,
    );
  };

  const promoted = (host: string, shadow: Shadow, { instance, cause }: TransitionNotice): void => {
    const now = localNow(host);
    if (shadow.sentAt !== now) fail(`${host} is master of ${instance} and has not said so`);
    const due = groupTimer(host);
    if (due !== undefined && Math.abs(now - due) > SLACK)
      fail(`${host} takes ${instance} ${(now - due).toFixed(3)} ms after its timer`);
    if (cause.type === "preempted" && !preempts(host)) fail(`${host} preempts with nopreempt`);
  };

  const demoted = (host: string, shadow: Shadow, { cause }: TransitionNotice): void => {
    const now = localNow(host);
    const root = cause.type === "group" ? cause.because.type : cause.type;
    const live = shadow.owes === "yield";
    shadow.owes = undefined;
    shadow.lowerUntil = undefined;
    switch (cause.type) {
      case "higherPriority":
      case "equalPriorityHigherAddress": {
        const from = placeOf(cause.from);
        if (!outranks(host, { priority: cause.priority, from, interval: own }))
          fail(`${host} yields to ${cause.from} of priority ${cause.priority}`);
        shadow.timer = live ? now + patience(host, own) : undefined;
        return;
      }
      case "replacedInStall":
        if (preempts(host)) fail(`${host} yields after a stall and may preempt`);
        shadow.timer = undefined;
        return;
      case "start": {
        const eager = planFor(host).extra?.includes("state MASTER") === true;
        shadow.timer = now + (eager ? own + own / 256 : patience(host, own));
        return;
      }
      default:
        // It may be early after its pause, and is then in no hurry.
        if (shadow.silentUntil !== undefined) shadow.timer = undefined;
        else
          shadow.timer = now + (root === "addressRemoved" ? skew(host, own) : patience(host, own));
    }
  };

  const moved = (host: string, notice: TransitionNotice): void => {
    const shadow = shadowOf(host, notice.instance);
    shadow.state = notice.to;
    if (notice.to === "MASTER") promoted(host, shadow, notice);
    else if (notice.to === "BACKUP") demoted(host, shadow, notice);
  };

  const spoke = (host: string, instance: string): void => {
    const shadow = shadowOf(host, instance);
    if (shadow.silentUntil !== undefined && localNow(host) < shadow.silentUntil)
      fail(`${host} speaks for ${instance} and has not listened since its pause`);
    shadow.sentAt = localNow(host);
  };

  world.observe({
    effect(host, _at, effect) {
      if (effect.type === "send" && effect.payload[2] !== 0) spoke(host, effect.instance);
      if (effect.type === "notice" && effect.notice.type === "vrrp.transition")
        moved(host, effect.notice);
    },
    heard: (host, _at, datagram) => {
      heard(host, datagram);
    },
  });

  const checkMaster = (host: string, instance: string, shadow: Shadow): void => {
    const now = localNow(host);
    if (shadow.owes === "yield") fail(`${host} heard a better master of ${instance} and stays`);
    // Within a tenth of the interval it need not repeat itself; after a stall that is not known.
    if (shadow.owes === "answer" && shadow.sentAt !== undefined && now - shadow.sentAt > own / 10)
      fail(`${host} does not answer a lesser master of ${instance}`);
    shadow.owes = undefined;
    if (shadow.sentAt !== undefined && now - shadow.sentAt > own + SLACK)
      fail(`${host} is silent on ${instance} for ${(now - shadow.sentAt).toFixed(3)} ms`);
  };

  const checkHost = (host: string): void => {
    const all = instancesOf(plan).map((instance) => [instance, shadowOf(host, instance)] as const);
    for (const [instance, shadow] of all)
      if (shadow.state === "MASTER") checkMaster(host, instance, shadow);
    const due = groupTimer(host);
    const waits = all.every(([, { state }]) => state === "BACKUP");
    if (waits && due !== undefined && localNow(host) - due > SLACK)
      fail(`${host} is still BACKUP ${(localNow(host) - due).toFixed(3)} ms after its timer`);
  };

  /** Our silence must not count as the others': whoever heard nothing for long listens an interval. */
  const wake = (host: string, { since, heard: told }: Stall): void => {
    const noticed = network.now() - since > patience(host, own) + NOTICED;
    for (const instance of instancesOf(plan)) {
      const shadow = shadowOf(host, instance);
      if (noticed && !told.has(shadow)) shadow.silentUntil = localNow(host) + own - SLACK;
    }
  };

  return {
    check() {
      for (const { name, isRunning, isStalled } of world.hosts.values()) {
        const mine = instancesOf(plan).map((instance) => shadowOf(name, instance));
        const stall = stalls.get(name);
        if (!isRunning()) for (const shadow of mine) Object.assign(shadow, fresh());
        // What a host does in its first moment after a stall rests on what it had not read before.
        else if (isStalled() || stall !== undefined) mine.forEach(forget);
        else checkHost(name);
        if (isStalled()) {
          stalls.set(name, stall ?? { since: network.now(), heard: new Set() });
        } else if (stall !== undefined) {
          stalls.delete(name);
          if (isRunning()) wake(name, stall);
        }
      }
    },
  };
}

function forget(shadow: Shadow): void {
  shadow.timer = undefined;
  shadow.lowerUntil = "unknown";
  shadow.sentAt = undefined;
  shadow.owes = undefined;
}

interface Advert {
  readonly priority: number;
  /** Milliseconds. */
  readonly interval: number;
  /** The sender's place in the plan. */
  readonly from: number;
}

function read({ payload, source }: Datagram): Advert & { readonly vrid: number } {
  const byte = (i: number): number => payload[i] ?? 0;
  const interval = byte(0) >> 4 === 2 ? byte(5) * 1000 : (((byte(4) & 0x0f) << 8) | byte(5)) * 10;
  return { vrid: byte(1), priority: byte(2), interval, from: placeOf(source) };
}

/** Sources end in the place in the plan, from 1. */
const placeOf = (source: string): number => Number(/[.:](\d+)$/.exec(source)?.[1]) - 1;
