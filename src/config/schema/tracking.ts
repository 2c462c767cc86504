/**
 * What an instance or a sync group watches beside its own interface: keepalived.conf(5),
 * "track_interface", "track_script", "track_file", "track_process", "track_bfd". One line each.
 */
import type { Statement, Word } from "../pieces.ts";
import { statementsOf } from "../repeated.ts";
import type { Report } from "../report.ts";
import { suggest } from "../suggest.ts";
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
  return nested(declared, args, (draft, { keyword, body }, report) => {
    const found: Tracked[] = [];
    for (const line of statementsOf(body)) {
      const tracked = readTracked(line, max, report);
      if (tracked === undefined) report.lose(keyword.text, undefined);
      else found.push(tracked);
    }
    draft[key] = [...(draft[key] ?? []), ...found];
  });
}

/** Undefined where something else than a weight stands behind the name: keepalived does not watch it then. */
function readTracked(
  { keyword, args }: Statement,
  max: number,
  report: Report,
): Tracked | undefined {
  const [word, number, ...rest] = args;
  if (word === undefined) return { name: keyword, weight: undefined };
  if (word.text === "weight" && number !== undefined) {
    const found = readWeight(number, rest, max, report);
    if (found !== undefined) return { name: keyword, weight: found };
    for (const each of args) report.drop(each);
    return { name: keyword, weight: undefined };
  }
  const unwatched = `${keyword.text} is not watched, as in keepalived`;
  if (word.text === "weight")
    badValue(report, word, `expected a number from ${-max} to ${max} behind it: ${unwatched}`);
  else
    badValue(
      report,
      word,
      `expected weight NUMBER or nothing: ${unwatched}`,
      hintOnOption(word.text),
    );
  report.drop(keyword);
  return undefined;
}

/** What was meant by what is no weight. */
function hintOnOption(text: string): string {
  const [, number] = /^(?:weight[=:])?([+-]?\d+)$/.exec(text) ?? [];
  if (number !== undefined) return `weight ${number}`;
  return suggest(text, ["weight"]) === undefined ? "one name a line" : "did you mean weight?";
}

/** NUMBER [reverse|noreverse]; undefined where it is reported. */
export function readWeight(
  number: Word,
  [reverse, ...rest]: readonly Word[],
  max: number,
  report: Report,
): Weight | undefined {
  const value = readInteger(number, { min: -max, max }, report);
  const option = reverse?.text;
  if (reverse !== undefined && option !== "reverse" && option !== "noreverse") {
    const meant = suggest(reverse.text, ["reverse", "noreverse"]);
    const hint = meant === undefined ? [] : [`did you mean ${meant}?`];
    badValue(report, reverse, "expected reverse", ...hint);
    return undefined;
  }
  surplus(rest, 0, report);
  return value === undefined ? undefined : { value, reverse: option === "reverse" };
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
      const [number, ...rest] = args;
      if (number === undefined) missing(report, keyword, "NUMBER [reverse]");
      else draft.weight = readWeight(number, rest, max, report) ?? draft.weight;
    },
  );
}
