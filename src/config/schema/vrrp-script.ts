/** keepalived.conf(5), "VRRP script(s)": a command whose exit status tells whether this node is fit. */
import type { Word } from "../lexer.ts";
import type { Script, ScriptUser } from "../model.ts";
import {
  type Block,
  defineBlock,
  type Entry,
  entry,
  flag,
  integer,
  missing,
  seconds,
} from "./entry.ts";
import { readWeight, WEIGHT_MAX, type Weight } from "./tracking.ts";
import { script, scriptUser } from "./values.ts";

const INTERVAL = { min: 0, max: 86_400 } as const;
const COUNT = { min: 1, max: 1_000_000 } as const;

export interface ScriptDraft {
  readonly name: Word;
  script?: Script | undefined;
  interval?: number | undefined;
  timeout?: number | undefined;
  weight?: Weight | undefined;
  rise?: number | undefined;
  fall?: number | undefined;
  user?: ScriptUser | undefined;
  initFail?: boolean | undefined;
}

export const vrrpScript: Block<ScriptDraft> = defineBlock<ScriptDraft>("vrrp_script", {
  script: script("script", "what is run; exit status 0 is success"),
  interval: seconds("interval", { ...INTERVAL, meaning: "from start to start", byDefault: "1" }),
  timeout: seconds("timeout", {
    ...INTERVAL,
    meaning: "how long a run may take before it counts as failed",
    inherits: "vrrp_script interval",
  }),
  weight: weight(WEIGHT_MAX.script, "0"),
  rise: integer("rise", {
    ...COUNT,
    meaning: "successes in a row that make it good",
    byDefault: "1",
  }),
  fall: integer("fall", {
    ...COUNT,
    meaning: "failures in a row that make it bad",
    byDefault: "1",
  }),
  user: scriptUser("user", "who runs it", "script_user"),
  init_fail: flag("initFail", true, { meaning: "counts as failed until it has succeeded" }),
});

/** `weight NUMBER [reverse]` of what can be tracked. */
function weight(max: number, byDefault: string): Entry<{ weight?: Weight | undefined }> {
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
