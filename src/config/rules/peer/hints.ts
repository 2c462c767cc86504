/** What would make a weight heavy enough: an advice that the limits of weights and priorities allow. */
import { WEIGHT_MAX } from "../../schema/tracking.ts";
import { contributions, HIGHEST, LOWEST, type Tracker } from "../trackers.ts";
import type { Member } from "./pair.ts";
import { priority } from "./ranking.ts";

/** For a tracker whose failure leaves `first` where `second` does not take over. */
export function weightHint(first: Member, second: Member, tracker: Tracker): string {
  const negative = negativeWeight(first, second, tracker);
  const raised = raisedPriority(first, second, tracker);
  const fault = "or none: then its failure is FAULT";
  if (tracker.weight < 0 && negative !== undefined) return `${negative}, ${fault}`;
  const ways = [raised, negative].filter((way) => way !== undefined);
  const [way = anew(first, second, tracker)] = ways.length > 0 ? [ways.join(", or ")] : [];
  return `${way}; or no weight: then its failure is FAULT`;
}

/** The sum of its priority and all weights while all is well but this one, which counts for nothing. */
const without = ({ view }: Member, tracker: Tracker): number =>
  view.instance.priority + contributions(view.trackers) - Math.max(0, tracker.weight);

function negativeWeight(first: Member, second: Member, tracker: Tracker): string | undefined {
  const [rest, other] = [without(first, tracker), priority(second)];
  const weight = other - 1 - rest;
  // Nothing falls below 1; and what gains nothing from it while all is well must be higher even so.
  if (other <= LOWEST || weight < -WEIGHT_MAX[tracker.kind] || rest <= other) return undefined;
  return `a weight of ${weight} or lower`;
}

/** Between what is left of the first and what it has while all is well. */
function raisedPriority(first: Member, second: Member, tracker: Tracker): string | undefined {
  const lifted = contributions(second.view.trackers);
  const from = Math.max(LOWEST, priority(first, (each) => each === tracker) + 1 - lifted);
  const to = priority(first) - 1 - lifted;
  if (from > to) return undefined;
  return `priority ${from === to ? from : `${from} to ${to}`} on ${second.node}`;
}

/** Where neither the weight nor the priority alone can do it. */
function anew(first: Member, second: Member, tracker: Tracker): string {
  if (without(first, tracker) >= HIGHEST)
    return `a lower priority on ${first.node}: it counts as ${HIGHEST} with or without ${tracker.name.text}`;
  if (priority(second) > LOWEST)
    return `a greater weight, and a priority above ${second.view.instance.priority} on ${second.node}`;
  const both = priority(first) <= LOWEST + 1 ? `, and a still higher one on ${first.node}` : "";
  return `a higher priority on ${second.node}${both}: none falls below ${LOWEST}`;
}
