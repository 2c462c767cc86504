/** keepalived.conf(5), "include_check": what an include has to find. */
import type { Word } from "../pieces.ts";

/** `read`: what is found is a readable file. `match`, `wildcard_match`, `brace_match`: that something is found. */
export type IncludeCheck = "read" | "match" | "wildcard_match" | "brace_match";
export type IncludeChecks = ReadonlySet<IncludeCheck>;

const WORDS: Readonly<Record<string, IncludeCheck>> = {
  read: "read",
  // As the manual page calls it.
  readable: "read",
  match: "match",
  wildcard_match: "wildcard_match",
  brace_match: "brace_match",
};
const ALL: IncludeChecks = new Set(Object.values(WORDS));

/** By the letter behind `include`. */
export const CHECKS_OF: Readonly<Record<string, IncludeChecks>> = {
  "": new Set(),
  r: new Set(["read"]),
  m: new Set(["read", "match"]),
  w: new Set(["read", "match", "wildcard_match"]),
  b: new Set(["read", "brace_match"]),
  a: ALL,
};

/**
 * The checks that hold behind an `include_check`: its words alone, or with + and - those before
 * changed by them. What is none of the words is told by the keyword's entry in global_defs.
 */
export function changeChecks(before: IncludeChecks, words: readonly Word[]): IncludeChecks {
  if (words.length === 0) return ALL;
  const checks = new Set(before);
  if (words.every(({ text }) => !/^[+-]/.test(text))) checks.clear();
  for (const { text } of words) {
    const sign = /^[+-]/.exec(text)?.[0] ?? "";
    const name = text.slice(sign.length);
    const check = Object.hasOwn(WORDS, name) ? WORDS[name] : undefined;
    if (check === undefined) continue;
    if (sign === "-") checks.delete(check);
    else checks.add(check);
    // Part of every other check; only a + adds one alone.
    if (sign === "") checks.add("read");
  }
  return checks;
}
