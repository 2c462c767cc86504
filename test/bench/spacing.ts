/** How evenly a master speaks. Both programs at the same time, each on a LAN of its own, so that they share the weather. */
import { sleep } from "./clock.ts";
import { instanceConf } from "./conf.ts";
import { PROGRAMS, type Program, startDaemon } from "./daemon.ts";
import { createLan } from "./lan.ts";
import { observe } from "./observer.ts";
import { createMeasure, type Measure } from "./samples.ts";
import { slope } from "./statistics.ts";

const SECONDS = 45;
/** Starts, elections, and the second burst of gratuitous ARPs, which keepalived sends after 5 s. */
const SETTLE_MS = 8000;
const INSTANCES = [
  { vrid: 51, priority: 150, interval: 1 },
  { vrid: 52, priority: 150, interval: 0.1 },
] as const;

export async function measureSpacing(): Promise<readonly Measure[]> {
  const cases = INSTANCES.map(({ interval, vrid }) => ({
    vrid,
    intervalMs: interval * 1000,
    error: createMeasure(`advert spacing, ${interval} s: |gap - interval|`, "ms"),
    drift: createMeasure(`advert spacing, ${interval} s: drift`, "ppm", { comparable: false }),
  }));
  const collect = async (program: Program): Promise<void> => {
    const instants = await listen(program);
    for (const { vrid, intervalMs, error, drift } of cases) {
      const times = instants.get(vrid) ?? [];
      const gaps = times.slice(1).map((at, i) => at - (times[i] ?? 0));
      error.samples[program].push(...gaps.map((gap) => Math.abs(gap - intervalMs)));
      const behind = times.map((at, i) => at - (times[0] ?? 0) - i * intervalMs);
      drift.samples[program].push((slope(behind) / intervalMs) * 1e6);
    }
  };
  await Promise.all(PROGRAMS.map(collect));
  return cases.flatMap(({ error, drift }) => [error, drift]);
}

/** When each virtual router was heard, once it had settled. */
async function listen(program: Program): Promise<ReadonlyMap<number, readonly number[]>> {
  const lan = await createLan(`spacing-${program}`);
  const observer = await observe(lan);
  const conf = INSTANCES.map(instanceConf).join("");
  const { namespace, name } = lan.first;
  const daemon = startDaemon({ program, name, conf, namespace, only: "vrrp" });
  const times = new Map<number, number[]>();
  try {
    await sleep(SETTLE_MS);
    const since = Date.now();
    await sleep(SECONDS * 1000);
    for (const frame of observer.frames)
      if (frame.kind === "advert" && frame.at > since)
        times.set(frame.vrid, [...(times.get(frame.vrid) ?? []), frame.at]);
  } finally {
    daemon.terminate();
    await daemon.ended();
    await observer.close();
    await lan.close();
  }
  return times;
}
