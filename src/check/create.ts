/** The health engine: every checker of a conf, fed by the outcomes of probes and by time. */
import { unreachable } from "../base/assert.ts";
import { createDeadlines } from "../base/deadlines.ts";
import type { Random } from "../base/random.ts";
import type { Millis } from "../base/time.ts";
import type { VirtualServer } from "../config/model.ts";
import type { CheckEffect, CheckEngine, CheckInput } from "./engine.ts";
import type { Health } from "./health.ts";
import { judge } from "./judge.ts";
import { probeOf } from "./probe-of.ts";
import { cancel, reconfigure } from "./reconfigure.ts";
import { poolOf } from "./service.ts";

/** An engine that has not started: its first call does. `random` spreads the first probes over warmup. */
export function createCheckEngine(
  virtualServers: readonly VirtualServer[],
  random: Random,
): CheckEngine {
  const health: Health = {
    services: new Map(),
    deadlines: createDeadlines(),
    probes: new Map(),
    lastProbe: 0,
    random,
    effects: [],
  };
  let started = false;

  const within = (now: Millis, work: () => void): readonly CheckEffect[] => {
    if (!started) reconfigure(health, virtualServers, now);
    started = true;
    work();
    const { effects } = health;
    health.effects = [];
    return effects;
  };
  return {
    step: (input, now) => within(now, () => feed(health, input, now)),
    expire: (now) => within(now, () => expire(health, now)),
    deadline: () => health.deadlines.next(),
    pools: () => [...health.services.values()].map(poolOf),
  };
}

function feed(health: Health, input: CheckInput, now: Millis): void {
  switch (input.type) {
    case "probeDone": {
      const checker = health.probes.get(input.id);
      // Its check is gone from the conf, or it was asked again.
      if (checker === undefined) return;
      health.probes.delete(input.id);
      checker.probe = undefined;
      judge(health, checker, input.outcome, now);
      return;
    }
    case "reconfigure":
      reconfigure(health, input.virtualServers, now);
      return;
    case "stop":
      for (const checker of health.probes.values()) cancel(health, checker);
      health.services.clear();
      health.deadlines.clearAll();
      health.effects.push({ type: "poolsChanged" });
      return;
    default:
      unreachable(input);
  }
}

/** Starts every probe that is due. */
function expire(health: Health, now: Millis): void {
  for (;;) {
    const at = health.deadlines.next();
    const checker = health.deadlines.take(now);
    if (at === undefined || checker === undefined) return;
    const id = ++health.lastProbe;
    checker.due = at;
    checker.probe = id;
    health.probes.set(id, checker);
    health.effects.push({
      type: "startProbe",
      id,
      probe: probeOf(checker.check, checker.server.realServer, checker.state.url),
    });
  }
}
