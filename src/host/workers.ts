/** Worker processes: this program once more, with a channel to it. */
import { type ChildProcess, fork } from "node:child_process";
import type { WorkerEvents, WorkerProcess, Workers } from "../ports/workers.ts";

const LAST_WORDS = 2000;

/** `main` is the program's file, started as `main worker NAME`. */
export function createWorkers<ToWorker extends object, FromWorker>(
  main: string,
): Workers<ToWorker, FromWorker> {
  return {
    start(name, events) {
      const child = fork(main, ["worker", name], {
        // Structured clone: what passes holds Maps.
        serialization: "advanced",
        // What it has to say comes over the channel; our output may be gone before it is.
        stdio: ["ignore", "ignore", "pipe", "ipc"],
      });
      listen(child, events);
      return handleOf<ToWorker>(child);
    },
  };
}

function handleOf<ToWorker extends object>(child: ChildProcess): WorkerProcess<ToWorker> {
  return {
    pid: child.pid ?? 0,
    send: (message) => {
      // A worker that is just ending cannot be told any more: `ended` follows.
      if (child.connected) child.send(message, () => undefined);
    },
    kill: () => {
      child.kill("SIGKILL");
    },
  };
}

function listen<FromWorker>(child: ChildProcess, events: WorkerEvents<FromWorker>): void {
  let lastWords = "";
  let ended = false;
  const end = (why: string): void => {
    if (ended) return;
    ended = true;
    events.ended(why);
  };
  child.stderr?.on("data", (bytes: Buffer) => {
    lastWords = (lastWords + bytes.toString()).slice(-LAST_WORDS);
  });
  child.on("message", (message) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own program is at the other end
    events.message(message as FromWorker);
  });
  child.on("error", (error) => {
    end(error.message);
  });
  // `close` comes after the last of its output.
  child.on("close", (code, signal) => {
    const how = signal === null ? `exit status ${code}` : `killed by ${signal}`;
    end(lastWords.trim() === "" ? how : `${how}: ${errorLineOf(lastWords)}`);
  });
}

/** The line that names the error, where Node printed one; else the last. */
function errorLineOf(text: string): string {
  const lines = text.trim().split("\n");
  return (lines.find((line) => /^\w*(Error|Bug)\b.*:/.test(line)) ?? lines.at(-1) ?? "").trim();
}
