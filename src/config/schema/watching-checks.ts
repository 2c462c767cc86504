/** keepalived.conf(5), "MISC_CHECK", "FILE_CHECK", "BFD_CHECK": health that others find out. */

import type { ScriptUser } from "../model.ts";
import type { Statement, Word } from "../pieces.ts";
import type { Report } from "../report.ts";
import { type AskedDraft, askedKeywords } from "./connection.ts";
import { type Block, boolean, defineBlock, entry, flag, missing, seconds, value } from "./entry.ts";
import { readWeight, type Weight } from "./tracking.ts";
import { scriptAlone, scriptUser, type WrittenScript } from "./values.ts";

export interface MiscDraft extends AskedDraft {
  readonly type: "MISC_CHECK";
  script?: WrittenScript | undefined;
  timeout?: number | undefined;
  dynamic?: boolean | undefined;
  user?: ScriptUser | undefined;
}

export interface FileDraft {
  readonly type: "FILE_CHECK";
  readonly keyword: Word;
  trackFile?: Word | undefined;
  weight?: Weight | undefined;
}

export interface BfdDraft {
  readonly type: "BFD_CHECK";
  readonly keyword: Word;
  session?: Word | undefined;
  alpha?: boolean | undefined;
}

export const miscCheck: Block<MiscDraft> = defineBlock<MiscDraft>("MISC_CHECK", {
  ...askedKeywords({ retry: "0", delayBeforeRetry: "1" }),
  misc_path: scriptAlone("script", "what is run; exit status 0 is healthy"),
  misc_timeout: seconds("timeout", {
    min: 0,
    max: 4294,
    meaning: "how long it may run",
    byDefault: "delay_loop",
  }),
  misc_dynamic: flag("dynamic", true, {
    meaning: "exit status 2 to 255 is healthy too, and weight that less 2",
  }),
  user: scriptUser("user", "who runs it", "script_user"),
});

/** IPVS's own limit. */
const WEIGHT_MAX = 2_147_483_646;

export const fileCheck: Block<FileDraft> = defineBlock<FileDraft>("FILE_CHECK", {
  track_file: value(
    "trackFile",
    { meaning: "the track_file whose number tells" },
    "NAME",
    undefined,
    (word) => word,
  ),
  weight: entry(
    {
      meaning: "times the number is added to the server's weight; 0: any number but 0 is a failure",
      inherits: "track_file weight",
    },
    "NUMBER [reverse|noreverse]",
    `-${WEIGHT_MAX}..${WEIGHT_MAX}`,
    readFileWeight,
  ),
});

export const bfdCheck: Block<BfdDraft> = defineBlock<BfdDraft>("BFD_CHECK", {
  name: value(
    "session",
    { meaning: "the bfd_instance whose state tells" },
    "NAME",
    undefined,
    (word) => word,
  ),
  alpha: boolean("alpha", {
    meaning: "counts as failed until the session is up",
    byDefault: "no",
    inherits: "real_server alpha",
  }),
});

function readFileWeight(draft: FileDraft, { keyword, args }: Statement, report: Report): void {
  const [number, ...rest] = args;
  if (number === undefined) missing(report, keyword, "NUMBER [reverse|noreverse]");
  else draft.weight = readWeight(number, rest, WEIGHT_MAX, report) ?? draft.weight;
}
