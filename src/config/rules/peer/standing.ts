/** Who of the two is to be MASTER, and whether a failure that weighs changes that. */
import type { Word } from "../../pieces.ts";
import { both, type Say } from "../rule.ts";
import { secondsOf } from "../takeover.ts";
import { OWNER, plainlyWeighted, type Tracker } from "../trackers.ts";
import { weightHint } from "./hints.ts";
import { bothWays, type Member, nameOf, type PairRule, placeOf } from "./pair.ts";
import { allRanked, downTime, priority, ranked } from "./ranking.ts";

const peerPriority: PairRule = {
  id: "peer-priority",
  severity: "warning",
  meaning: "the two balancers have equal priorities",
  find: ({ couples }, say) => {
    for (const couple of couples) {
      const [one, two] = couple;
      if (priority(one) !== priority(two)) continue;
      const stays = !one.view.instance.preempt && !two.view.instance.preempt;
      if (stays) continue;
      const what =
        priority(one) === OWNER
          ? "each takes the addresses without listening first"
          : "the higher source address decides when both start, and after that who is MASTER stays it";
      say(
        both(placeOf(one, "priority"), placeOf(two, "priority"), "there"),
        `${nameOf(couple)} has priority ${priority(one)} on both: ${what}`,
      );
    }
  },
};

const peerLifted: PairRule = {
  id: "peer-lifted",
  severity: "warning",
  meaning: "weights make the balancer of lower priority MASTER while all is well",
  find: ({ couples }, say) => {
    for (const couple of couples) {
      const [first, second] = ranked(couple) ?? [];
      if (first === undefined || second === undefined) continue;
      if (first.view.instance.priority >= second.view.instance.priority) continue;
      say(
        both(placeOf(second, "priority"), placeOf(first, "priority"), `on ${first.node}`),
        `while all is well ${nameOf(couple)} has ${priority(second)} on ${second.node} and ${priority(first)} on ${first.node}: its weights make ${first.node} MASTER, though its priority is lower`,
      );
    }
  },
};

const peerWeight: PairRule = {
  id: "peer-weight",
  severity: "warning",
  meaning: "a failure that weighs too little to move the addresses to the other balancer",
  find: ({ couples }, say) => {
    const told = new Set<Word>();
    for (const [first, second] of allRanked(couples)) {
      const plain = plainlyWeighted(first.view.trackers);
      const worst = priority(first, (each) => plain.includes(each));
      if (worst < priority(second)) continue;
      for (const tracker of plain.filter((each) => isFresh(each, told)))
        tellTooLight(first, second, tracker, say);
    }
  },
};

/** A line of a sync group is of all members: it is spoken of once. */
function isFresh({ name }: Tracker, told: Set<Word>): boolean {
  const before = told.size;
  return told.add(name).size > before;
}

function tellTooLight(first: Member, second: Member, tracker: Tracker, say: Say): void {
  const [well, left] = [priority(first), priority(first, (each) => each === tracker)];
  const other = priority(second);
  const effect = well === left ? `stays at ${well}` : `falls from ${well} to ${left}`;
  say(
    both(tracker.name, placeOf(second, "priority"), `on ${second.node}`),
    `if ${tracker.name.text} fails on ${first.node}, ${first.view.instance.name} ${effect} there, ${left === other ? "the same as" : "still above"} the ${other} of ${second.node}: the addresses do not move`,
    weightHint(first, second, tracker),
  );
}

const peerWeights: PairRule = {
  id: "peer-weight-alone",
  severity: "hint",
  meaning: "a failure that moves the addresses only together with others",
  find: ({ couples }, say) => {
    const told = new Set<Word>();
    for (const [first, second] of allRanked(couples)) {
      const plain = plainlyWeighted(first.view.trackers);
      if (priority(first, (each) => plain.includes(each)) >= priority(second)) continue;
      for (const tracker of plain) {
        const left = priority(first, (each) => each === tracker);
        if (left < priority(second) || !isFresh(tracker, told)) continue;
        say(
          both(tracker.name, placeOf(second, "priority"), `on ${second.node}`),
          `if ${tracker.name.text} alone fails on ${first.node}, ${first.view.instance.name} falls to ${left} there, not below the ${priority(second)} of ${second.node}: the addresses move only if more fails`,
        );
      }
    }
  },
};

