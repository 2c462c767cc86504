/** What must hold in every simulated run, asked after each event. */
import type { VrrpHost } from "../../src/sim/vrrp-host.ts";
import { consult } from "./oracle.ts";
import { holders, instancesOf, render, vipOf, type World } from "./world.ts";

export interface Watch {
  /** Something has happened that an election may have to follow: a fault, or the end of one. */
  disturbed(): void;
  /** A host was stopped in good order: it leaves nothing behind. */
  left(host: VrrpHost): void;
  /** To be called after each event. Throws with the end of the trace. */
  check(): void;
}

/**
 * How long an election may take once nothing disturbs the network any more. At worst a router has
 * just begun to wait: Master_Down_Interval (three intervals and skew below one, or of one second in
 * version 2), one that comes to be master so may be preempted by another that waits the same, and
 * preempt_delay comes before that.
 */
export function electionBound(world: World): number {
  const interval = world.plan.interval * 1000;
  const skew = world.plan.version === 2 ? 1000 : interval;
  const delay = world.plan.routers.map(({ extra = "" }) =>
    Number(/preempt_delay (\d+)/.exec(extra)?.[1] ?? 0),
  );
  return 2 * (3 * interval + skew) + interval + 1000 * Math.max(...delay) + 200;
}

/** The old master steps down when it hears the new one: until then, for the time of a packet, there are two. */
const HANDOVER = 2;

export function watch(world: World): Watch {
  let quietSince = 0;
  const disputedSince = new Map<string, number>();
  const bound = electionBound(world);
  const fail = (claim: string): never => {
    throw new Error(
      `at ${world.network.now() / 1000} s: ${claim}\n${render(world.seen.slice(-60))}`,
    );
  };
  const oracle = consult(world, fail);
  const calm = (): boolean => {
    const { loss } = world.network.weather;
    const stalled = [...world.hosts.values()].some((host) => host.isStalled());
    return loss === 0 && world.network.isWhole() && !stalled;
  };
  const checkHosts = (): void => {
    for (const host of world.hosts.values()) {
      // A process that does not run cannot know what happens to its addresses.
      if (!host.isRunning() || host.isStalled()) continue;
      const states = instancesOf(world.plan).map((instance) => host.states.get(instance));
      for (const [i, instance] of instancesOf(world.plan).entries()) {
        const vip = vipOf(world.plan, instance);
        const port = host.machine().get(i === 0 ? "wan" : "lan");
        const holds = port?.addresses.has(vip) ?? false;
        if (holds !== (states[i] === "MASTER"))
          fail(`${host.name} ${holds ? "holds" : "lacks"} ${vip} and is ${states[i]}`);
      }
      if (states.includes("MASTER") && states.some((state) => state !== "MASTER"))
        fail(`the sync group of ${host.name} is ${states.join(" and ")}`);
    }
  };
  const checkMasters = (): void => {
    for (const instance of instancesOf(world.plan)) {
      const masters = holders(world, instance);
      if (masters.length === 1) disputedSince.delete(instance);
      else disputedSince.set(instance, disputedSince.get(instance) ?? world.network.now());
      const since = disputedSince.get(instance) ?? world.network.now();
      if (world.network.now() - since > HANDOVER)
        fail(`${bound} ms after the last disturbance ${instance} has ${masters.length} masters`);
    }
  };
  /** Where everybody may preempt, the election ends with the highest priority. */
  const checkBest = (able: readonly string[]): void => {
    const { routers } = world.plan;
    if (routers.some(({ extra }) => extra?.includes("nopreempt") === true)) return;
    const priorityOf = (host: string): number =>
      routers.find(({ name }) => name === host)?.priority ?? 0;
    const best = Math.max(...able.map(priorityOf));
    for (const instance of instancesOf(world.plan))
      for (const master of holders(world, instance))
        if (priorityOf(master) < best) fail(`${instance} stays with ${master}`);
  };
  return {
    left(host) {
      for (const instance of instancesOf(world.plan)) {
        const vip = vipOf(world.plan, instance);
        for (const { addresses } of host.machine().values())
          if (addresses.has(vip)) fail(`${host.name} has stopped and still holds ${vip}`);
      }
    },
    disturbed() {
      quietSince = world.network.now();
    },
    check() {
      checkHosts();
      oracle.check();
      if (!calm()) {
        quietSince = world.network.now();
        return;
      }
      if (world.network.now() - quietSince < bound) return;
      const alive = [...world.hosts.values()].filter((host) => host.isRunning());
      const able = alive.filter((host) =>
        [...host.states.values()].every((state) => state !== "FAULT"),
      );
      if (able.length === 0) return;
      checkMasters();
      checkBest(able.map(({ name }) => name));
    },
  };
}
