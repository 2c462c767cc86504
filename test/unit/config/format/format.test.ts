/** daruma fmt: one layout, and nothing of what the conf says lost. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { formatConf } from "../../../../src/config/format/format.ts";

/** The canonical text; an error fails the test. */
function formatted(text: string): string {
  const result = formatConf(text, "conf");
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return result.value;
}

/** `line:column rule` of each error. */
function refusals(text: string): readonly string[] {
  const result = formatConf(text, "conf");
  return result.ok
    ? []
    : result.fault.map(({ rule, span }) => `${span.line}:${span.column} ${rule}`);
}

const lines = (...all: readonly string[]): string => all.map((line) => `${line}\n`).join("");

describe("layout", () => {
  test.for<readonly [string, string, string]>([
    ["an empty file", "", ""],
    ["nothing but blanks", " \n\t\n\n", ""],
    [
      "a block on one line",
      "global_defs { router_id lb1 }",
      lines("global_defs {", "    router_id lb1", "}"),
    ],
    ["blocks in one line", "a { b { c } }", lines("a {", "    b {", "        c", "    }", "}")],
    ["an empty block", "TCP_CHECK { }", lines("TCP_CHECK {", "}")],
    ["a brace without blank", "a{b}", lines("a {", "    b", "}")],
    ["a brace on the next line", "a b\n{\nc\n}", lines("a b {", "    c", "}")],
    ["a brace behind blank lines", "a\n\n\n{\nc\n}", lines("a {", "    c", "}")],
    [
      "a brace behind a comment",
      "a # 1\n# 2\n{ # 3\nc\n}",
      lines("a { # 1", "    # 2", "    # 3", "    c", "}"),
    ],
    ["words behind a brace", "a {\nb } c", lines("a {", "    b", "}", "", "c")],
    ["tabs and blanks", "a {\n\tb \t  c\t\n  }", lines("a {", "    b c", "}")],
    ["no newline at the end", "a", "a\n"],
    ["CRLF and a byte order mark", "\ufeffa {\r\nb\r\n}\r\n", lines("a {", "    b", "}")],
    ["several names of a group", "group { A  B }", lines("group {", "    A B", "}")],
    [
      "the first and last of a list in the lines of its braces",
      "v { 1.2.3.4\n 1.2.3.5 }",
      lines("v {", "    1.2.3.4", "    1.2.3.5", "}"),
    ],
  ])("%s", ([, text, expected]) => {
    expect(formatted(text)).toBe(expected);
  });
});

describe("blank lines", () => {
  test.for<readonly [string, string, string]>([
    ["one at most", "a\n\n\n\nb\n", lines("a", "", "b")],
    ["none at the start and the end of the file", "\n\na\n\n\n", "a\n"],
    ["none at the edges of a block", "a {\n\nb\n\n}", lines("a {", "    b", "}")],
    ["kept within a block", "a {\nb\n\nc\n}", lines("a {", "    b", "", "    c", "}")],
    ["one between blocks of the file", "a {\n}\nb {\n}", lines("a {", "}", "", "b {", "}")],
    ["above the comment of a block", "a\n# of b\nb {\n}", lines("a", "", "# of b", "b {", "}")],
    [
      "not between a comment and its block",
      "# of b\n# too\nb {\n}",
      lines("# of b", "# too", "b {", "}"),
    ],
    ["none between statements of the file", "a\nb", lines("a", "b")],
  ])("%s", ([, text, expected]) => {
    expect(formatted(text)).toBe(expected);
  });
});

describe("comments", () => {
  test.for<readonly [string, string, string]>([
    ["of both kinds, with one blank before them", "a#b\nc   !d", lines("a #b", "c !d")],
    ["their text is kept", "#  a   b\t c \t\n", "#  a   b\t c\n"],
    ["are indented with their block", "a {\n# b\n}", lines("a {", "    # b", "}")],
    ["behind what is broken up stay behind its end", "a { b } # c", lines("a {", "    b", "} # c")],
    ["no quoted or escaped mark begins one", 'a "#b"   c\\#d\\!e', 'a "#b" c\\#d\\!e\n'],
  ])("%s", ([, text, expected]) => {
    expect(formatted(text)).toBe(expected);
  });
});

const inBlock = (line: string): string => formatted(`a {\n${line}\n}`).split("\n")[1] ?? "";

