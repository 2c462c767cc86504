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

/** Without plugs it runs here, on no network of the lab. */
export type BalancerHost = LabHost | { readonly name: string };

export interface Balancer<Host extends BalancerHost = LabHost> {
  readonly host: Host;
  /** All that it has logged so far, also in earlier lives. */
  readonly lines: readonly LogLine[];
  /** What it wrote that is no log: a crash. */
  readonly noise: readonly string[];
  start(conf: string): void;
  readonly program: () => Program;
}

/** `heard` is told every line as it comes. */
export function createBalancer<Host extends BalancerHost>(
  host: Host,
  folder: string,
  heard: (line: LogLine) => void,
): Balancer<Host> {
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
      program = startNode("plugs" in host ? host : undefined, MAIN, args, hear);
    },
    program: () => {
      if (program === undefined) throw new Error(`${host.name} was never started`);
      return program;
    },
  };
}

/** A conf file that is shipped with daruma. */
export const shippedConf = (name: string): string => join(dirname(dirname(MAIN)), "conf", name);
