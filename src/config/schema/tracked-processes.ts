/** keepalived.conf(5), "VRRP track processes": whether enough of a program run says whether this node is fit. */

import type { Statement } from "../pieces.ts";
import type { Report } from "../report.ts";
import {
  type Block,
  badValue,
  type Declared,
  defineBlock,
  type Entry,
  entry,
  flag,
  integer,
  missing,
  seconds,
  surplus,
} from "./entry.ts";
import type { NamedDraft } from "./named.ts";
import { WEIGHT_MAX, type Weight, weight } from "./tracking.ts";

export interface TrackProcessDraft extends NamedDraft {
  command?: readonly [string, ...string[]] | undefined;
  /** How its parameters are compared; undefined: exactly, and not at all where none are said. */
  parameters?: "exact" | "initial" | "partial" | undefined;
  fullCommand?: boolean | undefined;
  weight?: Weight | undefined;
  quorum?: number | undefined;
  quorumMax?: number | undefined;
  delay?: number | undefined;
  terminateDelay?: number | undefined;
  forkDelay?: number | undefined;
}

const delay = <K extends "delay" | "terminateDelay" | "forkDelay">(
  key: K,
  declared: Declared,
): Entry<{ [key in K]?: number | undefined }> =>
  seconds(key, { min: 0.000001, max: 3600, ...declared });

export const trackProcess: Block<TrackProcessDraft> = defineBlock<TrackProcessDraft>(
  "vrrp_track_process",
  {
    process: entry(
      { meaning: "the program, by its name or path, and the parameters that it must have" },
      "COMMAND [PARAMETER ...]",
      undefined,
      (draft, { keyword, args: [command, ...rest] }, report) => {
        if (command === undefined) missing(report, keyword, "COMMAND [PARAMETER ...]");
        else draft.command = [command.text, ...rest.map(({ text }) => text)];
      },
    ),
    param_match: entry(
      {
        meaning:
          "alone: the parameters must be the same; partial: begin with those said; initial: and the last may go on",
      },
      "[initial|partial]",
      undefined,
      readMatch,
    ),
    full_command: flag("fullCommand", true, {
      meaning: "compare how it was called, not the 15 characters of its name that the kernel keeps",
    }),
    weight: weight(WEIGHT_MAX.process, "0"),
    quorum: integer("quorum", {
      min: 1,
      max: 65_535,
      meaning: "how many must run",
      byDefault: "1",
    }),
    quorum_max: integer("quorumMax", {
      min: 0,
      max: 65_535,
      meaning: "how many may run at most; 0: none must",
    }),
    delay: delay("delay", { meaning: "how long a change must last before it counts" }),
    terminate_delay: delay("terminateDelay", {
      meaning: "how long too few must run before that counts",
      inherits: "vrrp_track_process delay",
    }),
    fork_delay: delay("forkDelay", {
      meaning: "how long enough must run before that counts",
      inherits: "vrrp_track_process delay",
    }),
  },
);

function readMatch(draft: TrackProcessDraft, { args }: Statement, report: Report): void {
  const [word] = args;
  surplus(args, 1, report);
  if (word === undefined) draft.parameters = "exact";
  else if (word.text === "initial" || word.text === "partial") draft.parameters = word.text;
  else badValue(report, word, "expected initial, partial or nothing");
}
