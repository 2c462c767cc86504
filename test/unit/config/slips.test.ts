/**
 * Slips of operators, each in a conf that is right but for it: slips/slips.txt has what stands in
 * slips/right.conf (-), what stands there instead (+), what is said of it, and the hint (=).
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseConfig } from "../../../src/config/parse.ts";
import { findingsOf } from "../../../src/config/rules/judge.ts";

const read = (name: string): string =>
  readFileSync(join(import.meta.dirname, "slips", name), "utf8");

const RIGHT = read("right.conf");
const QUIET: ReadonlySet<string> = new Set(["unsupported-keyword"]);

interface Slip {
  readonly from: string;
  readonly to: string;
  readonly said: readonly string[];
}

const unescape = (text: string): string =>
  text.replace(/\\(.)/g, (_, char: string) => (char === "n" ? "\n" : char));

function slipOf(lines: string): Slip {
  const [from = "", to = "", ...said] = lines.split("\n");
  return { from: unescape(from.slice(2)), to: unescape(to.slice(2)), said };
}

const sections = read("slips.txt")
  .split("## ")
  .slice(1)
  .map((section) => {
    const [title = "", ...slips] = section.trimEnd().split("\n\n");
    return { title, slips: slips.map(slipOf) };
  });

const told = (text: string): readonly string[] =>
  findingsOf(parseConfig(text, "conf"), "conf")
    .filter(({ rule }) => !QUIET.has(rule))
    .flatMap(({ span, severity, rule, message, hint }) => [
      `${span.line}:${span.column} ${severity} ${rule}: ${message}`,
      ...(hint === undefined ? [] : [`= ${hint}`]),
    ]);

test("without a slip nothing is said", () => {
  expect(told(RIGHT)).toEqual([]);
  expect(sections.length).toBeGreaterThan(5);
});

describe.for(sections)("$title", ({ slips }) => {
  test.for(slips)("$from > $to", ({ from, to, said }) => {
    const text = RIGHT.replace(from, () => to);
    expect(text).not.toBe(RIGHT);
    expect(told(text)).toEqual(said);
  });
});
