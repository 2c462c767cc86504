/**
 * The corpus: conf files of the kinds that people have, tidy and untidy, each of which says in
 * comments what is to come of it. Both the unit ring and the interop ring read it.
 *
 *     # expect: clean                         no diagnostic, but for what daruma does not act on yet
 *     # expect: bad-value@12 PART:empty@1     these rules, at these lines, of this file or of a part
 *     # gives: 1 VRRP instance, ...           what is usable, as `daruma check` counts it; or nothing
 *     # differs: REASON                       why keepalived 2.2.7 judges otherwise
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { confSurroundings } from "../../src/cli/conf-files.ts";
import { type Parsed, parseConfig } from "../../src/config/parse.ts";
import { findingsOf } from "../../src/config/rules/judge.ts";

/** The folder. */
export const CORPUS: string = import.meta.dirname;

/** Which `@` lines hold, on either side. */
export const CONFIG_ID = "lb1";

export interface Sample {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  /** `RULE@LINE` or `PART:RULE@LINE`, sorted. */
  readonly expected: readonly string[];
  readonly gives: string;
  readonly differs: string | undefined;
}

/** All of them, by name. Throws where one does not say what is expected of it. */
export const samples: readonly Sample[] = readdirSync(CORPUS)
  .filter((name) => name.endsWith(".conf"))
  .map(read)
  .toSorted((a, b) => a.name.localeCompare(b.name));

function read(name: string): Sample {
  const path = join(CORPUS, name);
  const text = readFileSync(path, "utf8");
  const [expect, gives] = [said(text, "expect"), said(text, "gives")];
  if (expect === undefined || gives === undefined)
    throw new Error(`${name} says neither "# expect:" nor "# gives:", or one of them alone`);
  const expected = expect === "clean" ? [] : expect.split(/\s+/).toSorted(compare);
  return { name, path, text, expected, gives, differs: said(text, "differs") };
}

function said(text: string, what: string): string | undefined {
  return new RegExp(`^# ${what}: (.*?)\\s*$`, "m").exec(text)?.[1];
}

/** One order on both sides of a comparison. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Parsed as `daruma check` does; `path` is where the text stands, or might stand. */
export const parseText = (text: string, path: string): Parsed =>
  parseConfig(text, path, confSurroundings({ configId: CONFIG_ID }));

export interface Verdict {
  /** Where daruma complains, in order: hints are advice, and what is not acted on yet is no mistake. */
  readonly lines: readonly number[];
  readonly said: readonly string[];
}

/** What daruma has to complain of in a file. */
export function verdictOn(path: string): Verdict {
  const parsed = parseText(readFileSync(path, "utf8"), path);
  const complaints = findingsOf(parsed, path).filter(
    ({ rule, severity }) => severity !== "hint" && rule !== "unsupported-keyword",
  );
  return {
    lines: [...new Set(complaints.map(({ span }) => span.line))],
    said: complaints.map(({ span, rule, message }) => `${span.line}: ${message} [${rule}]`),
  };
}
