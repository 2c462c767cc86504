/** A daemon in a host's namespace: started, logged to a file, ended by its process id. */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "./lan.ts";
import { descendantsOf, killIfAlive } from "./processes.ts";
import { until } from "./wait.ts";

const STOP_LIMIT_MS = 8_000;

export interface Daemon {
  readonly pid: number;
  /** What it wrote so far. */
  log(): string;
  running(): boolean;
  /** SIGTERM, and waits for its end. */
  stop(): Promise<void>;
  /** SIGKILL to it and all it started, children first: nobody is left to say goodbye. */
  kill(): Promise<void>;
}

export interface Command {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** Starts a command on `host`; its output is appended to NAME.log in the folder of the LAN. */
export function startDaemon(host: Host, command: Command): Daemon {
  const logFile = join(host.folder, `${host.name}-${command.name}.log`);
  const log = openSync(logFile, "a");
  // ip-netns(8) replaces itself by the command, so the process id stays that of the daemon.
  const child = spawn("ip", ["netns", "exec", host.namespace, command.program, ...command.args], {
    stdio: ["ignore", log, log],
    env: { ...process.env, ...command.environment },
  });
  closeSync(log);
  const pid = child.pid;
  if (pid === undefined) throw new Error(`cannot start ${command.program}`);
  const running = (): boolean => child.exitCode === null && child.signalCode === null;
  const ended = (): Promise<void> => untilEnded(child, running, command.name, pid);
  return {
    pid,
    running,
    log: () => readFileSync(logFile, "utf8"),
    async stop() {
      if (running()) process.kill(pid, "SIGTERM");
      await ended();
    },
    async kill() {
      for (const each of [...descendantsOf(pid).toReversed(), pid]) killIfAlive(each);
      await ended();
    },
  };
}

async function untilEnded(
  child: ChildProcess,
  running: () => boolean,
  name: string,
  pid: number,
): Promise<void> {
  try {
    await until(`${name} (pid ${pid}) ends`, STOP_LIMIT_MS, () => !running());
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
}
