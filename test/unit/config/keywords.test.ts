/**
 * The tables hold what they declare: every range is enforced at both ends, and every keyword has a
 * meaning. What holds without a keyword is in defaults.test.ts.
 */
import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../../../src/config/diagnostic.ts";
import type { Word } from "../../../src/config/lexer.ts";
import { createReport } from "../../../src/config/report.ts";
import type { Entry } from "../../../src/config/schema/entry.ts";
import { blocks } from "../../../src/config/schema/language.ts";

interface Named {
  readonly keyword: string;
  readonly block: string;
  readonly entry: Entry<Record<string, unknown>>;
}

const all: readonly Named[] = blocks.flatMap(({ name, keywords }) =>
  Object.entries(keywords).map(([keyword, entry]) => ({
    keyword,
    block: name,
    entry: entry as Named["entry"],
  })),
);
/** Those that take one number; a few others have readers and tests of their own. */
const ranged = all.flatMap((named) => {
  if (named.entry.args !== "NUMBER" && named.entry.args !== "SECONDS") return [];
  const range = /^(-?[\d.]+)\.\.(-?[\d.]+)( s)?$/.exec(named.entry.range ?? "");
  if (range === null) return [];
  return [{ ...named, min: Number(range[1]), max: Number(range[2]), unit: range[3] ?? "" }];
});

const word = (text: string, column: number): Word => ({
  text,
  quoted: false,
  file: "conf",
  line: 1,
  column,
  end: column + text.length,
});

/** What the keyword makes of an argument: the values it noted, and its findings. */
function read(
  { keyword, entry }: Named,
  argument: string,
): { readonly noted: readonly unknown[]; readonly rules: readonly string[] } {
  const diagnostics: Diagnostic[] = [];
  const report = createReport(diagnostics, () => []);
  const draft: Record<string, unknown> = {};
  const [first, second] = [word(keyword, 1), word(argument, keyword.length + 2)];
  entry.read(draft, { keyword: first, args: [second], raw: argument, body: undefined }, report);
  return { noted: Object.values(draft), rules: diagnostics.map(({ rule }) => rule) };
}

test("there are tables, and ranges in them", () => {
  expect(all.length).toBeGreaterThan(90);
  expect(ranged.length).toBeGreaterThan(25);
});

test("every keyword says what it means", () => {
  expect(all.filter(({ entry }) => entry.meaning.length < 5)).toEqual([]);
});

describe.for(ranged)("$keyword of $block", (named) => {
  const { min, max, unit } = named;
  test("takes both ends of its range", () => {
    for (const end of [min, max])
      expect(read(named, String(end))).toEqual({
        noted: [unit === " s" ? end * 1000 : end],
        rules: [],
      });
  });
  test("refuses what lies beyond", () => {
    const beyond = [...(min > 0 ? [min - (unit === " s" ? min / 2 : 1)] : []), max + 1];
    for (const number of beyond)
      expect(read(named, Number.isInteger(number) ? `${number}` : number.toFixed(7))).toEqual({
        noted: [],
        rules: ["out-of-range"],
      });
  });
  test("refuses what is no number", () => {
    for (const text of ["", "x", "1x", "0x10", "1e3", "--1", "NaN"])
      expect(read(named, text)).toEqual({ noted: [], rules: ["bad-number"] });
  });
});

test("keepalived's keywords that are not supported yet are in no table as well", () => {
  for (const { keywords, unsupported } of blocks)
    expect([...unsupported].filter((name) => Object.hasOwn(keywords, name))).toEqual([]);
});
