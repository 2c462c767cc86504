import { chmodSync, mkdirSync } from "node:fs";
import { afterEach, describe, expect, test, vi } from "vitest";
import { checkScripts, judgeScript } from "../../../src/host/script-check.ts";
import type { NotifyScripts } from "../../../src/ports/scripts.ts";
import { temporaryFolder } from "../folder.ts";

const folder = temporaryFolder();
const good = folder.write("good", "#!/bin/sh\n", 0o755);
const plain = folder.write("plain", "#!/bin/sh\n", 0o644);
mkdirSync(folder.at("folder"));

afterEach(() => {
  vi.unstubAllEnvs();
});

const OPEN = { defaultUser: undefined, security: false } as const;
const SECURE = { defaultUser: { user: "root", group: undefined }, security: true } as const;

const notifyOf = (...paths: readonly string[]): NotifyScripts => {
  const [master, backup, fault, stop, any] = paths.map(
    (path) => ({ command: [path, "argument"], user: undefined }) as const,
  );
  return { master, backup, fault, stop, any };
};

test("scripts that can run are no problem", () => {
  expect(checkScripts([notifyOf(good, good), notifyOf()], OPEN)).toEqual([]);
});

test("each of the five is looked at, and each file is told once", () => {
  const missing = ["/no/1", "/no/2", "/no/3", "/no/4", "/no/5"];
  const problems = checkScripts([notifyOf(...missing), notifyOf(...missing)], OPEN);
  expect(problems.map(({ script }) => script)).toEqual(missing);
});

test.for<readonly [string, string]>([
  [folder.at("missing"), "it does not exist: it will not run"],
  [plain, "it is not executable: it will not run"],
  [folder.at("folder"), "it is no file: it will not run"],
  ["no-such-program", "it is not on the search path: it will not run"],
])("%s", ([script, detail]) => {
  expect(checkScripts([notifyOf(script)], OPEN)).toEqual([{ script, detail }]);
});

test("a name without a slash is looked for on the search path", () => {
  vi.stubEnv("PATH", `/nonexistent:${folder.path}`);
  expect(checkScripts([notifyOf("good")], OPEN)).toEqual([]);
  expect(checkScripts([notifyOf("plain")], OPEN)).toHaveLength(1);
});

test("a user that does not exist is told when the conf is read", () => {
  const policy = { defaultUser: { user: "no-such-user", group: "g" }, security: false };
  const detail = "there is no user no-such-user, group g";
  expect(checkScripts([notifyOf(good)], policy)).toEqual([{ script: good, detail }]);
});

describe.runIf(process.getuid?.() === 0)("with enable_script_security", () => {
  test("a script that others may change is told when the conf is read", () => {
    const open = folder.write("open", "#!/bin/sh\n");
    chmodSync(open, 0o777);
    expect(checkScripts([notifyOf(good, open)], SECURE)).toEqual([
      {
        script: open,
        detail: `enable_script_security: it would have root's rights, but ${open} can be written by everybody: it will not run`,
      },
    ]);
    expect(checkScripts([notifyOf(good, open)], OPEN)).toEqual([]);
  });

  test("root runs nothing that names no user", () => {
    const policy = { defaultUser: undefined, security: true };
    expect(judgeScript({ command: [good], user: undefined }, policy)).toMatch(/names no user/);
    const user = { user: "root", group: undefined };
    expect(judgeScript({ command: [good], user }, policy)).toEqual({
      path: good,
      user: { uid: 0, gid: 0 },
    });
  });

  test("what a search along PATH finds is what runs", () => {
    vi.stubEnv("PATH", `/nonexistent:${folder.path}`);
    const script = { command: ["good"], user: undefined } as const;
    expect(judgeScript(script, SECURE)).toMatchObject({ path: good });
    expect(judgeScript(script, OPEN)).toMatchObject({ path: "good" });
  });
});
