/** A comment that begins right behind a word: a password or a path may have been meant to go on. */
import type { Place } from "./diagnostic.ts";
import type { Report } from "./report.ts";

/** `mark` is the # or !. */
export function tellGluedComment(report: Report, place: Place, word: string, mark: string): void {
  report.at(place, {
    rule: "glued-comment",
    severity: "hint",
    message: `"${word}" ends here: the ${mark} behind it begins a comment`,
    hint: `a blank before the ${mark} makes that plain; where it is part of the word, write \\${mark} or put the word in "quotes"`,
  });
}
