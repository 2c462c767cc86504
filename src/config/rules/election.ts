/** Rules about priorities and what moves them: whether a failure moves the addresses at all. */
import { type Rule, type Say } from "./rule.ts";
import {
  contributions,
  HIGHEST,
  OWNER,
  plainlyWeighted,
  priorityOf,
  type Tracker,
  weighted,
} from "./trackers.ts";
import type { InstanceView } from "./view.ts";

const ownerPriority: Rule = {
  id: "owner-priority",
  severity: "hint",
  meaning: "priority 255 is for the machine that has the addresses as its own",
  find: ({ instances }, say) => {
    for (const { draft, instance } of instances) {
      if (instance.priority !== OWNER) continue;
      const said = draft.priority === undefined ? "state MASTER without a priority is" : "this is";
      const does =
        instance.initialState === "MASTER"
          ? "takes them without listening first"
          : "takes them from whoever else is MASTER";
      say(
        draft.places.get(draft.priority === undefined ? "state" : "priority") ?? draft.name,
        `${said} priority 255, the owner of the addresses: ${instance.name} ${does}, and neither nopreempt nor a weight changes that`,
        "a priority up to 254, unless the addresses are this machine's own",
      );
    }
  },
};

const lostWeight: Rule = {
  id: "lost-weight",
  severity: "warning",
  meaning:
    "a weight does not count: the owner's, or that of a member of a sync group without sync_group_tracking_weight",
  find: ({ instances }, say) => {
    for (const view of instances)
      for (const tracker of view.trackers)
        if (tracker.fate !== "counts") tellLost(view, tracker, say);
  },
};

function tellLost({ instance, group }: InstanceView, tracker: Tracker, say: Say): void {
  const owner = group === undefined || group.trackingWeight === true || tracker.of === "group";
  const why = owner
    ? "priority 255 never changes"
    : `sync group ${group.name.text} has no sync_group_tracking_weight`;
  const what =
    tracker.fate === "dropped"
      ? `${instance.name} does not watch ${tracker.name.text} at all`
      : `a failure of ${tracker.name.text} is FAULT for ${instance.name} instead`;
  const hint = owner
    ? "a priority up to 254, or no weight"
    : "track it in the group, for all members; sync_group_tracking_weight makes it count for this one alone";
  say(tracker.name, `${why}, so weight ${tracker.weight} does not count: ${what}`, hint);
}

const clampedWeight: Rule = {
  id: "clamped-weight",
  severity: "warning",
  meaning:
    "weights lift the priority above 254, where it ends, and a failure lowers it by less than they say",
  find: ({ instances }, say) => {
    for (const { draft, instance, trackers } of instances) {
      if (instance.priority === OWNER) continue;
      const sum = instance.priority + contributions(trackers);
      const [first] = plainlyWeighted(trackers).filter(({ weight }) => weight > 0);
      if (sum <= HIGHEST || first === undefined) continue;
      const without = priorityOf(instance.priority, trackers, (each) => each === first);
      say(
        draft.places.get("priority") ?? draft.name,
        `while all is well ${instance.name} has ${sum}, which counts as ${HIGHEST}: if ${first.name.text} fails it is ${without}, lower by ${HIGHEST - without} and not by ${first.weight}`,
        contributions(trackers) < HIGHEST
          ? "a lower priority, so that all weights together stay below 255"
          : "smaller weights, so that together with the priority they stay below 255",
      );
    }
  },
};

const uselessWeight: Rule = {
  id: "nopreempt-weight",
  severity: "warning",
  meaning: "with nopreempt no weight can bring the addresses here",
  find: ({ instances }, say) => {
    for (const { draft, instance, trackers } of instances) {
      const [first] = weighted(trackers);
      if (instance.preempt || first === undefined || instance.priority === OWNER) continue;
      say(
        draft.places.get("nopreempt") ?? draft.name,
        `with nopreempt ${instance.name} stays BACKUP however low the master's priority falls: where ${first.name.text} fails on the master, the addresses do not come here`,
        "without a weight its failure is FAULT, and the addresses move; or use preempt_delay instead of nopreempt",
      );
    }
  },
};

export const electionRules: readonly Rule[] = [
  ownerPriority,
  lostWeight,
  clampedWeight,
  uselessWeight,
];