describe("what is read raw is kept as it is written", () => {
  test.for([
    "script \"/bin/sh  -c 'x  y'\"   user  group",
    "notify_master /x   'a  b'",
    "startup_script /x   y",
    "lvs_notify_fifo_script /x   y",
    "quorum_down /x   y",
    "misc_path /x   y",
    'regex "a  b"   c',
    "@lb1 script /x   y",
    "unknown 'a   b'",
    'a "b   c"d"e  f"',
    "~SEQ(i,  1,   3) 10.0.0.$i",
    "~LST({a,b},   {1,2}) $a   $b",
    "$NAME=a   b {",
    "include   /etc/{a,b}/*.conf",
    "@^lb1 include /etc/{a,b}/*.conf",
    "x ${_RANDOM  1   2}",
  ])("%s", (line) => {
    expect(inBlock(line)).toBe(`    ${line}`);
  });
});

describe("the text level", () => {
  test("lines of other ids keep their line, in the depth of their own", () => {
    const text = "@a vrrp_instance A {\n@b vrrp_instance B {\n@a priority   1\nx\n}\ny";
    expect(formatted(text)).toBe(
      lines(
        "@a vrrp_instance A {",
        "@b vrrp_instance B {",
        "    @a priority 1",
        "    x",
        "}",
        "",
        "y",
      ),
    );
  });
  test("a block for one id only", () => {
    expect(formatted("@a b {\nc\n@a }\nd")).toBe(lines("@a b {", "    c", "@a }", "d"));
  });
  test("a brace below lines of several ids stays below", () => {
    expect(formatted("@a b\n@c d\n{\ne\n}")).toBe(lines("@a b", "@c d", "{", "    e", "}"));
  });
  test("definitions of several lines are untouched, to the blank line that ends them", () => {
    const text = "$A=\\\n  b   {\\\n\tc \\\n\n\n\nd   e\n";
    expect(formatted(text)).toBe("$A=\\\n  b   {\\\n\tc \\\n\nd e\n");
  });
  test("a variable that may be several lines keeps the end of its line", () => {
    expect(formatted("a { $B }")).toBe("a { $B }\n");
    expect(formatted("a ${B}\n{\n}")).toBe(lines("a ${B}", "{", "}"));
    expect(formatted("$B=c\na { d ${B} }")).toBe(lines("$B=c", "", "a {", "    d ${B}", "}"));
  });
  test("a variable that is none before a brace does not become one", () => {
    expect(formatted("$B=c\na { d $B}")).toBe(lines("$B=c", "a { d $B}"));
  });
  test("what would be special at the start of a line is not put there", () => {
    for (const text of ["a { @b c }", "a { $B=c }", "a { include b }", "a { ~SEQ(i,2) b }"])
      expect(formatted(text)).toBe(`${text}\n`);
  });
});

describe("a file that cannot be read is refused", () => {
  test.for<readonly [string, string, readonly string[]]>([
    ["an unclosed quote", 'a\nb "c', ["2:3 unclosed-quote"]],
    ["an unclosed block", "a {\nb {\n}\n", ["1:3 unclosed-brace"]],
    ["a brace too many", "a {\n}\n}\n", ["3:1 stray-brace"]],
    [
      "a block that one id does not close",
      "@a b {\nc\n@d }",
      ["1:6 unclosed-brace", "3:4 stray-brace"],
    ],
    ["a NUL byte", "a\0", ["1:2 binary"]],
    ["a carriage return within a line", "a\rb", ["1:2 binary"]],
    ["a line that is too long", "a".repeat(1023), ["1:1 line-too-long"]],
    ["a line of too many bytes", "é".repeat(512), ["1:1 line-too-long"]],
    ["a line that would be too long", "a#".padEnd(1022, "b"), ["1:1 line-too-long"]],
    [
      "blocks too deep",
      "a {\n".repeat(34) + "}\n".repeat(34),
      ["34:3 too-deep", "68:1 stray-brace"],
    ],
  ])("%s", ([, text, expected]) => {
    expect(refusals(text)).toEqual(expected);
  });
  test("but not for what is inside a definition or a comment", () => {
    expect(refusals('$A=a "b {\n# c "d {\n')).toEqual([]);
  });
  test("more ids than any conf has", () => {
    const text = Array.from({ length: 40 }, (_, i) => `@id${i} a\n`).join("");
    expect(refusals(text)).toEqual(["33:1 too-many-ids"]);
  });
});

test("a long line is indented as far as it may be", () => {
  const line = "b".repeat(1020);
  expect(formatted(`a {\n${line}\n}`)).toBe(lines("a {", `  ${line}`, "}"));
  const wide = "é".repeat(510);
  expect(formatted(`a {\n${wide}\n}`)).toBe(lines("a {", `  ${wide}`, "}"));
});

const CONF = join(import.meta.dirname, "../../../../conf");
const files = readdirSync(CONF, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".conf"),
);

test("there are confs that are shipped", () => {
  expect(files.length).toBeGreaterThan(4);
});

test.for(files)("%s, which is shipped, is in canonical layout", (name) => {
  const text = readFileSync(join(CONF, name), "utf8");
  expect(formatted(text)).toBe(text);
});
