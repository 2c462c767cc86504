/** keepalived.conf(5), "garp_group": interfaces that share one pace of announcements. */
import type { Statement, Word } from "../pieces.ts";
import { statementsOf } from "../repeated.ts";
import type { Report } from "../report.ts";
import { type Block, defineBlock, type Entry, entry, nested } from "./entry.ts";
import { garpPace } from "./garp.ts";
import { interfaceName, readInterface } from "./links.ts";
import { readBlock } from "./read-block.ts";

export interface GarpGroupDraft {
  readonly keyword: Word;
  interval?: number | undefined;
  gnaInterval?: number | undefined;
  interfaces?: string[] | undefined;
}

const oneInterface: Entry<{ interface?: string | undefined }> = interfaceName("interface", {
  meaning: "an interface of the group",
});

const garpGroup: Block<GarpGroupDraft> = defineBlock<GarpGroupDraft>("garp_group", {
  garp_interval: garpPace.interval,
  gna_interval: garpPace.gnaInterval,
  interface: entry(
    { meaning: oneInterface.meaning },
    oneInterface.args,
    undefined,
    (draft, statement, report) => {
      const made: { interface?: string | undefined } = {};
      oneInterface.read(made, statement, report);
      if (made.interface !== undefined)
        draft.interfaces = [...(draft.interfaces ?? []), made.interface];
    },
  ),
  interfaces: nested(
    { meaning: "the interfaces of the group" },
    "{ INTERFACE ... }",
    (draft, { body }, report) => {
      const words = statementsOf(body).flatMap(({ keyword, args }) => [keyword, ...args]);
      const names = words.flatMap((word) => readInterface(word, report) ?? []);
      draft.interfaces = [...(draft.interfaces ?? []), ...names];
    },
  ),
});

/** `garp_group { ... }`, which has no name. One without a pace or without interfaces is of no use. */
export const garpGroupBlock: Entry<{ garpGroups?: GarpGroupDraft[] | undefined }> = nested(
  { meaning: "interfaces that share one pace of announcements" },
  "{ ... }",
  (draft, { keyword, body }: Statement, report: Report) => {
    const made: GarpGroupDraft = { keyword };
    readBlock(garpGroup, made, body, report);
    const paceless = made.interval === undefined && made.gnaInterval === undefined;
    if (paceless || made.interfaces === undefined)
      report.at(keyword, {
        rule: "missing-keyword",
        severity: "error",
        message: `garp_group has no ${paceless ? "garp_interval and no gna_interval" : "interface"}; it is left out`,
      });
    else draft.garpGroups = [...(draft.garpGroups ?? []), made];
  },
  garpGroup,
);
