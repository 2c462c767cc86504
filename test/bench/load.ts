/**
 * What checks cost: `load.js WHERE SERVERS...`, run where nothing else listens and IPVS answers (see
 * checks.ts), because keepalived's checker does not start without. Prints the measures as JSON lines.
 */
import { fork } from "node:child_process";
import { join } from "node:path";
import { sleep, until } from "./clock.ts";
import { checksConf } from "./conf.ts";
import { type Program, startDaemon } from "./daemon.ts";
import { cpuOf, memoryOf } from "./processes.ts";
import { alternate, createMeasure } from "./samples.ts";

const ROUNDS = 1;
const WINDOW_MS = 12_000;
/** Starting, and a first check of every server, on a slow machine. */
const READY_LIMIT_MS = 40_000;

let accepted = 0;
const listener = fork(join(import.meta.dirname, "listener.js"));
listener.on("message", (count) => {
  accepted = Number(count);
});

/** Processor and memory of one program while it checks `servers` real servers, each once a second. */
async function load(program: Program, servers: number): Promise<Load> {
  const before = accepted;
  const conf = checksConf(servers);
  const name = `load-${servers}`;
  const daemon = startDaemon({ program, name, conf, namespace: undefined, only: "check" });
  try {
    await until(`${program} checks`, READY_LIMIT_MS, () => accepted - before >= 2 * servers);
    const start = { cpu: cpuOf(daemon.pid), accepted, at: performance.now() };
    await sleep(WINDOW_MS);
    const lasted = performance.now() - start.at;
    const cpu = cpuOf(daemon.pid) - start.cpu;
    const checks = accepted - start.accepted;
    const { rss, pss } = memoryOf(daemon.pid);
    return {
      cpu: (100 * cpu) / lasted,
      each: (1000 * cpu) / checks,
      rate: (1000 * checks) / lasted,
      rss,
      pss,
    };
  } finally {
    daemon.terminate();
    await daemon.ended();
  }
}

interface Load {
  readonly cpu: number;
  readonly each: number;
  readonly rate: number;
  readonly rss: number;
  readonly pss: number;
}

const [place, ...numbers] = process.argv.slice(2);
const where = place === "guest" ? "guest" : "host";
for (const servers of numbers.map(Number)) {
  const title = `${servers} servers checked each second`;
  const measures = {
    cpu: createMeasure(`${title}: processor`, "%", { where }),
    each: createMeasure(`${title}: processor a check`, "us", { where }),
    rate: createMeasure(`${title}: checks seen`, "1/s", { where, comparable: false }),
    rss: createMeasure(`${title}: RSS, sum`, "MiB", { where }),
    pss: createMeasure(`${title}: PSS, sum`, "MiB", { where }),
  };
  await alternate(ROUNDS, async (program) => {
    const figures = await load(program, servers);
    for (const key of ["cpu", "each", "rate", "rss", "pss"] as const)
      measures[key].samples[program].push(figures[key]);
  });
  for (const measure of Object.values(measures))
    process.stdout.write(`${JSON.stringify(measure)}\n`);
}
listener.disconnect();
