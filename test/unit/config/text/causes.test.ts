/** What is wrong with the text itself is told once, and not again as what comes of it. */
import { describe, expect, test } from "vitest";
import { parseConfig } from "../../../../src/config/parse.ts";
import { instanceText } from "../read.ts";

const said = (text: string): readonly string[] =>
  parseConfig(text, "conf").diagnostics.map(
    ({ span, severity, rule, message }) =>
      `${span.line}:${span.column} ${severity} ${rule}: ${message}`,
  );

/** A definition of many lines, and an instance that does not need it. */
const defining = (...lines: readonly string[]): string =>
  `${lines.join("\n")}\n${instanceText("priority 100")}`;

describe("a definition that ends before it should", () => {
  const left = "what follows, up to a line without \\, is no part of it, and left out";
  test("at an empty line", () => {
    const text = defining(
      "$X= \\",
      "  nopreempt \\",
      "",
      "  priority 9 \\",
      "",
      "  debug 1 \\",
      "  x",
    );
    expect(said(text)).toEqual([
      `3:1 error trailing-backslash: the definition of X ends at this empty line: ${left}`,
    ]);
  });
  test("at a comment with a backslash", () => {
    const text = defining("$X= a # first \\", "  priority 9 \\", "  debug 1", "# behind it");
    expect(said(text)).toEqual([
      `1:1 error trailing-backslash: the definition of X ends at this comment, whose \\ does not count: ${left}`,
    ]);
  });
  test("one that a condition leaves out", () => {
    const text = defining("@lb2 $X= \\", "  a \\", "", "  b \\", "  c");
    expect(said(text)).toEqual([
      `3:1 error trailing-backslash: the definition ends at this empty line: ${left}`,
    ]);
  });
  test.for([
    [["$X= \\", "  nopreempt \\", "", "$Y= \\", "  debug 1"]],
    [["$X= \\", "  nopreempt \\", "", "# \\"]],
    [["$X= \\", "  nopreempt", "", "$Y=2 # not \\ here"]],
    [["$X= \\", "# \\", "  nopreempt"]],
  ] as const)("%j is none", ([lines]) => {
    expect(said(defining(...lines))).toEqual([]);
  });
  test("what is defined so far is what stands before it", () => {
    const text = `$X= \\\n  priority 9 \\\n\n  nopreempt \\\n  x\n${instanceText("$X")}`;
    const { config } = parseConfig(text, "conf");
    expect(config?.instances[0]).toMatchObject({ priority: 9, preempt: true });
  });
});

describe("a name that is not defined", () => {
  test("is the cause of what is wrong with it", () => {
    expect(said(instanceText("priority $PRIO"))).toEqual([
      '4:14 error undefined-name: PRIO is not defined before this line: found "$PRIO", expected a whole number from 1 to 255; the default is 100',
    ]);
  });
  test("is only told where nothing is wrong with it", () => {
    const text = instanceText("virtual_ipaddress_excluded {", "192.0.2.9 label $LABEL", "}");
    expect(said(text)).toEqual([
      "5:21 warning undefined-name: LABEL is not defined before this line: it stays as it is written",
    ]);
  });
  test("may have been meant to be defined there", () => {
    const { diagnostics } = parseConfig(defining("$PRIO = 150"), "conf");
    expect(diagnostics).toMatchObject([
      { rule: "undefined-name", hint: "a definition has no blanks around its =: $PRIO=150" },
    ]);
  });
});
