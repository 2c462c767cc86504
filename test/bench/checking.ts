/** A long conf read and judged: `daruma check` beside `keepalived -t`, start of the program included. */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { RECORDS, ROOT, withTools } from "./command.ts";
import { DIFFERING, longConf } from "./conf.ts";
import type { Program } from "./daemon.ts";
import { cpuOfChildren } from "./processes.ts";
import { partsOf } from "./profile.ts";
import { alternate, createMeasure, type Measure } from "./samples.ts";

const ROUNDS = 15;
const SERVERS = 20_000;
const LIMIT_MS = 60_000;
const MAIN = join(ROOT, "dist/main.js");
const PROFILE = join(RECORDS, "profile");

type Command = readonly [string, ...string[]];

const check = (conf: string, ...flags: readonly string[]): Command => [
  process.execPath,
  ...flags,
  MAIN,
  "check",
  "-f",
  conf,
];

const COMMANDS: Readonly<Record<Program, (conf: string) => Command>> = {
  daruma: (conf) => check(conf),
  keepalived: (conf) => ["keepalived", "-t", "-f", conf],
};

export async function measureChecking(): Promise<readonly Measure[]> {
  mkdirSync(RECORDS, { recursive: true });
  const long = join(RECORDS, "long.conf");
  const measures: Measure[] = [];
  for (const [what, conf] of [
    [`conf of ${SERVERS} servers checked`, longConf(SERVERS)],
    [`conf of ${SERVERS} servers that differ checked`, longConf(SERVERS, DIFFERING)],
    ["conf of 1 server checked", longConf(1)],
  ] as const) {
    writeFileSync(long, conf);
    measures.push(...(await measure(long, what)));
  }
  writeFileSync(long, longConf(SERVERS));
  sayParts(long);
  return measures;
}

async function measure(conf: string, what: string): Promise<readonly Measure[]> {
  const wall = createMeasure(`${what}: time`, "ms");
  const processor = createMeasure(`${what}: processor`, "ms");
  await alternate(ROUNDS, (program) => {
    const taken = take(COMMANDS[program](conf));
    wall.samples[program].push(taken.wall);
    processor.samples[program].push(taken.processor);
    return Promise.resolve();
  });
  return [wall, processor];
}

/** Milliseconds. Throws where the command does not find the conf good. */
function take([command, ...args]: Command): {
  readonly wall: number;
  readonly processor: number;
} {
  const cpu = cpuOfChildren();
  const start = performance.now();
  const { status, stderr } = spawnSync(command, args, { env: withTools(), timeout: LIMIT_MS });
  const wall = performance.now() - start;
  if (status !== 0)
    throw new Error(`${command} ${args.join(" ")}: ${status}\n${stderr.toString()}`);
  return { wall, processor: cpuOfChildren() - cpu };
}

/** Where daruma's time goes; being watched makes it slower. */
function sayParts(conf: string): void {
  take(check(conf, "--cpu-prof", `--cpu-prof-dir=${PROFILE}`));
  for (const [part, ms] of partsOf(PROFILE, join(ROOT, "dist")))
    process.stderr.write(`bench: daruma check, ${part}: ${ms.toFixed(0)} ms\n`);
}
