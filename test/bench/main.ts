/**
 * `npm run bench [-- MEASURE...]`: daruma beside keepalived, in the same run, by what crosses the
 * wire and by what the kernel says of their processes; never by their own logs.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, release } from "node:os";
import { dirname, join } from "node:path";
import { measureChecking } from "./checking.ts";
import { measureChecks } from "./checks.ts";
import { RECORDS, ROOT, withTools } from "./command.ts";
import type { Measure } from "./samples.ts";
import { measureSpacing } from "./spacing.ts";
import { formatTable } from "./table.ts";
import { measureTakeover } from "./takeover.ts";

const MEASURES: Readonly<Record<string, () => Promise<readonly Measure[]>>> = {
  takeover: measureTakeover,
  spacing: measureSpacing,
  checks: measureChecks,
  conf: measureChecking,
};
const RESULTS = join(ROOT, "build/bench/results.json");

const NOTES = `
host    network namespaces, a bridge and veth pairs; stamps are the kernel's, on the bridge. Start
        counts from before the spawn, and so holds the loading of the program. This kernel may have
        no IPVS: under the checks a stand-in (test/bench/ipvs.c) says yes to every change.
guest   one User-Mode Linux for both, with IPVS: one slow processor, where a system call costs many
        times what it costs on hardware, and a clock that ticks every 10 ms. Only ratios carry over.
Processor and memory are those of all processes of a program, children that have ended included.
`;

async function main(wanted: readonly string[]): Promise<number> {
  if (process.getuid?.() !== 0) {
    process.stderr.write("bench: run it as root: it makes network namespaces\n");
    return 1;
  }
  const names = wanted.length > 0 ? wanted : Object.keys(MEASURES);
  rmSync(RECORDS, { recursive: true, force: true });
  const measures: Measure[] = [];
  for (const name of names) {
    const measure = MEASURES[name];
    if (measure === undefined) {
      process.stderr.write(`bench: no measure ${name}: ${Object.keys(MEASURES).join(" ")}\n`);
      return 2;
    }
    process.stderr.write(`bench: ${name}\n`);
    measures.push(...(await measure()));
  }
  const machine = `Linux ${release()}, ${cpus().length} processors, load ${loadavg()[0]?.toFixed(1)}`;
  const programs = `Node ${process.versions.node}, ${keepalivedVersion()}`;
  process.stdout.write(`${programs}; ${machine}\n\n${formatTable(measures)}\n${NOTES}`);
  mkdirSync(dirname(RESULTS), { recursive: true });
  writeFileSync(RESULTS, `${JSON.stringify({ machine, programs, measures }, undefined, 2)}\n`);
  return 0;
}

/** keepalived says it on standard error. */
function keepalivedVersion(): string {
  const said = execFileSync("sh", ["-c", "keepalived --version 2>&1"], { env: withTools() });
  return /Keepalived v\S+/.exec(said.toString())?.[0] ?? "keepalived";
}

process.exitCode = await main(process.argv.slice(2));
