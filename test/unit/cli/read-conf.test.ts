/** A conf of one file or of several: which files are read, in which order, and what is no conf. */
import { mkdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConf } from "../../../src/cli/read-conf.ts";
import type { Parsed } from "../../../src/config/parse.ts";
import { temporaryFolder } from "../folder.ts";

const folder = temporaryFolder();

const instance = (name: string, vrid: number): string =>
  `vrrp_instance ${name} {\ninterface eth0\nvirtual_router_id ${vrid}\nvirtual_ipaddress {\n192.0.2.${vrid}\n}\n}\n`;

folder.write("10-a.conf", `$DEV=eth7\n${instance("A", 1)}`);
folder.write("20-b.conf", instance("B", 2).replace("eth0", "$DEV"));
folder.write("c[1].conf", instance("C", 3));
folder.write("c1.conf", instance("D", 4));
folder.write("open.cnf", instance("E", 5).replace(/\}\n$/, ""));
folder.write("shut.cnf", "}\n");
folder.write("notify.sh", "#!/bin/sh\n", 0o755);
mkdirSync(folder.at("x.d"));
folder.write("x.d/one.inc", instance("F", 6));
folder.write("x.d/two.inc", "include none.inc\ninclude none*\n");

/** By names without a folder, as an operator there would type them. */
const before = process.cwd();
beforeAll(() => {
  process.chdir(folder.path);
});
afterAll(() => {
  process.chdir(before);
});

function parsed(name: string, allConfig = false): Parsed {
  const read = readConf(name, { allConfig });
  if (!read.ok) throw new Error(read.fault);
  return read.value;
}

/** The instances, in order. */
const namesIn = (name: string): readonly string[] | undefined =>
  parsed(name).config?.instances.map((each) => each.name);

/** `file:line rule severity: message` */
const saidOf = (name: string): readonly string[] =>
  parsed(name).diagnostics.map(
    ({ span, rule, severity, message }) =>
      `${span.file}:${span.line} ${rule} ${severity}: ${message}`,
  );

describe("what -f names", () => {
  test.for<readonly [string, readonly string[]]>([
    ["10-a.conf", ["A"]],
    ["*0-?.conf", ["A", "B"]],
    ["{c1,10-a}.conf", ["D", "A"]],
    ["{*0-a,c1}.c*", ["A", "D"]],
    // A file of this very name is meant, not what it matches.
    ["c[1].conf", ["C"]],
    ["c[1-3].conf", ["D"]],
    ["c\\[1\\].conf", ["C"]],
    ["x.?/one.*", ["F"]],
    ["./10*", ["A"]],
  ])("%s", ([name, expected]) => {
    expect(namesIn(name)).toEqual(expected);
    expect(saidOf(name)).toEqual([]);
  });

  test("may be a pattern from the root", () => {
    expect(namesIn(`${folder.path}/*0-*`)).toEqual(["A", "B"]);
  });

  test("is one conf: definitions go on, and so do blocks", () => {
    const { config, sources } = parsed("*0-?.conf");
    expect(config?.instances.map((each) => each.interface)).toEqual(["eth0", "eth7"]);
    expect([...sources.keys()]).toEqual(["10-a.conf", "20-b.conf"]);
    expect([namesIn("{open,shut}.cnf"), saidOf("{open,shut}.cnf")]).toEqual([["E"], []]);
    expect(saidOf("{open,c1}.c*")).toContainEqual(expect.stringMatching(/^open.cnf:1 unclosed-/));
  });

  test("names the file of a mistake", () => {
    folder.write("30-bad.conf", "nonsense\n");
    expect(saidOf("{10-a,30-bad}.conf")).toEqual([
      expect.stringMatching(/^30-bad.conf:1 unknown-keyword error/),
    ]);
  });

  test("may name a file that is not there beside one that is, which is told", () => {
    expect(namesIn("{10-a,none}.conf")).toEqual(["A"]);
    expect(saidOf("{10-a,none}.conf")).toEqual([
      "{10-a,none}.conf:1 include warning: there is no none.conf; the conf is read without it",
    ]);
  });

  test.for([
    ["none*", "no file matches none*, expected a conf file"],
    ["{none,neither}.conf", "cannot read none.conf, neither.conf: there is no such file"],
    ["none.conf", "cannot read none.conf: there is no such file"],
    ["x*", "x.d is a folder, expected a conf file"],
    ["*.sh", "notify.sh may be executed, which no conf should be (chmod a-x)"],
    ["{10-a.conf,x.d}", "x.d is a folder, expected a conf file"],
  ])("%s: %s", ([name, fault]) => {
    expect(readConf(name ?? "")).toEqual({ ok: false, fault });
  });
});

describe("with -e whatever is named has to be there", () => {
  test("by -f", () => {
    expect(readConf("{10-a,none}.conf", { allConfig: true })).toEqual({
      ok: false,
      fault: "cannot read none.conf: there is no such file",
    });
    expect(readConf("{10-a,c1}.conf", { allConfig: true }).ok).toBe(true);
  });

  test("by an include, in whichever file", () => {
    const name = "{x.d/two.inc,10-a.conf,x.d/two.inc}";
    const errors = (all: boolean): readonly number[] =>
      parsed(name, all)
        .diagnostics.filter(({ severity }) => severity === "error")
        .map(({ span }) => span.line);
    expect([parsed(name).config?.instances.length, errors(false)]).toEqual([1, []]);
    expect([parsed(name, true).config, errors(true)]).toEqual([undefined, [1, 2]]);
  });

  test("also behind a file that asks for less", () => {
    folder.write("40-less.conf", "global_defs {\ninclude_check -match\n}\ninclude none.inc\n");
    const name = "{10-a.conf,40-less.conf,x.d/two.inc}";
    const found = parsed(name, true).diagnostics.map(
      ({ span, severity }) => `${span.file}:${span.line} ${severity}`,
    );
    expect(found).toEqual(["40-less.conf:4 warning", "x.d/two.inc:1 error", "x.d/two.inc:2 error"]);
  });
});
