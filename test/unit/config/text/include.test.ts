/** keepalived.conf(5), "include" and "include_check". */
import { describe, expect, test } from "vitest";
import { parseConfig } from "../../../../src/config/parse.ts";
import type { ConfFile } from "../../../../src/config/text/conf-files.ts";
import { instanceText } from "../read.ts";
import { expandText, filesOf } from "./read.ts";

const read = (
  text: string,
  files: Readonly<Record<string, ConfFile | string>>,
): ReturnType<typeof expandText> => expandText(text, { files: filesOf(files), configId: "main" });

describe("an include", () => {
  test.for<readonly [string, readonly string[]]>([
    ["x\ninclude a\ny", ["x", "1", "y"]],
    ["include d*", ["2", "3"]],
    ["v { include a\n}", ["v {", "1", "}"]],
    ["include opens\n}", ["o {", "}"]],
    ["@main include a\n@other include d1", ["1"]],
    ["$F=a\ninclude $F", ["1"]],
    ["~SEQ(i,1,2) include d${i}", ["2", "3"]],
    ["include nested", ["n", "1", "m"]],
    ["include defines\nx ${D} ${P}", ["x 5 /etc/conf.d"]],
    ["include none*\nx", ["x"]],
  ])("%j", ([text, expected]) => {
    const { lines, said } = read(text, {
      a: "1",
      d1: "2\n",
      d2: "3",
      opens: "o {",
      nested: "n\ninclude a\nm",
      defines: "$D=5\n$P=${_PWD}",
    });
    expect(lines).toEqual(expected);
    expect(said).toEqual([]);
  });

  test("has its words and mistakes in its own file, whose text is among the sources", () => {
    const { placed, said, sources } = read("include a", { a: "x\n  y \\" });
    expect(placed).toEqual(["x@a:1:1-2", "y@a:2:3-4", "\\@a:2:5-6"]);
    expect(said).toEqual(["a:2:5 trailing-backslash"]);
    expect([...sources.keys()]).toEqual(["conf", "a"]);
  });

  test("of a file that is being read is told, and ends", () => {
    expect(read("include conf", { conf: "" }).said).toEqual(["1:9 include-loop"]);
    expect(read("include a", { a: "include b", b: "x\ninclude a" }).said).toEqual([
      "b:2:9 include-loop",
    ]);
  });

  test("goes only so deep", () => {
    const files = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [`f${i}`, `include f${i + 1}`]),
    );
    expect(read("include f0", files).said.join()).toMatch(/^f\d+:1:9 too-deep$/);
  });

  test("needs a name, which is told once", () => {
    expect(read("include\nincluder ", {}).said).toEqual([
      "1:1 missing-argument",
      "2:1 missing-argument",
    ]);
  });

  test("in quotes finds its file, and keepalived's other view is told", () => {
    const { lines, said } = read('include "a"', { a: "1" });
    expect([lines, said]).toEqual([["1"], ["1:9 include"]]);
  });

  test("without files finds none", () => {
    expect(expandText("include a").said).toEqual(["1:9 include"]);
  });
});

describe("what an include has to find", () => {
  const files = {
    a: "1",
    folder: { type: "folder" },
    run: { type: "executable" },
    pipe: { type: "special" },
    locked: { type: "unreadable", reason: "permission denied" },
    zip: { type: "text", text: "PK\u0003\u0004\0\0\0\0" },
  } as const;
  /** Nothing, a warning, or an error by which the conf is not used. */
  const verdict = (text: string): string => {
    const { diagnostics, incomplete } = read(text, files);
    const [first, ...more] = diagnostics.map(({ severity }) => severity);
    expect(more).toEqual([]);
    expect(incomplete).toBe(first === "error");
    return first ?? "nothing";
  };
  test.for<readonly [string, string]>([
    ["include no", "warning"],
    ["includer no", "warning"],
    ["includem no", "error"],
    ["includew no", "error"],
    ["includeb no", "warning"],
    ["includea no", "error"],
    ["include no*", "nothing"],
    ["includer no*", "nothing"],
    ["includem no*", "nothing"],
    ["includew no*", "error"],
    ["includeb no*", "nothing"],
    ["includea no*", "error"],
    ["includeb {no,a}", "error"],
    ["includem {no,a}", "warning"],
    ["include folder", "warning"],
    ["includer folder", "error"],
    ["include run", "warning"],
    ["includem run", "error"],
    ["include pipe", "warning"],
    ["include locked", "warning"],
    ["includeb locked", "error"],
    ["include zip", "warning"],
    ["includea a", "nothing"],
    ["include_check match\ninclude no", "error"],
    ["include_check match\ninclude no*", "nothing"],
    ["include_check\ninclude no*", "error"],
    ["include_check read\ninclude run", "error"],
    ["include_check match\ninclude_check -match\ninclude no", "warning"],
    ["include_check +wildcard_match\ninclude no*", "error"],
  ])("%j: %s", ([text, expected]) => {
    expect(verdict(text)).toBe(expected);
  });

  test("include_check holds for a file, and for those that it includes", () => {
    const { said } = read("include a\ninclude no", {
      a: "include_check\ninclude b",
      b: "include no*",
    });
    expect(said).toEqual(["b:1:9 include", "2:9 include"]);
  });
});

test("a conf whose demanded include is missing is not used at all", () => {
  const around = { files: filesOf({}) };
  const text = instanceText();
  expect(parseConfig(`include no\n${text}`, "conf", around).config).toBeDefined();
  expect(parseConfig(`includem no\n${text}`, "conf", around).config).toBeUndefined();
});

test("a text that is none is one error", () => {
  const { config, diagnostics } = parseConfig("\u007fELF\u0002\u0001\0\0\0\0\0\n\0x\0", "conf");
  expect(config).toBeUndefined();
  expect(diagnostics.map(({ rule }) => rule)).toEqual(["binary"]);
});
