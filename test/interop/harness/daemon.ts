/** A daemon in a host's namespace: started, logged to a file, ended by its process id. */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "./lan.ts";
import { isAlive, killTree } from "./processes.ts";
import { program } from "./tools.ts";
import { until } from "./wait.ts";

const STOP_LIMIT_MS = 8_000;

export interface Daemon {
  readonly pid: number;
  /** What it wrote so far. */
  log(): string;
  running(): boolean;
  /** SIGTERM, and waits for its end. Answers its exit status. */
  stop(): Promise<number | null>;
  /** SIGKILL to it and all it started: nobody is left to say goodbye. */
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
  // What an earlier run of it wrote is not its own.
  const before = fstatSync(log).size;
  // ip-netns(8) replaces itself by the command, so the process id stays that of the daemon.
  const child = spawn(
    program("ip"),
    ["netns", "exec", host.namespace, command.program, ...command.args],
    {
      stdio: ["ignore", log, log],
      env: { ...process.env, ...command.environment },
    },
  );
  closeSync(log);
  const pid = child.pid;
  if (pid === undefined) throw new Error(`cannot start ${command.program}`);
  const running = (): boolean => child.exitCode === null && child.signalCode === null;
  const ended = (): Promise<void> => untilEnded(child, running, command.name, pid);
  return {
    pid,
    running,
    log: () => readFileSync(logFile).subarray(before).toString(),
    async stop() {
      if (running()) process.kill(pid, "SIGTERM");
      await ended();
      return child.exitCode;
    },
    async kill() {
      const killed = killTree(pid);
      await ended();
      await until(`${command.name} is dead`, STOP_LIMIT_MS, () => !killed.some(isAlive));
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
