/** Which of two balancers is to be MASTER of what both have. */
import { masterDownOf } from "../takeover.ts";
import { priorityOf, type Tracker } from "../trackers.ts";
import type { Couple, Member } from "./pair.ts";

/** While all is well, or while what `failed` says is not. */
export const priority = ({ view }: Member, failed?: (tracker: Tracker) => boolean): number =>
  priorityOf(view.instance.priority, view.trackers, failed);

/** How long `waits` hears nothing of `master` before it takes over; version 3 goes by the master's advert_int: RFC 9568 section 6.1. In ms. */
export const downTime = (waits: Member, master: Member): number =>
  masterDownOf(
    { ...waits.view.instance, advertInterval: master.view.instance.advertInterval },
    priority(waits),
  );

/** The one that is MASTER while all is well, and the other; undefined where they are equal or a conf cannot tell. */
export function ranked(couple: Couple): Couple | undefined {
  const [one, two] = couple;
  if (couple.some(({ view }) => view.trackers.some(({ reverse }) => reverse))) return undefined;
  const difference = priority(one) - priority(two);
  if (difference === 0) return undefined;
  return difference > 0 ? [one, two] : [two, one];
}

/** Of those where there is one: who is MASTER while all is well, and the other. */
export const allRanked = (couples: readonly Couple[]): readonly Couple[] =>
  couples.flatMap((couple) => {
    const found = ranked(couple);
    return found === undefined ? [] : [found];
  });
