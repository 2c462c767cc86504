/** Whatever the path of a conf file is, the answer comes at once: its text, or why there is none. */
import { execFileSync } from "node:child_process";
import { chmodSync, symlinkSync, truncateSync } from "node:fs";
import { expect, test } from "vitest";
import { readConfFile } from "../../../src/cli/conf-file.ts";
import { temporaryFolder } from "../folder.ts";

const NOBODY = 65_534;
const folder = temporaryFolder();

function faultOf(path: string): string {
  const read = readConfFile(path);
  return read.ok ? "" : read.fault.replaceAll(folder.path, "");
}

test("a text", () => {
  expect(readConfFile(folder.write("good.conf", "räuber\n"))).toEqual({
    ok: true,
    value: "räuber\n",
  });
});

test("a file that says nothing of its size", () => {
  expect(readConfFile("/proc/self/status")).toMatchObject({
    ok: true,
    value: expect.stringMatching(/^Name:/),
  });
});

test.for<readonly [string, () => string, string]>([
  ["a folder", () => folder.path, " is a folder, expected a conf file"],
  ["nothing", () => folder.at("missing"), "cannot read /missing: there is no such file"],
  ["/dev/zero", () => "/dev/zero", "/dev/zero is not a regular file, expected a conf file"],
  ["a FIFO", fifo, "/fifo is not a regular file, expected a conf file"],
  ["a circle of links", circle, "cannot read /circle: its symbolic links go in a circle"],
  ["more than any conf", giant, "/giant has more than 67108864 bytes, the most that are read"],
])("%s", ([, make, fault]) => {
  expect(faultOf(make())).toBe(fault);
});

test("without permission", () => {
  const path = folder.write("secret", "", 0o000);
  chmodSync(path, 0o000);
  // For root there is nothing without permission.
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(NOBODY);
  const fault = faultOf(path);
  if (isRoot) process.seteuid?.(0);
  expect(fault).toBe("cannot read /secret: permission denied");
});

function fifo(): string {
  execFileSync("mkfifo", [folder.at("fifo")]);
  return folder.at("fifo");
}

function circle(): string {
  symlinkSync("circle", folder.at("circle"));
  return folder.at("circle");
}

function giant(): string {
  const path = folder.write("giant", "");
  truncateSync(path, 70_000_000);
  return path;
}
