/** The two programs that are compared, started alike with the same conf text. */
import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "./clock.ts";
import { RECORDS, ROOT, withTools } from "./command.ts";
import { signal, treeOf } from "./processes.ts";

export const PROGRAMS = ["daruma", "keepalived"] as const;
export type Program = (typeof PROGRAMS)[number];

export interface Daemon {
  readonly pid: number;
  /** SIGTERM, without waiting. */
  terminate(): void;
  /** SIGKILL to all its processes, so that none says goodbye. */
  kill(): void;
  ended(): Promise<void>;
}

export interface Start {
  readonly program: Program;
  /** Of its files. */
  readonly name: string;
  readonly conf: string;
  /** Undefined: where we are. */
  readonly namespace: string | undefined;
  /** VRRP alone, or the checkers alone: a part that is not measured does not run. */
  readonly only: "vrrp" | "check";
}

const PID_FILES = ["pid", "vrrp-pid", "check-pid"] as const;
const END_LIMIT_MS = 10_000;

/** Answers as soon as the process exists. */
export function startDaemon({ program, name, conf, namespace, only }: Start): Daemon {
  mkdirSync(RECORDS, { recursive: true });
  const file = (suffix: string): string => join(RECORDS, `${name}-${program}.${suffix}`);
  writeFileSync(file("conf"), conf);
  // Those of a killed one name processes that a container's init may not have waited for yet.
  for (const suffix of PID_FILES) rmSync(file(suffix), { force: true });
  const flags = ["-n", "-l", `--${only}`, "-f", file("conf")];
  const pids = ["-p", "-r", "-c"].flatMap((flag, i) => [flag, file(PID_FILES[i] ?? "")]);
  const own = program === "daruma" ? [process.execPath, join(ROOT, "dist/main.js")] : [program];
  const where = namespace === undefined ? [] : ["ip", "netns", "exec", namespace];
  const [command = "", ...args] = [...where, ...own, ...flags, ...pids];
  const log = openSync(file("log"), "a");
  const child = spawn(command, args, { stdio: ["ignore", log, log], env: withTools() });
  closeSync(log);
  const { pid } = child;
  if (pid === undefined) throw new Error(`cannot start ${program}`);
  return {
    pid,
    terminate: () => {
      signal(pid, "SIGTERM");
    },
    kill: () => {
      // All stand still before the first dies: a parent would start its child anew.
      for (const which of ["SIGSTOP", "SIGKILL"] as const)
        for (const each of treeOf(pid)) signal(each, which);
    },
    ended: () =>
      until(
        `${program} ends`,
        END_LIMIT_MS,
        () => child.exitCode !== null || child.signalCode !== null,
      ),
  };
}
