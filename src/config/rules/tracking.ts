/** Rules about what is tracked: that it exists, that it is used, that it can tell in time. */
import type { Word } from "../pieces.ts";
import type { Tracked } from "../schema/tracking.ts";
import { suggest } from "../suggest.ts";
import { both, type Rule } from "./rule.ts";
import { detectionOf } from "./takeover.ts";
import { declared, KINDS, type TrackedKind, trackedBy } from "./trackers.ts";
import type { ConfView } from "./view.ts";
import type { Use } from "./watched.ts";

/** The block that declares one, and the block that names it. */
const BLOCKS: Readonly<Record<TrackedKind, readonly [string, string]>> = {
  script: ["vrrp_script", "track_script"],
  file: ["track_file", "track_file"],
  process: ["vrrp_track_process", "track_process"],
  interface: ["interface", "track_interface"],
  bfd: ["bfd_instance", "track_bfd"],
};

/** Who names what: instances, groups, and the checks of real servers. */
const uses = ({ draft, watched }: ConfView, kind: TrackedKind): readonly Use[] => [
  ...[...draft.instances, ...draft.groups].flatMap((block) =>
    trackedBy(block, kind).map(({ name }) => ({ by: block.name.text, name })),
  ),
  ...watched.filter((each) => each.kind === kind),
];

const unknownTracked: Rule = {
  id: "unknown-tracked",
  severity: "error",
  meaning: "what is tracked is declared nowhere",
  find: (conf, say) => {
    for (const kind of KINDS) {
      const known = declared(conf.draft, kind)?.map(({ name }) => name.text);
      if (known === undefined) continue;
      for (const { by, name } of uses(conf, kind)) {
        // What is wrong with the block has been said.
        if (known.includes(name.text) || conf.leftOut.isLost(BLOCKS[kind][0], name.text)) continue;
        const meant = suggest(name.text, known);
        say(
          name,
          `there is no ${BLOCKS[kind][0]} ${name.text}: ${by} does not watch it`,
          meant === undefined ? undefined : `did you mean ${meant}?`,
        );
      }
    }
  },
};

const doubleTracked: Rule = {
  id: "duplicate-tracked",
  severity: "warning",
  meaning: "an instance or group tracks the same thing twice; the first counts",
  find: ({ draft }, say) => {
    for (const kind of KINDS) {
      const known = declared(draft, kind)?.map(({ name }) => name.text);
      for (const block of [...draft.instances, ...draft.groups])
        for (const [name, first] of repeated(trackedBy(block, kind)))
          if (known?.includes(name.text) !== false)
            say(
              both(name, first, "this one counts"),
              `${block.name.text} tracks ${name.text} already: this line is ignored`,
            );
    }
  },
};

/** Each name that stands again, with where it stands first. */
function repeated(all: readonly Tracked[]): readonly (readonly [Word, Word])[] {
  const firsts = new Map<string, Word>();
  return all.flatMap(({ name }) => {
    const first = firsts.get(name.text);
    if (first !== undefined) return [[name, first] as const];
    firsts.set(name.text, name);
    return [];
  });
}

/** What is named, and what is meant where a name is of nothing. */
function usedOf(conf: ConfView, kind: TrackedKind): ReadonlySet<string> {
  const known = new Set((declared(conf.draft, kind) ?? []).map(({ name }) => name.text));
  return new Set(
    uses(conf, kind).map(({ name: { text } }) =>
      known.has(text) ? text : (suggest(text, known) ?? text),
    ),
  );
}

/** Whether nothing is called so, or nearly so: anything may be meant by it, and it has been told. */
function isStrange(conf: ConfView, kind: TrackedKind, name: string): boolean {
  const known = declared(conf.draft, kind)?.map((each) => each.name.text) ?? [];
  return !known.includes(name) && suggest(name, known) === undefined;
}

const unusedTracked: Rule = {
  id: "unused-tracked",
  severity: "warning",
  meaning: "what could be tracked is tracked by nobody",
  find: (conf, say) => {
    // What is lost may track it.
    if (["vrrp_instance", "vrrp_sync_group"].some((each) => conf.leftOut.isLost(each))) return;
    for (const kind of KINDS) {
      const [block, track] = BLOCKS[kind];
      if (conf.leftOut.isLost(track) || conf.leftOut.isLost(block)) continue;
      if (uses(conf, kind).some(({ name }) => isStrange(conf, kind, name.text))) continue;
      const used = usedOf(conf, kind);
      for (const { name } of declared(conf.draft, kind) ?? [])
        if (!used.has(name.text))
          say(
            name,
            `nothing in this file tracks ${name.text}: nothing comes of this ${block}`,
            `${track} { ${name.text} }`,
          );
    }
  },
};

const ownInterface: Rule = {
  id: "own-interface",
  severity: "hint",
  meaning: "an instance gives a weight to its own interface, where down is FAULT in any case",
  find: ({ instances }, say) => {
    for (const { draft, instance } of instances) {
      if (!instance.trackPrimary) continue;
      for (const { name, weight } of trackedBy(draft, "interface"))
        if (name.text === instance.interface && weight !== undefined && weight.value !== 0)
          say(
            name,
            `${name.text} is the interface of ${instance.name} itself: when it is down that is FAULT, and the weight does not count`,
          );
    }
  },
};

const slowScript: Rule = {
  id: "slow-script",
  severity: "hint",
  meaning: "a vrrp_script may run longer than to its next turn",
  find: ({ draft }, say) => {
    for (const script of draft.scripts) {
      const { name, interval = 1000, timeout = interval } = script;
      if (timeout <= interval) continue;
      say(
        name,
        `a run may take ${timeout / 1000} s (timeout) and the next is due after ${interval / 1000} s (interval): runs do not overlap, so one that hangs is noticed after up to ${detectionOf(script) / 1000} s`,
      );
    }
  },
};

export const trackingRules: readonly Rule[] = [
  unknownTracked,
  doubleTracked,
  unusedTracked,
  ownInterface,
  slowScript,
];
