/** What `keepalived -t` says of a conf file: its complaints, less those that are about this machine. */
import { execFile } from "node:child_process";
import { dirname } from "node:path";
import type { Host } from "./lan.ts";
import { program } from "./tools.ts";

const LIMIT_MS = 30_000;

export interface Complaint {
  /** Undefined where keepalived names no line: what it finds when all is read. */
  readonly line: number | undefined;
  readonly text: string;
}

export interface KeepalivedVerdict {
  readonly complaints: readonly Complaint[];
  /** Undefined where it ended by a signal: it has no verdict then. */
  readonly status: number | undefined;
  /** Some of it is about this machine, and the status may be as well. */
  readonly ofMachine: boolean;
}

/** Whether scripts and users are there is a question of the machine, and whether a name can be looked up. */
const OF_MACHINE: readonly RegExp[] = [
  /script_user|script uid\/gid|uid\/gid for script|not found\/accessible/,
  /Unable to (?:access|find) script|not executable|doesn't exist - ignoring script/,
  /Invalid smtp server [a-z]/,
];

/** What is no complaint about a conf, and why. */
const ASIDE: readonly RegExp[] = [
  ...OF_MACHINE,
  // Which scripts there are as well.
  /SECURITY VIOLATION/,
  // That a default holds where a keyword is absent.
  /no scheduler set, setting|no forwarding method set, setting/,
  // An old name is still understood: daruma gives that as a hint.
  /deprecated/,
  // The second line of a message, and the last one about all interfaces.
  /^\(.*\) {2,}|^Non-existent interface specified/,
];

/** Runs it in the host's namespace, whose interfaces the conf finds. `configId`: -i. */
export function keepalivedVerdict(
  host: Host,
  path: string,
  configId: string,
): Promise<KeepalivedVerdict> {
  const test = ["-t", "-i", configId, "-f", path];
  const args = ["netns", "exec", host.namespace, program("keepalived"), ...test];
  const options = { cwd: dirname(path), timeout: LIMIT_MS, killSignal: "SIGKILL" } as const;
  return new Promise((resolve) => {
    execFile(program("ip"), args, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      // ip(8) and the shell answer 128 and more for a child that a signal has ended.
      const status = typeof code === "number" && code < 128 ? code : undefined;
      const ofMachine = OF_MACHINE.some((each) => each.test(stdout + stderr));
      resolve({ complaints: complaintsIn(stdout + stderr), status, ofMachine });
    });
  });
}

/** The same message comes from each of its processes: once is enough. */
function complaintsIn(output: string): readonly Complaint[] {
  const seen = new Map<string, Complaint>();
  for (const text of output.split("\n")) {
    if (text.trim() === "" || ASIDE.some((aside) => aside.test(text))) continue;
    const [, line, rest = text] = /^\((?:\S+: )?Line (\d+)\) *(.*)$/.exec(text) ?? [];
    seen.set(`${line} ${rest}`, {
      line: line === undefined ? undefined : Number(line),
      text: rest,
    });
  }
  return [...seen.values()];
}
