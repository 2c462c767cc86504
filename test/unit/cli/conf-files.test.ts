/** Includes from the file system: glob(7) with braces, and what is no conf file. */
import { chmodSync, mkdirSync, symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checkConf } from "../../../src/cli/check.ts";
import { confSurroundings } from "../../../src/cli/conf-files.ts";
import { parseConfig } from "../../../src/config/parse.ts";
import { temporaryFolder } from "../folder.ts";

const folder = temporaryFolder();
mkdirSync(folder.at("conf.d"));
mkdirSync(folder.at("conf.d/folder.conf"));
for (const name of ["b.conf", "a.conf", "c.txt", ".hidden.conf", "é1.conf", "[x].conf"])
  folder.write(`conf.d/${name}`, `include_of ${name}\n`);
folder.write("conf.d/nested.inc", "include a.conf\n");
const MAIN = folder.at("main.conf");

/** The names of the files that a pattern of the main file reads. */
const read = (pattern: string): readonly string[] => {
  const { sources } = parseConfig(
    `include ${pattern}\n`,
    MAIN,
    confSurroundings({ configId: "x" }),
  );
  return [...sources.keys()].slice(1).map((name) => name.replace(`${folder.path}/`, ""));
};

describe("a pattern", () => {
  test.for<readonly [string, readonly string[]]>([
    ["conf.d/a.conf", ["conf.d/a.conf"]],
    ["conf.d/?.conf", ["conf.d/a.conf", "conf.d/b.conf"]],
    ["conf.d/[a-b].conf", ["conf.d/a.conf", "conf.d/b.conf"]],
    ["conf.d/[\\!a].conf", ["conf.d/b.conf"]],
    ["conf.d/[^a].conf", ["conf.d/b.conf"]],
    ["conf.d/{b,a}.conf", ["conf.d/b.conf", "conf.d/a.conf"]],
    ["conf.d/{b,{a,c}}.{conf,txt}", ["conf.d/b.conf", "conf.d/a.conf", "conf.d/c.txt"]],
    ["conf.d/.h*", ["conf.d/.hidden.conf"]],
    ["*/a.conf", ["conf.d/a.conf"]],
    ["c*/[é]*", ["conf.d/é1.conf"]],
    ["conf.d/\\[x\\].conf", ["conf.d/[x].conf"]],
    ["conf.d/nested.inc", ["conf.d/nested.inc", "conf.d/a.conf"]],
    ["./conf.d/../conf.d/b.conf", ["./conf.d/../conf.d/b.conf"]],
    ["no/*", []],
    [`${folder.path}/conf.d/b*`, ["conf.d/b.conf"]],
    ["{a,b}".repeat(40), []],
    [`conf.d/${"*a".repeat(60)}`, []],
  ])("%s", ([pattern, expected]) => {
    expect(read(pattern)).toEqual(expected);
  });
});

const said = (text: string): string => {
  let output = "";
  folder.write("main.conf", text);
  checkConf(MAIN, { write: (part) => (output += part), colour: false }, { configId: "lb1" });
  return output.replaceAll(`${folder.path}/`, "");
};

test("folders and what may be executed are left out, and a loop is told by any name", () => {
  expect(said("includer conf.d/folder.conf\n")).toContain("conf.d/folder.conf is a folder");
  folder.write("run.conf", "x\n");
  chmodSync(folder.at("run.conf"), 0o755);
  expect(said("include run.conf\n")).toContain("run.conf may be executed");
  symlinkSync("main.conf", folder.at("again.conf"));
  expect(said("include again.conf\n")).toContain("[include-loop]");
});

test("an included file is quoted where it is wrong, and an id chooses lines", () => {
  folder.write("wrong.conf", "first\n@lb1 nonsense\n@lb2 other\n");
  const output = said("include wrong.conf\n");
  expect(output).toContain('wrong.conf:2:6: error: unknown keyword "nonsense"');
  expect(output).toContain(" 2 | @lb1 nonsense");
  expect(output).not.toContain("other");
});
