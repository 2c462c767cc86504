import { existsSync, readFileSync, statSync, symlinkSync, truncateSync } from "node:fs";
import { expect, test } from "vitest";
import { notePid, takePidFile } from "../../../src/host/pid-file.ts";
import { temporaryFolder } from "../folder.ts";

const folder = temporaryFolder();

/** Takes a file that the test says is free. */
function take(path: string, pid: number): { release(): void } {
  const taken = takePidFile(path, pid);
  if (!taken.ok) throw new Error(taken.fault);
  return taken.value;
}

test("who takes it writes its pid, and makes the folder where there is none", () => {
  const path = folder.at("run/daruma.pid");
  const file = take(path, 4711);
  expect(readFileSync(path, "utf8")).toBe("4711\n");
  expect(statSync(path).mode & 0o777).toBe(0o644);
  file.release();
  expect(existsSync(path)).toBe(false);
});

test("a second one is told who has it, and leaves it alone", () => {
  const path = folder.at("second.pid");
  const file = take(path, 4711);
  expect(takePidFile(path, 4712)).toEqual({
    ok: false,
    fault: `daruma is already running as process 4711 (${path})`,
  });
  expect(readFileSync(path, "utf8")).toBe("4711\n");
  file.release();
  take(path, 4712).release();
});

test("a second one that comes before the pid is written says just that it runs", () => {
  const path = folder.at("early.pid");
  const file = take(path, 4711);
  truncateSync(path);
  expect(takePidFile(path, 4712)).toEqual({
    ok: false,
    fault: `daruma is already running (${path})`,
  });
  file.release();
});

test("a file that a dead process has left is taken over", () => {
  const path = folder.write("stale.pid", "1234567890 and more\n");
  const file = take(path, 42);
  expect(readFileSync(path, "utf8")).toBe("42\n");
  file.release();
});

test("a symbolic link is not followed: another's file would be overwritten", () => {
  const target = folder.write("target", "precious");
  const path = folder.at("link.pid");
  symlinkSync(target, path);
  const taken = takePidFile(path, 42);
  expect(taken).toMatchObject({ ok: false, fault: expect.stringContaining("ELOOP") as string });
  expect(readFileSync(target, "utf8")).toBe("precious");
});

test("a place that cannot be written is said", () => {
  const path = `${folder.write("file", "")}/daruma.pid`;
  const taken = takePidFile(path, 42);
  expect(taken.ok ? "" : taken.fault).toMatch(/^cannot write the pid file .*: E/);
});

test("a worker's pid is noted, or it is said why not", () => {
  const path = folder.at("worker.pid");
  expect(notePid(path, 42)).toBeUndefined();
  expect(readFileSync(path, "utf8")).toBe("42\n");
  expect(notePid(folder.at("no/such/folder"), 42)).toMatch(/^ENOENT/);
});
