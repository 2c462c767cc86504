/** keepalived's way without -n: the command returns when the daemon is up, and the daemon goes on by itself. */
import { fork } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { replaceFd } from "../libc/process.ts";

/** Starts this program again in a session of its own. Resolves with 0 when it is up, else with its exit status. */
export function runInBackground(main: string, args: readonly string[]): Promise<number> {
  const child = fork(main, ["--dont-fork", ...args], {
    detached: true,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: { ...process.env, DARUMA_TELL_PARENT: "1" },
  });
  return new Promise((resolve) => {
    child.once("message", () => {
      child.disconnect();
      child.unref();
      resolve(0);
    });
    child.once("exit", (code) => {
      resolve(code ?? 1);
    });
  });
}

/**
 * Tells the command that waits for us, where there is one, that it may return. From then on its
 * output is ours no longer, unless the log goes there: who reads it to the end must not wait for us.
 */
export function tellParent(process: NodeJS.Process, logsThere: boolean): void {
  if (process.env["DARUMA_TELL_PARENT"] === undefined) return;
  delete process.env["DARUMA_TELL_PARENT"];
  if (!logsThere) releaseOutput();
  process.send?.("ready", undefined, undefined, () => {
    if (process.connected) process.disconnect();
  });
}

function releaseOutput(): void {
  const nowhere = openSync("/dev/null", "w");
  for (const output of [1, 2]) replaceFd(output, nowhere);
  closeSync(nowhere);
}
