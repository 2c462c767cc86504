/** Joins what the VRRP process runs: today the VRRP engine, fed in order of arrival, then let expire. */
import type { Millis } from "../base/time.ts";
import type { Config } from "../config/model.ts";
import { createVrrpEngine } from "../vrrp/create.ts";
import type { VrrpConfig, VrrpEffect, VrrpInput } from "../vrrp/engine.ts";
import type { Director } from "./director.ts";

/** The part of a Config that the VRRP engine lives by. */
export const vrrpConfigOf = (config: Config): VrrpConfig => ({
  instances: config.instances,
  syncGroups: config.syncGroups,
  startupDelay: config.global.startupDelay,
});

/** A director of the VRRP process over a new engine. Pure; every simulated host has its own. */
export function createVrrpDirector(config: Config): Director<VrrpInput, VrrpEffect> {
  const engine = createVrrpEngine(vrrpConfigOf(config));
  return {
    step(inputs: readonly VrrpInput[], now: Millis): readonly VrrpEffect[] {
      const effects = inputs.flatMap((input) => engine.step(input, now));
      // Drain before you expire: an advert that came in time must be heard before its absence counts.
      return [...effects, ...engine.expire(now)];
    },
    deadline: () => engine.deadline(),
  };
}
