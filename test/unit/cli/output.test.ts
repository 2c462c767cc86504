/** Nothing of what a command says is lost, whoever reads it and however slowly. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, constants, openSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { writerTo } from "../../../src/cli/output.ts";
import { temporaryFolder } from "../folder.ts";

const folder = temporaryFolder();

interface Pipe {
  readonly fd: number;
  /** What has been read when the writer has closed its end. */
  readonly read: () => Promise<string>;
}

/** Read by another process, into a file: this one is held up while the pipe is full. */
function pipeTo(shell: string, flags: number): Pipe {
  const at = folder.at(`pipe-${++pipes}`);
  execFileSync("mkfifo", [at]);
  const reader = spawn("sh", ["-c", `exec < ${at} > ${at}.read; ${shell}`], { stdio: "ignore" });
  const fd = openSync(at, flags);
  return {
    fd,
    async read() {
      closeSync(fd);
      if (reader.exitCode === null) await once(reader, "close");
      return readFileSync(`${at}.read`, "utf8");
    },
  };
}
let pipes = 0;

// No two parts are alike, so that none can stand for another.
const LINES = Array.from({ length: 20_000 }, (_, i) => `${i}: ${"é".repeat(i % 50)}\n`);
const TEXT = LINES.join("");

test("is longer than any pipe holds", () => {
  expect(Buffer.byteLength(TEXT)).toBeGreaterThan(1_000_000);
});

test.for([
  ["as pipes are", constants.O_WRONLY],
  ["set to be non-blocking by somebody else", constants.O_RDWR | constants.O_NONBLOCK],
] as const)("a reader that comes late gets all of it: %s", async ([, flags]) => {
  const { fd, read } = pipeTo("sleep 0.3; cat", flags);
  const write = writerTo(fd);
  write("begin\n");
  write(TEXT);
  expect(await read()).toBe(`begin\n${TEXT}`);
});

test("a reader that is gone is no error", async () => {
  const { fd, read } = pipeTo("head -n 1", constants.O_WRONLY);
  const write = writerTo(fd);
  write(TEXT);
  write("and this\n");
  expect(await read()).toBe("0: \n");
});

test("what cannot be written is an error", () => {
  const fd = openSync("/dev/full", constants.O_WRONLY);
  expect(() => {
    writerTo(fd)("text");
  }).toThrow("ENOSPC");
  closeSync(fd);
});
