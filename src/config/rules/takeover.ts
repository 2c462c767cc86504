/** How long a takeover takes, and what moves the addresses: RFC 9568 section 6.1, RFC 3768 section 6.1. Durations in ms. */
import type { VrrpInstance } from "../model.ts";
import type { ScriptDraft } from "../schema/vrrp-script.ts";
import { isPlain, priorityOf, type Tracker } from "./trackers.ts";
import type { ConfView, InstanceView } from "./view.ts";

const OWNER = 255;
/** Beyond so many different answers only the fastest and the slowest are told. */
const SHOWN = 6;

/** What a router waits above the adverts it may miss: the less, the higher its priority. */
const skewOf = ({ version, advertInterval }: VrrpInstance, priority: number): number =>
  ((256 - priority) / 256) * (version === 2 ? 1000 : advertInterval);

/** From the last advert of a master that dies to the takeover. */
const masterDownOf = (instance: VrrpInstance, priority: number): number =>
  instance.downTimerAdverts * instance.advertInterval + skewOf(instance, priority);

/** From what a script looks at failing, just after a run that found it well, to the failure counting. */
export function detectionOf({ interval: asked, timeout: allowed, fall = 1 }: ScriptDraft): number {
  const interval = asked ?? 1000;
  const timeout = allowed ?? interval;
  return interval + (fall - 1) * Math.max(interval, timeout) + timeout;
}

interface Takeover {
  readonly name: string;
  readonly text: string;
  readonly masterDown: number;
}

/** Lines for people: when this node takes over, and what makes it give up; instances that are alike share a line. */
export function takeoverLines({ instances, draft }: ConfView): readonly string[] {
  const scripts = new Map(draft.scripts.map((each) => [each.name.text, each]));
  const takeovers = instances.map(takeoverOf).toSorted((a, b) => a.masterDown - b.masterDown);
  const failures = instances.flatMap((view) =>
    view.trackers.flatMap((tracker) => failureOf(view, tracker, scripts) ?? []),
  );
  return [...shorten(share(takeovers)), ...shorten(share(failures))];
}

function takeoverOf({ instance }: InstanceView): Takeover {
  const { name, priority, preempt, preemptDelay } = instance;
  const masterDown = masterDownOf(instance, priority);
  const skew = skewOf(instance, priority);
  const delayed =
    preempt && preemptDelay > 0
      ? `; from a lower priority after ${secondsOf(preemptDelay + masterDown)}`
      : "";
  const text =
    priority === OWNER && instance.initialState === "MASTER"
      ? "is MASTER as soon as it runs"
      : `takes over ${secondsOf(masterDown)} after the master dies, ${secondsOf(skew)} after it stops in order${delayed}`;
  return { name, text, masterDown };
}

/** What becomes of an instance when one thing that it watches fails. */
function failureOf(
  { instance, trackers }: InstanceView,
  tracker: Tracker,
  scripts: ReadonlyMap<string, ScriptDraft>,
): Pick<Takeover, "name" | "text"> | undefined {
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
    : `its priority falls from ${well} to ${left}: the other must be above ${left} to take over`;
  return { name: instance.name, text: `if ${name.text} fails${noticed}, ${effect}` };
}

/** One line for all that say the same. */
function share(all: readonly Pick<Takeover, "name" | "text">[]): readonly string[] {
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

const secondsOf = (duration: number): string => `${Number((duration / 1000).toFixed(3))} s`;
