/** How long a takeover takes, and what moves the addresses: RFC 9568 section 6.1, RFC 3768 section 6.1. Durations in ms. */
import type { VrrpInstance } from "../model.ts";
import type { ScriptDraft } from "../schema/vrrp-script.ts";
import type { GroupDraft } from "../schema/vrrp-sync-group.ts";
import { isPlain, OWNER, priorityOf, type Tracker, weighted } from "./trackers.ts";
import type { ConfView, InstanceView } from "./view.ts";

/** Beyond so many different answers only the fastest and the slowest are told. */
const SHOWN = 6;

/** What a router waits above the adverts it may miss: the less, the higher its priority. */
const skewOf = ({ version, advertInterval }: VrrpInstance, priority: number): number =>
  ((256 - priority) / 256) * (version === 2 ? 1000 : advertInterval);

/** From the last advert of a master that dies to the takeover. */
export const masterDownOf = (instance: VrrpInstance, priority: number): number =>
  instance.downTimerAdverts * instance.advertInterval + skewOf(instance, priority);

/** From what a script looks at failing, just after a run that found it well, to the failure counting. */
export function detectionOf({ interval: asked, timeout: allowed, fall = 1 }: ScriptDraft): number {
  const interval = asked ?? 1000;
  const timeout = allowed ?? interval;
  return interval + (fall - 1) * Math.max(interval, timeout) + timeout;
}

/** What moves together: the members of a sync group, or an instance by itself. */
interface Unit {
  readonly name: string;
  readonly members: readonly InstanceView[];
  /** Which of the members each thing weighs for. */
  readonly weighed: ReadonlyMap<string, ReadonlySet<InstanceView>>;
}

interface Told {
  readonly name: string;
  readonly text: string;
}

interface Takeover extends Told {
  readonly masterDown: number;
}

/** Lines for people: when this node takes over, and what makes it give up; those that are alike share a line. */
export function takeoverLines({ instances, draft }: ConfView): readonly string[] {
  const scripts = new Map(draft.scripts.map((each) => [each.name.text, each]));
  const units = unitsOf(instances);
  const takeovers = units.map(takeoverOf).toSorted((a, b) => a.masterDown - b.masterDown);
  const failures = units.flatMap((unit) =>
    unit.members.flatMap((view) =>
      view.trackers.flatMap((tracker) => failureOf(unit, view, tracker, scripts) ?? []),
    ),
  );
  return [...shorten(share(takeovers)), ...shorten(share(failures))];
}

function unitsOf(instances: readonly InstanceView[]): readonly Unit[] {
  const units = new Map<GroupDraft | InstanceView, InstanceView[]>();
  for (const view of instances) {
    const known = units.get(view.group ?? view);
    if (known === undefined) units.set(view.group ?? view, [view]);
    else known.push(view);
  }
  return [...units.values()].map((members) => ({
    name: nameOf(members),
    members,
    weighed: weighedBy(members),
  }));
}

function weighedBy(members: readonly InstanceView[]): Unit["weighed"] {
  const weighed = new Map<string, Set<InstanceView>>();
  for (const view of members)
    for (const tracker of weighted(view.trackers)) {
      const known = weighed.get(keyOf(tracker));
      if (known === undefined) weighed.set(keyOf(tracker), new Set([view]));
      else known.add(view);
    }
  return weighed;
}

const keyOf = ({ kind, name }: Tracker): string => `${kind} ${name.text}`;

function nameOf(members: readonly InstanceView[]): string {
  const names = listed(members.map(({ instance }) => instance.name));
  const group = members.length > 1 ? members[0]?.group : undefined;
  return group === undefined ? names : `${group.name.text} (${names})`;
}

/** With all trackers well. A sync group takes over when the last of its members would. */
function takeoverOf({ name, members }: Unit): Takeover {
  const last = (of: (instance: VrrpInstance, priority: number) => number): number =>
    members.reduce(
      (most, { instance, trackers }) =>
        Math.max(most, of(instance, priorityOf(instance.priority, trackers))),
      0,
    );
  const masterDown = last(masterDownOf);
  if (members.every(isOwner)) return { name, text: "is MASTER as soon as it runs", masterDown };
  const delays = members.some(({ instance }) => instance.preemptDelay > 0);
  const preempts = members.every(({ instance }) => instance.preempt);
  const delayed =
    preempts && delays
      ? `; from a lower priority after ${secondsOf(last((each, priority) => each.preemptDelay + masterDownOf(each, priority)))}`
      : "";
  const varies = members.some(({ trackers }) => weighted(trackers).length > 0);
  const state = varies ? ", while all that it watches is well" : "";
  const text = `takes over ${secondsOf(masterDown)} after the master dies, ${secondsOf(last(skewOf))} after it stops in order${delayed}${state}`;
  return { name, text, masterDown };
}

const isOwner = ({ instance }: InstanceView): boolean =>
  instance.priority === OWNER && instance.initialState === "MASTER";

/** What becomes of an instance when one thing that it watches fails. */
function failureOf(
  unit: Unit,
  { instance, trackers }: InstanceView,
  tracker: Tracker,
  scripts: ReadonlyMap<string, ScriptDraft>,
): Told | undefined {
  const { kind, name, weight, fate } = tracker;
  const script = kind === "script" ? scripts.get(name.text) : undefined;
  if (fate === "dropped" || !isPlain(tracker)) return undefined;
  if (kind === "script" && script === undefined) return undefined;
  const noticed = script === undefined ? "" : ` (noticed within ${secondsOf(detectionOf(script))})`;
  const fault = weight === 0 || fate === "unweighted";
  const [well, left] = [
    priorityOf(instance.priority, trackers),
    priorityOf(instance.priority, trackers, (each) => each === tracker),
  ];
  if (!fault && well === left) return undefined;
  const effect = fault
    ? "it gives up at once (FAULT)"
    : `its priority falls from ${well} to ${left}: the other must be above ${left} to take over${restOf(unit, tracker)}`;
  return { name: instance.name, text: `if ${name.text} fails${noticed}, ${effect}` };
}

/** A member that keeps its priority keeps its group. */
function restOf({ members, weighed }: Unit, tracker: Tracker): string {
  const falling = weighed.get(keyOf(tracker));
  const keeping = members.length - (falling?.size ?? 0);
  const [first] = keeping === 0 ? [] : [members.find((each) => falling?.has(each) !== true)];
  if (first === undefined) return "";
  const more = keeping === 1 ? "" : ` and ${keeping - 1} more`;
  return `, and higher in ${first.instance.name}${more} too`;
}

/** One line for all that say the same. */
function share(all: readonly Told[]): readonly string[] {
  const names = new Map<string, string[]>();
  for (const { name, text } of all) {
    const known = names.get(text);
    if (known === undefined) names.set(text, [name]);
    else known.push(name);
  }
  return [...names].map(([text, who]) => `${listed(who)}: ${text}`);
}

const listed = (names: readonly string[]): string =>
  names.length <= SHOWN
    ? names.join(", ")
    : `${names.slice(0, SHOWN).join(", ")} and ${names.length - SHOWN} more`;

/** The first and the last tell the range. */
const shorten = (lines: readonly string[]): readonly string[] =>
  lines.length <= SHOWN
    ? lines
    : [...lines.slice(0, 1), `... ${lines.length - 2} lines between ...`, ...lines.slice(-1)];

export const secondsOf = (duration: number): string => `${Number((duration / 1000).toFixed(3))} s`;
