/**
 * A takeover before there is one: V8 compiles a function when it is first called, and what a backup
 * never did would be compiled between the death of its master and the first advert. So a director of
 * its own, whose effects go nowhere, is led through an election, some adverts and a resignation.
 */
import type { Millis } from "../base/time.ts";
import type { Director } from "../director/director.ts";
import type { VrrpEffect, VrrpInput } from "../director/vrrp-types.ts";
import { performVrrp, type VrrpPorts } from "./vrrp-perform.ts";

/** Twice: the second time goes through what the first has compiled. */
const ROUNDS = 2;
/** Enough for a start, an election, and both bursts of announcements. */
const STEPS = 40;

/** `inputs`: what a director hears first, so that its interfaces are there. `ports` must reach nobody. */
export function rehearse(
  create: () => Director<VrrpInput, VrrpEffect>,
  ports: VrrpPorts,
  inputs: readonly VrrpInput[],
  now: Millis,
): void {
  for (let round = 0; round < ROUNDS; round++) {
    const director = create();
    let at = now;
    let results = performVrrp(ports, director.step(inputs, at));
    for (let step = 0; step < STEPS; step++) {
      if (results.length === 0) at = director.deadline() ?? at;
      results = performVrrp(ports, director.step(results, at));
    }
    performVrrp(ports, director.step([{ type: "stop" }], at));
  }
}
