/** All rules over a conf that has been read, beside those by which it is read. */
import type { Diagnostic } from "../diagnostic.ts";
import type { Parsed } from "../parse.ts";
import { addressRules } from "./addresses.ts";
import { announcementRules } from "./announcements.ts";
import { electionRules } from "./election.ts";
import { applyRules, inOrder, type Rule } from "./rule.ts";
import { serverRules } from "./servers.ts";
import { shellRules } from "./shell.ts";
import { slowCheckRules } from "./slow-checks.ts";
import { trackingRules } from "./tracking.ts";
import { type ConfView, viewOf } from "./view.ts";

export const confRules: readonly Rule[] = [
  ...addressRules,
  ...electionRules,
  ...trackingRules,
  ...announcementRules,
  ...serverRules,
  ...slowCheckRules,
  ...shellRules,
];

/** What is questionable in a conf as a whole. */
export const judge = (conf: ConfView): readonly Diagnostic[] => applyRules(confRules, conf);

/** All that is to be said of a conf by itself: of its words, and of the whole of it. */
export function findingsOf(parsed: Parsed, file: string): readonly Diagnostic[] {
  const view = viewOf(parsed, file);
  return view === undefined ? parsed.diagnostics : inOrder([...parsed.diagnostics, ...judge(view)]);
}
