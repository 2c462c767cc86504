/** Whatever the text: no exception, a config or an error that says why not, and every place exists. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseConfig } from "../../../src/config/parse.ts";
import { renderDiagnostic } from "../../../src/config/render.ts";
import { blocks } from "../../../src/config/schema/language.ts";

const CONF = join(import.meta.dirname, "../../../conf");
const examples = readdirSync(CONF, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".conf"))
  .map((name) => readFileSync(join(CONF, name), "utf8"));
const keywords = blocks.flatMap(({ keywords: table, unsupported }) => [
  ...Object.keys(table),
  ...unsupported,
]);

function hold(text: string): void {
  const { config, diagnostics } = parseConfig(text, "conf");
  const lines = text.split("\n").length;
  const refused = diagnostics.some(({ severity }) => severity === "error");
  expect(config !== undefined || refused).toBe(true);
  for (const diagnostic of diagnostics) {
    const { line, column, endLine, endColumn } = diagnostic.span;
    expect(line >= 1 && line <= lines && endLine >= line && column >= 1).toBe(true);
    expect(endLine > line || endColumn >= column).toBe(true);
    expect(renderDiagnostic(diagnostic, () => text)).toContain(diagnostic.rule);
  }
}

/** A loaded machine takes its time over so many assertions. */
const PATIENT = { timeout: 60_000 };

test("random text", PATIENT, () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), hold), { numRuns: 500 });
});

test("random words and braces of the language", PATIENT, () => {
  const words = fc.oneof(
    fc.constantFrom(...keywords),
    fc.constantFrom("{", "}", "\n", '"', "#", "!", "\\", "0", "-1", "1.5", "192.0.2.1/24", "::1"),
    fc.string({ maxLength: 8 }),
  );
  const texts = fc.array(words, { maxLength: 80 }).map((all) => all.join(" "));
  fc.assert(fc.property(texts, hold), { numRuns: 1000 });
});

test("examples with a piece cut out, doubled, or overwritten", PATIENT, () => {
  const mutated = fc
    .tuple(
      fc.constantFrom(...examples),
      fc.nat(),
      fc.nat(60),
      fc.constantFrom("cut", "double", "write"),
      fc.string({ unit: "binary", maxLength: 10 }),
    )
    .map(([text, at, length, how, other]) => {
      const from = at % text.length;
      const [before, piece] = [text.slice(0, from), text.slice(from, from + length)];
      const after = text.slice(from + length);
      if (how === "cut") return before + after;
      return how === "double" ? before + piece + piece + after : before + other + after;
    });
  fc.assert(fc.property(mutated, hold), { numRuns: 1000 });
});

test("nesting without end is refused at a depth, not by the stack", () => {
  const { diagnostics } = parseConfig("a {\n".repeat(100_000), "conf");
  expect(diagnostics.some(({ severity }) => severity === "error")).toBe(true);
});

test("a file of mistakes is told up to a limit", () => {
  const { diagnostics } = parseConfig("nonsense\n".repeat(100_000), "conf");
  expect(diagnostics.length).toBeGreaterThan(500);
  expect(diagnostics.length).toBeLessThan(1100);
});
