/** How a diagnostic looks in a terminal, whatever the line it quotes is made of. */
import { describe, expect, test } from "vitest";
import type { Diagnostic, Related } from "../../../src/config/diagnostic.ts";
import { renderDiagnostic } from "../../../src/config/render.ts";

interface Shown {
  readonly text: string;
  readonly line?: number;
  readonly column: number;
  readonly endLine?: number;
  readonly endColumn: number;
  readonly message?: string;
  readonly hint?: string;
  readonly related?: readonly Related[];
  readonly width?: number;
}

function show({ text, column, endColumn, width, related, ...rest }: Shown): readonly string[] {
  const { line = 1, endLine = line, message = "wrong", hint } = rest;
  const span = { file: "conf", line, column, endLine, endColumn };
  const diagnostic: Diagnostic = {
    rule: "rule",
    severity: "error",
    span,
    message,
    hint,
    ...(related !== undefined && { related }),
  };
  const rendered = renderDiagnostic(
    diagnostic,
    (file) => (file === "conf" ? text : "other\n"),
    false,
    width,
  );
  return rendered.split("\n");
}

test("the line, the marks, the hint", () => {
  expect(show({ text: "a\nbcd ef\n", line: 2, column: 5, endColumn: 7, hint: "try it" })).toEqual([
    "conf:2:5: error: wrong [rule]",
    " 2 | bcd ef",
    "   |     ^^",
    "   = try it",
  ]);
});

describe("the marks stand below what they mark", () => {
  test.for<readonly [string, string, string, string]>([
    ["behind tabs", "\t\tbad x", "        bad x", "        ^^^"],
    ["behind wide characters", "日本 bad", "日本 bad", "     ^^^"],
    ["behind combining ones", "e\u0301 bad", "e\u0301 bad", "  ^^^"],
    ["behind an emoji", "😀 bad", "😀 bad", "   ^^^"],
    ["behind what a terminal would act on", "\u001b[2J bad", "\u241b[2J bad", "     ^^^"],
  ])("%s", ([, text, line, marks]) => {
    const column = text.indexOf("bad") + 1;
    expect(show({ text, column, endColumn: column + 3 }).slice(1)).toEqual([
      ` 1 | ${line}`,
      `   | ${marks}`,
    ]);
  });
  test("under wide characters as under others", () => {
    expect(show({ text: "日本", column: 1, endColumn: 3 })[2]).toBe("   | ^^^^");
  });
});

describe("of a long line", () => {
  const long = `${"x".repeat(300)} bad ${"y".repeat(300)}`;
  test("the piece around the marks is shown", () => {
    const [, line = "", marks = ""] = show({ text: long, column: 302, endColumn: 305, width: 60 });
    expect(line.length).toBeLessThanOrEqual(60);
    expect(line).toMatch(/^ 1 \| \.\.\.x+ bad y+\.\.\.$/);
    expect(marks.indexOf("^^^")).toBe(line.indexOf("bad"));
  });
  test("marks end where it is cut", () => {
    const [, line = "", marks = ""] = show({ text: long, column: 1, endColumn: 600, width: 60 });
    expect(marks.length).toBe(line.length - 3);
  });
  test("of fifty million characters no more is looked at than is shown", () => {
    const text = "x".repeat(50_000_000);
    const [, line = ""] = show({ text, column: 25_000_000, endColumn: 25_000_003, width: 80 });
    expect(line.length).toBeLessThanOrEqual(80);
  });
});

describe("more than one line", () => {
  const text = "one two\n  three\n  four five\n";
  test("has marks below the first and the last", () => {
    expect(show({ text, column: 5, endLine: 3, endColumn: 7 }).slice(1)).toEqual([
      " 1 | one two",
      "   |     ^^^",
      "   : ...",
      " 3 |   four five",
      "   |   ^^^^",
    ]);
  });
  test("a second place has its own line and its own words", () => {
    const span = { file: "conf", line: 1, column: 1, endLine: 1, endColumn: 4 };
    const related = [{ span, message: "opened here" }];
    expect(show({ text, line: 3, column: 3, endColumn: 7, related }).slice(1)).toEqual([
      " 3 |   four five",
      "   |   ^^^^",
      " 1 | one two",
      "   | --- opened here",
    ]);
  });
  test("a second place in another file is named", () => {
    const span = { file: "other.conf", line: 1, column: 1, endLine: 1, endColumn: 6 };
    const related = [{ span, message: "first here" }];
    expect(show({ text, column: 1, endColumn: 4, related }).slice(3)).toEqual([
      "   : other.conf:1",
      " 1 | other",
      "   | ----- first here",
    ]);
  });
});

test("what a conf says cannot steer the terminal by way of the message", () => {
  expect(show({ text: "a", column: 1, endColumn: 2, message: 'found "\u001b[2J"' })[0]).toBe(
    'conf:1:1: error: found "\u241b[2J" [rule]',
  );
});
