/**
 * What an instance watches beside its own interface, and what that makes of its priority:
 * keepalived.conf(5), "track_script" and its like, and "sync_group_tracking_weight". The own interface is not among it: down is FAULT in any case.
 */

import type { VrrpInstance } from "../model.ts";
import type { Word } from "../pieces.ts";
import type { FileDraft } from "../schema/language.ts";
import type { TrackDraft, Tracked, Weight } from "../schema/tracking.ts";
import type { InstanceDraft } from "../schema/vrrp-instance.ts";
import type { GroupDraft } from "../schema/vrrp-sync-group.ts";

export type TrackedKind = "script" | "file" | "process" | "interface" | "bfd";

export interface Tracker {
  readonly kind: TrackedKind;
  readonly name: Word;
  /** 0: its failure is FAULT. */
  readonly weight: number;
  readonly reverse: boolean;
  readonly of: "instance" | "group";
  /** What becomes of its weight: it counts, or it is taken away, or the tracker with it. */
  readonly fate: "counts" | "unweighted" | "dropped";
}

/** What a block of the conf that can be tracked is called, and the weight it gives. */
interface Trackable {
  readonly name: Word;
  readonly weight?: Weight | undefined;
}

/** The priority of who has the addresses as its own: it never changes. */
export const OWNER = 255;
/** Weights move a priority between these. */
export const LOWEST = 1;
export const HIGHEST = 254;

const TRACKED: Readonly<Record<TrackedKind, (draft: TrackDraft) => readonly Tracked[]>> = {
  script: ({ trackScripts = [] }) => trackScripts,
  file: ({ trackFiles = [] }) => trackFiles,
  process: ({ trackProcesses = [] }) => trackProcesses,
  interface: ({ trackInterfaces = [] }) => trackInterfaces,
  bfd: ({ trackBfds = [] }) => trackBfds,
};

/** All that can be tracked, kind by kind. */
export const KINDS: readonly TrackedKind[] = ["script", "file", "process", "interface", "bfd"];

/** What the file declares of a kind; undefined where nothing has to be declared. */
export function declared(file: FileDraft, kind: TrackedKind): readonly Trackable[] | undefined {
  switch (kind) {
    case "script":
      return file.scripts;
    case "file":
      return file.trackFiles;
    case "process":
      return file.trackProcesses;
    case "bfd":
      return file.bfds;
    case "interface":
      return undefined;
  }
}

export const trackedBy = (draft: TrackDraft, kind: TrackedKind): readonly Tracked[] =>
  TRACKED[kind](draft);

/** Those of the instance, then those of its group that it does not name itself. */
export function trackersOf(
  draft: InstanceDraft,
  instance: VrrpInstance,
  group: GroupDraft | undefined,
  file: FileDraft,
): readonly Tracker[] {
  const around = { instance, group, file };
  const all = (block: TrackDraft, of: Tracker["of"]): readonly Tracker[] =>
    KINDS.flatMap((kind) =>
      onceEach(trackedBy(block, kind))
        .filter(({ name }) => kind !== "interface" || name.text !== instance.interface)
        .map((tracked) => trackerOf(kind, tracked, of, around)),
    );
  const own = all(draft, "instance");
  const shared = group === undefined ? [] : all(group, "group");
  return [...own, ...shared.filter((each) => own.every((other) => !isSame(each, other)))];
}

/** What stands twice counts once, as it stands first. */
const onceEach = (all: readonly Tracked[]): readonly Tracked[] => {
  const first = new Map(all.toReversed().map((each) => [each.name.text, each]));
  return all.filter((each) => first.get(each.name.text) === each);
};

/** Whether two trackers watch the same thing. */
export const isSame = (a: Tracker, b: Tracker): boolean =>
  a.kind === b.kind && a.name.text === b.name.text;

interface Around {
  readonly instance: VrrpInstance;
  readonly group: GroupDraft | undefined;
  readonly file: FileDraft;
}

function trackerOf(
  kind: TrackedKind,
  { name, weight }: Tracked,
  of: "instance" | "group",
  around: Around,
): Tracker {
  const source = declared(around.file, kind)?.find((each) => each.name.text === name.text);
  const { value, reverse } = weight ?? source?.weight ?? { value: usual(kind), reverse: false };
  return { kind, name, weight: value, reverse, of, fate: fateOf(kind, value, of, around) };
}

/** A track_file counts its value once unless it says otherwise. */
const usual = (kind: TrackedKind): number => (kind === "file" ? 1 : 0);

/**
 * keepalived takes weights from an owner, and from members of a sync group without
 * sync_group_tracking_weight: an interface then is FAULT when it is down, a file of weight 1 when
 * it is not 0, and anything else of the member is not watched any more. Processes keep theirs.
 */
function fateOf(
  kind: TrackedKind,
  weight: number,
  of: Tracker["of"],
  { instance, group }: Around,
): Tracker["fate"] {
  const owner = instance.priority === OWNER;
  if (weight === 0) return "counts";
  if (of === "group") return owner ? "unweighted" : "counts";
  const bound = group !== undefined && group.trackingWeight !== true;
  if ((!owner && !bound) || kind === "process") return "counts";
  if (kind === "interface") return bound ? "unweighted" : "dropped";
  return kind === "file" && weight === 1 ? "unweighted" : "dropped";
}

/** Those whose failure lowers the priority. */
export const weighted = (trackers: readonly Tracker[]): readonly Tracker[] =>
  trackers.filter(({ fate, weight }) => fate === "counts" && weight !== 0);

/** Of those, the ones whose effect the conf alone tells. */
export const plainlyWeighted = (trackers: readonly Tracker[]): readonly Tracker[] =>
  weighted(trackers).filter(isPlain);

/** The priority while all is well but what `failed` says. Reversed trackers and files count as 0: what is well there, only the operator knows. */
export function priorityOf(
  base: number,
  trackers: readonly Tracker[],
  failed: (tracker: Tracker) => boolean = () => false,
): number {
  if (base === OWNER) return base;
  return clamp(base + contributions(trackers, failed));
}

/** The sum of what trackers add. */
export const contributions = (
  trackers: readonly Tracker[],
  failed: (tracker: Tracker) => boolean = () => false,
): number =>
  plainlyWeighted(trackers).reduce(
    (sum, each) => sum + (failed(each) ? Math.min(0, each.weight) : Math.max(0, each.weight)),
    0,
  );

/** Its effect on the priority can be told from the conf alone. */
export const isPlain = ({ kind, reverse }: Tracker): boolean => kind !== "file" && !reverse;

const clamp = (priority: number): number => Math.min(HIGHEST, Math.max(LOWEST, priority));
