/** The confs of the two balancers of a pair, side by side. */
import type { Diagnostic } from "../../diagnostic.ts";
import { applyRules } from "../rule.ts";
import type { ConfView } from "../view.ts";
import { contentRules } from "./contents.ts";
import { syncRules } from "./groups.ts";
import { type PairRule, pairOf } from "./pair.ts";
import { protocolRules } from "./protocol.ts";
import { serviceRules } from "./servers.ts";
import { standingRules } from "./standing.ts";

export const pairRules: readonly PairRule[] = [
  ...protocolRules,
  ...standingRules,
  ...syncRules,
  ...contentRules,
  ...serviceRules,
];

/** Rules of a single conf that the two together answer exactly. */
export const SETTLED_BY_PEER: readonly string[] = ["nopreempt-weight"];

/**
 * What differs that should not, and what agrees that should differ; each at its place in one of the two.
 * `labels` call them where no router_id does; by default their files do.
 */
export const compare = (
  one: ConfView,
  two: ConfView,
  labels?: readonly [string, string],
): readonly Diagnostic[] => applyRules(pairRules, pairOf(one, two, labels));
