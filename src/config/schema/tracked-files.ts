/** keepalived.conf(5), "Track files": the number in a file says whether this node is fit. */

import type { Statement } from "../pieces.ts";
import type { Report } from "../report.ts";
import { type Block, defineBlock, entry, surplus, text } from "./entry.ts";
import type { NamedDraft } from "./named.ts";
import { readInteger } from "./numbers.ts";
import { WEIGHT_MAX, type Weight, weight } from "./tracking.ts";

interface InitialDraft {
  readonly value: number;
  /** What the file holds already is lost. */
  readonly overwrite: boolean;
}

export interface TrackFileDraft extends NamedDraft {
  path?: string | undefined;
  weight?: Weight | undefined;
  initial?: InitialDraft | undefined;
}

const VALUE = { strict: true, min: -2_147_483_648, max: 2_147_483_647 } as const;

export const trackFile: Block<TrackFileDraft> = defineBlock<TrackFileDraft>("track_file", {
  file: text(
    "path",
    { meaning: "the file, which holds one number; a missing one counts as 0" },
    "PATH",
  ),
  weight: weight(WEIGHT_MAX.file, "1"),
  init_file: entry(
    {
      meaning:
        "write this into the file at the start, 0 where no number is said; with overwrite even if it exists",
    },
    "[NUMBER] [overwrite]",
    `${VALUE.min}..${VALUE.max}`,
    readInitial,
  ),
});

function readInitial(draft: TrackFileDraft, { args }: Statement, report: Report): void {
  const [first] = args;
  const numbers = first !== undefined && first.text !== "overwrite" ? 1 : 0;
  const value = numbers === 0 || first === undefined ? 0 : readInteger(first, VALUE, report);
  const overwrite = args[numbers]?.text === "overwrite";
  surplus(args, overwrite ? numbers + 1 : numbers, report);
  if (value !== undefined) draft.initial = { value, overwrite };
}
