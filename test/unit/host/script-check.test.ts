import { mkdirSync } from "node:fs";
import { afterEach, expect, test, vi } from "vitest";
import { checkScripts } from "../../../src/host/script-check.ts";
import type { NotifyScripts } from "../../../src/ports/scripts.ts";
import { temporaryFolder } from "../folder.ts";

const folder = temporaryFolder();
const good = folder.write("good", "#!/bin/sh\n", 0o755);
const plain = folder.write("plain", "#!/bin/sh\n", 0o644);
mkdirSync(folder.at("folder"));

afterEach(() => {
  vi.unstubAllEnvs();
});

const notifyOf = (...paths: readonly string[]): NotifyScripts => {
  const [master, backup, fault, stop, any] = paths.map(
    (path) => ({ command: [path, "argument"], user: undefined }) as const,
  );
  return { master, backup, fault, stop, any };
};

test("scripts that can run are no problem", () => {
  expect(checkScripts([notifyOf(good, good), notifyOf()])).toEqual([]);
});

test("each of the five is looked at, and each file is told once", () => {
  const missing = ["/no/1", "/no/2", "/no/3", "/no/4", "/no/5"];
  const problems = checkScripts([notifyOf(...missing), notifyOf(...missing)]);
  expect(problems.map(({ script }) => script)).toEqual(missing);
});

test.for<readonly [string, string]>([
  [folder.at("missing"), "it does not exist: it will not run"],
  [plain, "it is not executable: it will not run"],
  [folder.at("folder"), "it is no file: it will not run"],
  ["no-such-program", "it is not on the search path: it will not run"],
])("%s", ([script, detail]) => {
  expect(checkScripts([notifyOf(script)])).toEqual([{ script, detail }]);
});

test("a name without a slash is looked for on the search path", () => {
  vi.stubEnv("PATH", `/nonexistent:${folder.path}`);
  expect(checkScripts([notifyOf("good")])).toEqual([]);
  expect(checkScripts([notifyOf("plain")])).toHaveLength(1);
});
