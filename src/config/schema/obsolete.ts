/** Keywords that keepalived still takes, and that have done nothing for a long time. */
import { type Entry, entry } from "./entry.ts";

/** `because` says why it is not needed. */
export const obsolete = (because: string): Entry<unknown> =>
  entry({ meaning: `nothing any more: ${because}` }, "", undefined, (_, { keyword }, report) => {
    report.at(keyword, {
      rule: "deprecated-keyword",
      severity: "hint",
      message: `${keyword.text} does nothing any more: ${because}`,
    });
  });
