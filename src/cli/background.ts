/** keepalived's way without -n: the command returns when the daemon is up, and the daemon goes on by itself. */
import { fork } from "node:child_process";

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

/** Tells the command that waits for us, where there is one, that it may return. */
export function tellParent(process: NodeJS.Process): void {
  if (process.env["DARUMA_TELL_PARENT"] === undefined) return;
  delete process.env["DARUMA_TELL_PARENT"];
  process.send?.("ready", undefined, undefined, () => {
    if (process.connected) process.disconnect();
  });
}
