/** The rules that `--silence` takes. */
import { fail, ok, type Result } from "../base/result.ts";
import { allRules } from "../config/rules/catalogue.ts";
import { suggest } from "../config/suggest.ts";

/** Ids of rules, parted by commas or blanks; or what is wrong with one of them. */
export function ruleIds(texts: readonly string[]): Result<readonly string[], string> {
  const known = allRules.map((rule) => rule.id);
  const named = texts.flatMap((text) => text.split(/[\s,]+/)).filter((id) => id !== "");
  const strange = named.find((id) => !known.includes(id));
  if (strange === undefined) return ok(named);
  const meant = suggest(strange, known);
  return fail(
    `there is no rule ${strange}${meant === undefined ? "" : `: did you mean ${meant}?`}`,
  );
}
