/** Whatever the text: laid out once or twice is the same, says the same, and keeps every comment. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { formatConf } from "../../../../src/config/format/format.ts";
import { scanLine } from "../../../../src/config/format/scan.ts";
import { createLexer } from "../../../../src/config/lexer.ts";
import type { Statement } from "../../../../src/config/pieces.ts";
import { statementsOf } from "../../../../src/config/repeated.ts";
import { createReport } from "../../../../src/config/report.ts";
import { eachLine } from "../../../../src/config/text/physical-lines.ts";
import { createTree } from "../../../../src/config/tree.ts";
import { createVocabulary } from "../../../../src/config/vocabulary.ts";

const CONF = join(import.meta.dirname, "../../../../conf");
const examples = readdirSync(CONF, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".conf"))
  .map((name) => readFileSync(join(CONF, name), "utf8"));

interface Meaning {
  readonly words: readonly (readonly [string, boolean])[];
  readonly raw: string | undefined;
  readonly body: readonly Meaning[] | undefined;
}

const READ_RAW = /^\w*script$|^notify(?:_\w+)?$|^quorum_(?:up|down)$|^misc_path$|^regex$/;

/** A tree without its places; of raw text only what is read raw. */
const meaningOf = (statements: readonly Statement[]): readonly Meaning[] =>
  statements.map(({ keyword, args, raw, body }) => ({
    words: [keyword, ...args].map(({ text, quoted }) => [text, quoted] as const),
    raw: READ_RAW.test(keyword.text) ? raw : undefined,
    body: body && meaningOf(statementsOf(body)),
  }));

/** As it is written: what definitions and conditions make of it is not the layout's business. */
function read(text: string): readonly Meaning[] {
  const report = createReport([], () => []);
  const statements: Statement[] = [];
  const tree = createTree(report, (statement) => statements.push(statement));
  const source = { file: "conf", text };
  const lex = createLexer(source, createVocabulary(), report, tree);
  eachLine(source, report, (line) => {
    lex(line);
    return true;
  });
  tree.end();
  return meaningOf(statements);
}

const commentsOf = (text: string): readonly string[] =>
  text
    .split("\n")
    .map((line) => scanLine(line.replace(/\r$/, "")).comment)
    .filter((comment) => comment !== "");

/** Whether it was laid out; one that is not must say why. */
function holds(text: string): boolean {
  const once = formatConf(text, "conf");
  expect(once.ok || once.fault.length > 0).toBe(true);
  if (!once.ok) return false;
  const twice = formatConf(once.value, "conf");
  expect(twice).toEqual(once);
  expect(read(once.value)).toEqual(read(text));
  expect(commentsOf(once.value)).toEqual(commentsOf(text));
  expect(once.value).not.toMatch(/\r|^\n|\n\n\n|\n\n$|[^\n]$/);
  return true;
}

/** Other work may share the processor. */
const PATIENT = { timeout: 60_000 } as const;

/** How many of the texts are laid out. */
function laidOut(texts: fc.Arbitrary<string>, numRuns: number): number {
  let count = 0;
  fc.assert(
    fc.property(texts, (text) => {
      if (holds(text)) count++;
    }),
    { numRuns },
  );
  return count;
}

const word = fc.oneof(
  fc.constantFrom("a", "script", "notify_master", "regex", "@lb1", "@^lb1", "include", "~SEQ(i,3)"),
  fc.constantFrom(
    "$A",
    "${A}",
    "$B",
    "$A=1",
    "$B=\\",
    "${",
    "$",
    "\\",
    "\\#",
    "'",
    "''",
    '"q  u"',
    '""',
  ),
  fc.constantFrom("192.0.2.1/24", "::1", "virtual_server", "80", "/x", "\u00a0", "\ufeff", "\v"),
);
const mark = fc.constantFrom("{", "}", " { ", " } ", "\n", "\n", "\n\n", "\r\n", " ", "  ", "\t");
const comment = fc.constantFrom("# c\n", "#c  'd\n", "! e {\n", '#" f }\n');

/** Braces mostly pair, so that most texts are laid out and not refused. */
const { block } = fc.letrec<{ block: string; part: string }>((tie) => ({
  block: fc
    .tuple(fc.array(tie("part"), { maxLength: 6 }), mark, fc.array(tie("part"), { maxLength: 6 }))
    .map(
      ([head, gap, body]) =>
        `${head.join("")}${gap.replace("}", "{").replace("{", "")}{${body.join("")}}`,
    ),
  part: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    { weight: 4, arbitrary: word },
    { weight: 3, arbitrary: fc.constantFrom("\n", "\n\n", "\r\n", " ", "  ", "\t") },
    { weight: 1, arbitrary: comment },
    { weight: 2, arbitrary: tie("block") },
  ),
}));

test("texts of blocks", PATIENT, () => {
  const texts = fc.array(block, { maxLength: 5 }).map((all) => all.join("\n"));
  expect(laidOut(texts, 600)).toBeGreaterThan(150);
});

test("words and marks in any order", PATIENT, () => {
  const texts = fc
    .array(fc.oneof(word, mark, comment), { maxLength: 40 })
    .map((all) => all.join(""));
  expect(laidOut(texts, 600)).toBeGreaterThan(30);
});

test("random text", PATIENT, () => {
  const texts = fc.string({ unit: "binary", maxLength: 300 });
  expect(laidOut(texts, 300)).toBeGreaterThan(30);
});

test("examples with a piece overwritten", PATIENT, () => {
  const mutated = fc
    .tuple(fc.constantFrom(...examples), fc.nat(), fc.nat(30), fc.oneof(word, mark, comment))
    .map(([text, at, length, other]) => {
      const from = at % text.length;
      return text.slice(0, from) + other + text.slice(from + length);
    });
  expect(laidOut(mutated, 300)).toBeGreaterThan(90);
});

test("nothing takes long, however it is made", { timeout: 120_000 }, () => {
  for (const text of [
    "a {\n".repeat(20_000),
    "${A ".repeat(200_000),
    "\n".repeat(100_000),
    `${"@x {\n".repeat(30)}${"a {\n}\n".repeat(6_000)}${"@x }\n".repeat(30)}`,
    "a\n# b\n".repeat(20_000),
    `a\n${"# b\n".repeat(20_000)}{\n}\n`,
  ]) {
    const began = performance.now();
    holds(text);
    expect(performance.now() - began).toBeLessThan(20_000);
  }
});