const peerNopreempt: PairRule = {
  id: "peer-nopreempt-weight",
  severity: "warning",
  meaning: "nopreempt keeps the addresses where a failure that weighs has lowered the priority",
  find: ({ couples }, say) => {
    for (const couple of couples)
      for (const [waits, fails] of bothWays(couple)) tellStuck(waits, fails, say);
  },
};

function tellStuck(waits: Member, fails: Member, say: Say): void {
  if (waits.view.instance.preempt || ranked([waits, fails]) === undefined) return;
  for (const tracker of plainlyWeighted(fails.view.trackers)) {
    const left = priority(fails, (each) => each === tracker);
    if (left >= priority(waits)) continue;
    say(
      both(placeOf(waits, "nopreempt"), tracker.name, `on ${fails.node}`),
      `if ${tracker.name.text} fails on ${fails.node} while it is MASTER, ${fails.view.instance.name} falls to ${left} there, below the ${priority(waits)} of ${waits.node}, but with nopreempt ${waits.node} does not take over: the addresses stay`,
      "without a weight the failure is FAULT, and the addresses move; or use preempt_delay instead of nopreempt",
    );
    return;
  }
}

const peerDelay: PairRule = {
  id: "peer-delay-weight",
  severity: "hint",
  meaning:
    "preempt_delay holds back a takeover where a failure that weighs has lowered the priority",
  find: ({ couples }, say) => {
    for (const [first, second] of allRanked(couples)) tellDelayed(second, first, say);
  },
};

function tellDelayed(waits: Member, fails: Member, say: Say): void {
  const { preempt, preemptDelay } = waits.view.instance;
  if (!preempt || preemptDelay === 0) return;
  const moving = plainlyWeighted(fails.view.trackers).find(
    (tracker) => priority(fails, (each) => each === tracker) < priority(waits),
  );
  if (moving === undefined) return;
  const left = priority(fails, (each) => each === moving);
  say(
    both(placeOf(waits, "preempt_delay"), moving.name, `on ${fails.node}`),
    `if ${moving.name.text} fails on ${fails.node}, ${fails.view.instance.name} falls to ${left} there, below the ${priority(waits)} of ${waits.node}, but preempt_delay lets ${waits.node} take over only ${secondsOf(preemptDelay + downTime(waits, fails))} later`,
    `without a weight the failure is FAULT, and ${waits.node} does not wait; or no preempt_delay on ${waits.node}`,
  );
}

const peerState: PairRule = {
  id: "peer-state",
  severity: "warning",
  meaning: "both balancers start with state MASTER",
  find: ({ couples }, say) => {
    for (const couple of couples) {
      const [one, two] = couple;
      const eager = couple.every(
        ({ view }) => view.instance.initialState === "MASTER" && view.instance.priority !== OWNER,
      );
      if (!eager) continue;
      say(
        both(placeOf(one, "state"), placeOf(two, "state"), "there"),
        `${nameOf(couple)} starts as MASTER on both: the lower one waits one advert_int only, and may hold the addresses too for a moment when it starts`,
        "use state BACKUP on both: the priority decides",
      );
    }
  },
};

const peerPreempt: PairRule = {
  id: "peer-preempt",
  severity: "warning",
  meaning:
    "nopreempt or preempt_delay on the balancer of lower priority alone, where it does nothing",
  find: ({ couples }, say) => {
    for (const [first, second] of allRanked(couples)) {
      if (!first.view.instance.preempt) continue;
      const { preempt, preemptDelay } = second.view.instance;
      if (!preempt)
        say(
          both(placeOf(second, "nopreempt"), placeOf(first, "priority"), "there"),
          `nopreempt of ${second.view.instance.name} stands on ${second.node} alone, which is the lower one and takes nothing from ${first.node}: ${first.node} takes the addresses back as soon as it returns`,
          `put it on ${first.node}`,
        );
      else if (preemptDelay > 0 && first.view.instance.preemptDelay === 0)
        say(
          both(placeOf(second, "preempt_delay"), placeOf(first, "priority"), "there"),
          `preempt_delay of ${second.view.instance.name} stands on ${second.node} alone, which is the lower one: ${first.node} takes the addresses back without it`,
          `put it on ${first.node}`,
        );
    }
  },
};

export const standingRules: readonly PairRule[] = [
  peerPriority,
  peerLifted,
  peerWeight,
  peerWeights,
  peerNopreempt,
  peerDelay,
  peerState,
  peerPreempt,
];
