/**
 * Whether the members of a sync group agree on who is MASTER: keepalived.conf(5), "vrrp_sync_group".
 * A group becomes MASTER when the last of its members wants to, and steps down with the first.
 */
import type { GroupDraft } from "../../schema/vrrp-sync-group.ts";
import { both, type Say } from "../rule.ts";
import { isSame, plainlyWeighted, type Tracker, weighted } from "../trackers.ts";
import { type Couple, type Member, nameOf, type Pair, type PairRule, placeOf } from "./pair.ts";
import { allRanked, priority, ranked } from "./ranking.ts";

/** What moves together on both balancers. */
interface Unit {
  readonly group: GroupDraft;
  readonly couples: readonly Couple[];
}

function unitsOf({ couples }: Pair): readonly Unit[] {
  const units = new Map<GroupDraft, Map<GroupDraft, Couple[]>>();
  for (const couple of couples) {
    const [mine, other] = [couple[0].view.group, couple[1].view.group];
    if (mine === undefined || other === undefined) continue;
    const beside = units.get(mine) ?? new Map<GroupDraft, Couple[]>();
    units.set(mine, beside);
    const known = beside.get(other);
    if (known === undefined) beside.set(other, [couple]);
    else known.push(couple);
  }
  return [...units].flatMap(([group, beside]) =>
    [...beside.values()]
      .filter(({ length }) => length > 1)
      .map((together) => ({ group, couples: together })),
  );
}

const peerSyncPriority: PairRule = {
  id: "peer-sync-priority",
  severity: "warning",
  meaning: "members of a sync group disagree about which balancer is higher, so neither is",
  find: (pair, say) => {
    for (const { group, couples } of unitsOf(pair)) {
      const winning = (side: 0 | 1): Couple | undefined =>
        couples.find((couple) => ranked(couple)?.[0] === couple[side]);
      const [mine, other] = [winning(0), winning(1)];
      if (mine === undefined || other === undefined) continue;
      const [one, two] = other;
      say(
        both(placeOf(one, "priority"), placeOf(two, "priority"), `on ${two.node}`),
        `sync group ${group.name.text} has members that are higher on ${one.node} (${standing(mine)}) and others that are higher on ${two.node} (${standing(other)}), and becomes MASTER only where all are: who holds the addresses keeps them, and the other takes nothing back when it returns; where both hold them, each makes the other give up all`,
        "the higher priorities of all members on one balancer",
      );
    }
  },
};

/** `WEB 150 and 100`. */
const standing = (couple: Couple): string =>
  `${nameOf(couple)} ${priority(couple[0])} and ${priority(couple[1])}`;

const peerSyncWeight: PairRule = {
  id: "peer-sync-weight",
  severity: "warning",
  meaning: "a failure that weighs lowers some members of a sync group, and the others keep it",
  find: (pair, say) => {
    for (const { group, couples } of unitsOf(pair)) {
      const members = rankedAlike(couples);
      for (const tracker of watchedBy(members)) tellHeld(group, members, tracker, say);
    }
  },
};

/** Higher and lower of each couple; none where the higher is not always on the same balancer. */
function rankedAlike(couples: readonly Couple[]): readonly Couple[] {
  const members = allRanked(couples);
  const alike = members.every(([first]) => first.node === members[0]?.[0].node);
  return alike && members.length === couples.length ? members : [];
}

/** What weighs for the higher ones, each thing once. */
function watchedBy(members: readonly Couple[]): readonly Tracker[] {
  const found: Tracker[] = [];
  for (const [first] of members)
    for (const tracker of plainlyWeighted(first.view.trackers))
      if (!found.some((each) => isSame(each, tracker))) found.push(tracker);
  return found;
}

const watches = ({ view }: Member, tracker: Tracker): boolean =>
  weighted(view.trackers).some((each) => isSame(each, tracker));

function tellHeld(group: GroupDraft, members: readonly Couple[], tracker: Tracker, say: Say): void {
  const left = (member: Member): number => priority(member, (each) => isSame(each, tracker));
  // nopreempt keeps the addresses in any case, and a weight that is there but too small is another's to tell.
  const falling = members.find(
    ([first, second]) => second.view.instance.preempt && left(first) < priority(second),
  );
  const held = members.find(([first]) => !watches(first, tracker));
  if (falling === undefined || held === undefined) return;
  const [[first, second], [kept]] = [falling, held];
  say(
    both(tracker.name, kept.view.draft.name, `not watched by ${kept.view.instance.name}`),
    `if ${tracker.name.text} fails on ${first.node}, ${first.view.instance.name} falls to ${left(first)} there, below the ${priority(second)} of ${second.node}, but ${kept.view.instance.name} of sync group ${group.name.text} keeps ${priority(kept)}, and a group moves as a whole: the addresses stay`,
    `track ${tracker.name.text} in the sync group; or without a weight: then its failure is FAULT for all of them`,
  );
}

export const syncRules: readonly PairRule[] = [peerSyncPriority, peerSyncWeight];
