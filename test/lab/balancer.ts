/** daruma on a balancer of the lab, and what it logs. */
import { dirname, join } from "node:path";
import { type Program, startNode } from "./programs.ts";
import type { LabHost } from "./topology.ts";

const MAIN = join(import.meta.dirname, "../../dist/main.js");

/** A line of daruma's log; docs/events.md has the fields of each event. */
export interface LogLine {
  readonly event: string;
  readonly level: string;
  readonly msg: string;
  /** ISO 8601. */
  readonly time: string;
  readonly [field: string]: unknown;
}

export interface Balancer {
  readonly host: LabHost;
  /** All that it has logged so far, also in earlier lives. */
  readonly lines: readonly LogLine[];
  /** What it wrote that is no log: a crash. */
  readonly noise: readonly string[];
  start(conf: string): void;
  readonly program: () => Program;
}

/** `heard` is told every line as it comes. */
export function createBalancer(
  host: LabHost,
  folder: string,
  heard: (line: LogLine) => void,
): Balancer {
  const lines: LogLine[] = [];
  const noise: string[] = [];
  let program: Program | undefined;
  const hear = (text: string): void => {
    if (!text.startsWith("{")) {
      noise.push(text);
      return;
    }
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the daemon's own log
    const line = JSON.parse(text) as LogLine;
    lines.push(line);
    heard(line);
  };
  return {
    host,
    lines,
    noise,
    start(conf) {
      const pidFile = join(folder, `${host.name}.pid`);
      const args = ["run", "-f", conf, "-p", pidFile, "--log-format", "json"];
      program = startNode(host, MAIN, args, hear);
    },
    program: () => {
      if (program === undefined) throw new Error(`${host.name} was never started`);
      return program;
    },
  };
}

/** A conf file that is shipped with daruma. */
export const shippedConf = (name: string): string => join(dirname(dirname(MAIN)), "conf", name);
