/** What the operator has to know or decide: a diagnostic at its place in the source, and a comment in the conf. */
import { type Diagnostic, type Place, type Severity } from "../diagnostic.ts";
import { createReport } from "../report.ts";
import { comment, type Item } from "./items.ts";
import type { SourceWord } from "./source.ts";

/** Reports, and gives the comment that says the same in the conf. */
export type Remark = (word: SourceWord, rule: RemarkRule, message: string) => Item;

/**
 * unreadable: of the source nothing could be made of it; left-out: understood, but a conf cannot say
 * it; decide: carried over or chosen, and to be looked at.
 */
export type RemarkRule = "unreadable" | "left-out" | "decide";

const SEVERITIES: Readonly<Record<RemarkRule, Severity>> = {
  unreadable: "error",
  "left-out": "warning",
  decide: "hint",
};

/** `diagnostics` takes what is reported, up to the limit of all reports. */
export function createRemarks(diagnostics: Diagnostic[], file: string): Remark {
  const report = createReport(diagnostics, () => []);
  // What holds for many servers is told once, though it stands in the block of each.
  const told = new Set<string>();
  return ({ line, start, end }, rule, message) => {
    const place: Place = { file, line, column: start + 1, end: end + 1 };
    const key = `${line}:${start} ${message}`;
    if (!told.has(key)) report.at(place, { rule, severity: SEVERITIES[rule], message });
    told.add(key);
    return comment(`${rule === "decide" ? "" : "FIXME "}line ${line}: ${message}`);
  };
}
