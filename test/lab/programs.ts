/** Programs that run on hosts of the lab, each known by its pid. */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { killTree } from "../interop/harness/processes.ts";
import { until } from "../interop/harness/wait.ts";
import type { LabHost } from "./topology.ts";

export interface Program {
  readonly pid: number;
  running(): boolean;
  signal(signal: NodeJS.Signals): void;
  /** Waits for its end, and gives its exit status; throws after the limit. */
  ended(limitMs: number): Promise<number | null>;
  /** SIGKILL to it and to all that it has started. */
  kill(): Promise<void>;
}

/** Starts a program of Node's on a host; undefined: here. What it writes goes to `line`, line by line. */
export function startNode(
  host: LabHost | undefined,
  script: string,
  args: readonly string[],
  line: (text: string) => void,
): Program {
  const there = host === undefined ? [] : ["ip", "netns", "exec", host.namespace];
  const [program = "", ...rest] = [...there, process.execPath, script, ...args];
  // The daemon must not take the lab's service manager, or a folder of it, for its own.
  const { NOTIFY_SOCKET: _, ...env } = process.env;
  const child = spawn(program, rest, { stdio: ["ignore", "pipe", "pipe"], env });
  for (const stream of [child.stdout, child.stderr]) createInterface(stream).on("line", line);
  return programOf(child);
}

function programOf(child: ChildProcess): Program {
  const { pid } = child;
  if (pid === undefined) throw new Error("a program cannot be started");
  const running = (): boolean => child.exitCode === null && child.signalCode === null;
  const ended = async (limitMs: number): Promise<number | null> => {
    await until(`process ${pid} ends`, limitMs, () => !running());
    return child.exitCode;
  };
  return {
    pid,
    running,
    signal: (signal) => {
      child.kill(signal);
    },
    ended,
    async kill() {
      killTree(pid);
      await ended(5000);
    },
  };
}
