/** What the health engine remembers; everything else in this folder is functions over it. */

import type { Deadlines } from "../base/deadlines.ts";
import type { Random } from "../base/random.ts";
import type { CheckEffect, ProbeId } from "./engine.ts";
import type { Checker, Service } from "./service.ts";

export interface Health {
  /** By name, in the order of the conf. */
  readonly services: Map<string, Service>;
  readonly deadlines: Deadlines<Checker>;
  /** Probes under way. */
  readonly probes: Map<ProbeId, Checker>;
  lastProbe: ProbeId;
  readonly random: Random;
  effects: CheckEffect[];
}
