/**
 * What an instance or a sync group watches beside its own interface: keepalived.conf(5),
 * "track_interface", "track_script", "track_file", "track_process", "track_bfd". One line each.
 */
import type { Statement, Word } from "../pieces.ts";
import { statementsOf } from "../repeated.ts";
import type { Report } from "../report.ts";
import {
  badValue,
  type Entry,
  entry,
  missing,
  nested,
  notYet,
  surplus,
  type Table,
} from "./entry.ts";
import { readInteger } from "./numbers.ts";

/** What a success or failure adds to the priority; 0: a failure is FAULT. */
export interface Weight {
  readonly value: number;
  /** Failure counts as success, and the reverse. */
  readonly reverse: boolean;
}

/** A line of a track block. */
export interface Tracked {
  readonly name: Word;
  /** Undefined: the one of what is tracked, else 0. */
  readonly weight: Weight | undefined;
}

export interface TrackDraft {
  trackInterfaces?: Tracked[] | undefined;
  trackScripts?: Tracked[] | undefined;
  trackFiles?: Tracked[] | undefined;
  trackProcesses?: Tracked[] | undefined;
  trackBfds?: Tracked[] | undefined;
}

/** keepalived.conf(5): what a weight may be, by what is tracked. */
export const WEIGHT_MAX: Readonly<
  Record<"script" | "interface" | "bfd" | "file" | "process", number>
> = {
  script: 253,
  interface: 253,
  bfd: 253,
  file: 254,
  process: 254,
} as const;

export const trackKeywords: Table<TrackDraft> = notYet<TrackDraft>({
  track_interface: track("trackInterfaces", "interfaces", "INTERFACE", WEIGHT_MAX.interface),
  track_script: track("trackScripts", "scripts", "SCRIPT", WEIGHT_MAX.script),
  track_file: track("trackFiles", "files", "FILE", WEIGHT_MAX.file),
  track_process: track("trackProcesses", "processes", "PROCESS", WEIGHT_MAX.process),
  track_bfd: track("trackBfds", "BFD sessions", "BFD", WEIGHT_MAX.bfd),
});

function track<K extends keyof TrackDraft>(
  key: K,
  what: string,
  name: string,
  max: number,
): Entry<{ [key in K]?: Tracked[] | undefined }> {
  const declared = { meaning: `${what} whose failure lowers the priority, or is FAULT` };
  const args = `{ ${name} [weight NUMBER [reverse]] ... }`;
  return nested(declared, args, (draft, { body }, report) => {
    const found = statementsOf(body).flatMap((line) => readTracked(line, max, report) ?? []);
    draft[key] = [...(draft[key] ?? []), ...found];
  });
}

function readTracked(
  { keyword, args }: Statement,
  max: number,
  report: Report,
): Tracked | undefined {
  const [word, ...rest] = args;
  if (word === undefined) return { name: keyword, weight: undefined };
  if (word.text === "weight") {
    const found = readWeight(word, rest, max, report);
    if (found !== undefined) return { name: keyword, weight: found };
  } else badValue(report, word, "expected weight NUMBER or nothing; one name a line");
  for (const each of args) report.drop(each);
  return { name: keyword, weight: undefined };
}

/** NUMBER [reverse|noreverse]; undefined where it is reported. */
export function readWeight(
  keyword: Word,
  [number, reverse, ...rest]: readonly Word[],
  max: number,
  report: Report,
): Weight | undefined {
  if (number === undefined) {
    badValue(report, keyword, `expected a number from ${-max} to ${max} behind it`);
    return undefined;
  }
  surplus(rest, 0, report);
  const value = readInteger(number, { min: -max, max }, report);
  if (reverse !== undefined && reverse.text !== "reverse" && reverse.text !== "noreverse") {
    badValue(report, reverse, "expected reverse");
    return undefined;
  }
  return value === undefined ? undefined : { value, reverse: reverse?.text === "reverse" };
}

/** `weight NUMBER [reverse]` of what can be tracked. */
export function weight(max: number, byDefault: string): Entry<{ weight?: Weight | undefined }> {
  const declared = {
    meaning:
      "added to the priority on success if positive, on failure if negative; 0: failure is FAULT",
    byDefault,
  };
  return entry(
    declared,
    "NUMBER [reverse]",
    `-${max}..${max}`,
    (draft, { keyword, args }, report) => {
      if (args.length === 0) missing(report, keyword, "NUMBER [reverse]");
      else draft.weight = readWeight(keyword, args, max, report) ?? draft.weight;
    },
  );
}
