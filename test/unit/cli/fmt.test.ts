/** `daruma fmt`: what is printed, what is changed, and the exit status that hooks read. */
import {
  chmodSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { beforeEach, describe, expect, test } from "vitest";
import { shortDiff } from "../../../src/cli/diff.ts";
import { type FmtMode, fmtConfs } from "../../../src/cli/fmt.ts";
import { temporaryFolder } from "../folder.ts";

const folder = temporaryFolder();
const MESSY = "global_defs {\n  router_id   lb1\n}\n";
const NEAT = "global_defs {\n    router_id lb1\n}\n";
const BROKEN = 'global_defs {\n  router_id "lb1\n}\n';

let messy = "";
let neat = "";
let broken = "";
beforeEach(() => {
  messy = folder.write("messy.conf", MESSY);
  neat = folder.write("neat.conf", NEAT);
  broken = folder.write("broken.conf", BROKEN);
});

interface Said {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

function run(mode: FmtMode, ...paths: readonly string[]): Said {
  let [out, err] = ["", ""];
  const status = fmtConfs(paths, mode, {
    out: { write: (text) => (out += text), colour: false },
    err: { write: (text) => (err += text), colour: false },
  });
  return {
    status,
    out: out.replaceAll(`${folder.path}/`, ""),
    err: err.replaceAll(`${folder.path}/`, ""),
  };
}

const contents = (path: string): string => readFileSync(path, "utf8");

describe("print", () => {
  test("writes the layout to standard output, and leaves the file", () => {
    expect(run("print", messy, neat)).toEqual({ status: 0, out: NEAT + NEAT, err: "" });
    expect(contents(messy)).toBe(MESSY);
  });
  test("of a broken file nothing but what is wrong", () => {
    const { status, out, err } = run("print", broken);
    expect([status, out]).toEqual([1, ""]);
    expect(err).toMatch(/^broken.conf:2:13: error: .*\[unclosed-quote\]\n/);
    expect(err).toMatch(/broken.conf: left as it is\n$/);
  });
  test("says which file is missing, and goes on with the next", () => {
    const { status, out, err } = run("print", folder.at("none.conf"), neat);
    expect([status, out]).toEqual([1, NEAT]);
    expect(err).toContain("cannot read none.conf: there is no such file");
  });
});

describe("check", () => {
  test("is content with what is canonical", () => {
    expect(run("check", neat)).toEqual({ status: 0, out: "", err: "" });
  });
  test("names the others, and shows the difference", () => {
    const { status, out, err } = run("check", messy, neat);
    expect(status).toBe(1);
    expect(out).toBe("messy.conf\n@@ line 2\n-  router_id   lb1\n+    router_id lb1\n");
    expect(err).toMatch(/^1 file not in canonical layout/);
    expect(contents(messy)).toBe(MESSY);
  });
  test("fails for a broken file", () => {
    expect(run("check", broken).status).toBe(1);
  });
});

describe("write", () => {
  test("changes what is not canonical, and names it", () => {
    expect(run("write", messy, neat)).toEqual({ status: 0, out: "messy.conf\n", err: "" });
    expect(contents(messy)).toBe(NEAT);
    expect(run("write", messy)).toEqual({ status: 0, out: "", err: "" });
  });
  test("does not touch a broken file", () => {
    expect(run("write", broken).status).toBe(1);
    expect(contents(broken)).toBe(BROKEN);
  });
  test("keeps mode and link, and leaves nothing beside the file", () => {
    chmodSync(messy, 0o640);
    const link = folder.at("link.conf");
    symlinkSync("messy.conf", link);
    expect(run("write", link).status).toBe(0);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(contents(messy)).toBe(NEAT);
    expect(statSync(messy).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder.path).filter((name) => name.startsWith("."))).toEqual([]);
  });
  test("keeps bytes that are no UTF-8", () => {
    const path = folder.at("latin1.conf");
    writeFileSync(path, Buffer.from("a  b # f\u00fcr\n", "latin1"));
    expect(run("write", path).status).toBe(0);
    expect(readFileSync(path)).toEqual(Buffer.from("a b # f\u00fcr\n", "latin1"));
  });
});

describe("a short difference", () => {
  test.for<readonly [string, string, string, string]>([
    ["nothing", "a\nb\n", "a\nb\n", ""],
    ["a line more", "a\nc\n", "a\nb\nc\n", "@@ line 2\n+b\n"],
    ["a line less", "a\nb\nc\n", "a\nc\n", "@@ line 2\n-b\n"],
    ["two places", "a\nb\nc\nd\n", "A\nb\nc\nD\n", "@@ line 1\n-a\n+A\n@@ line 4\n-d\n+D\n"],
    ["line ends", "a\r\n", "a\n", "@@ line 1\n-a (CR)\n+a\n"],
    ["no newline at the end", "a", "a\n", "@@ line 1\n-a (no newline at the end)\n+a\n"],
    ["a byte order mark", "\ufeffa\n", "a\n", "@@ line 1\n-(BOM) a\n+a\n"],
    ["all", "", "a\n", "@@ line 1\n+a\n"],
  ])("%s", ([, before, after, expected]) => {
    expect(shortDiff(before, after)).toBe(expected);
  });
  test("is cut off where it gets long", () => {
    const many = Array.from({ length: 100 }, (_, i) => `${i}\n`).join("");
    const diff = shortDiff(many, many.replaceAll(/^/gm, " ")).split("\n");
    expect(diff.length).toBeLessThan(30);
    expect(diff.at(-2)).toMatch(/^\.\.\. and \d+ lines more$/);
  });
});
