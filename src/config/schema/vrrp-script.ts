/** keepalived.conf(5), "VRRP script(s)": a command whose exit status tells whether this node is fit. */
import type { ScriptUser } from "../model.ts";
import {
  type Block,
  type Declared,
  defineBlock,
  type Entry,
  flag,
  integer,
  value,
} from "./entry.ts";
import type { NamedDraft } from "./named.ts";
import { readSeconds } from "./numbers.ts";
import { WEIGHT_MAX, type Weight, weight } from "./tracking.ts";
import { scriptAlone, scriptUser, type WrittenScript } from "./values.ts";

/** What keepalived counts in microseconds of 32 bits. */
const INTERVAL = { min: 0.001, max: 4294 } as const;
const COUNT = { min: 1, max: 2_147_483_647 } as const;

export interface ScriptDraft extends NamedDraft {
  script?: WrittenScript | undefined;
  interval?: number | undefined;
  timeout?: number | undefined;
  weight?: Weight | undefined;
  rise?: number | undefined;
  fall?: number | undefined;
  user?: ScriptUser | undefined;
  initFail?: boolean | undefined;
}

/** Of no time at all keepalived makes a second. */
function time<K extends "interval" | "timeout">(
  key: K,
  declared: Declared,
): Entry<{ [key in K]?: number | undefined }> {
  const range = `${INTERVAL.min}..${INTERVAL.max} s`;
  return value(key, declared, "SECONDS", range, (word, report) => {
    if (Number(word.text || "-") !== 0)
      return readSeconds(word, { ...INTERVAL, ...declared }, report);
    report.at(word, {
      rule: "changed-number",
      severity: "warning",
      message: `found ${word.text}, expected ${INTERVAL.min} to ${INTERVAL.max} s: 1 s is used`,
      readAs: "1",
    });
    return 1000;
  });
}

export const vrrpScript: Block<ScriptDraft> = defineBlock<ScriptDraft>("vrrp_script", {
  script: scriptAlone("script", "what is run; exit status 0 is success"),
  interval: time("interval", { meaning: "from start to start", byDefault: "1" }),
  timeout: time("timeout", {
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
