/** Masters that are killed, that resign, and that come back: what is lost beyond the protocol's own waits. */
import { wallNow } from "./clock.ts";
import { PROGRAMS, type Program } from "./daemon.ts";
import type { Advert, Frame, GratuitousArp } from "./frame.ts";
import { advertOf, closePair, createPair, type Pair, restartMaster, WAITS } from "./pair.ts";
import { memoryOf } from "./processes.ts";
import { alternate, createMeasure, type Measure } from "./samples.ts";

const ROUNDS = 10;

export async function measureTakeover(): Promise<readonly Measure[]> {
  const measures = {
    killAdvert: createMeasure("killed: master down interval to first advert", "ms"),
    killArp: createMeasure("killed: master down interval to first gratuitous ARP", "ms"),
    resign: createMeasure("SIGTERM: signal to priority-0 advert", "ms"),
    heir: createMeasure("SIGTERM: skew time to first advert of the other", "ms"),
    start: createMeasure("start: master down interval to first advert", "ms"),
    memory: createMeasure("VRRP alone: memory, PSS of all processes", "MiB"),
  };
  const pairs: Record<Program, Pair> = {
    daruma: await createPair("daruma"),
    keepalived: await createPair("keepalived"),
  };
  try {
    for (const program of PROGRAMS)
      measures.memory.samples[program].push(memoryOf(pairs[program].master.pid).pss);
    await alternate(ROUNDS, async (program) => {
      const pair = pairs[program];
      const killed = await killMaster(pair);
      measures.killAdvert.samples[program].push(killed.advert);
      measures.killArp.samples[program].push(killed.arp);
      measures.start.samples[program].push((await restartMaster(pair)) - WAITS.start);
    });
    await alternate(ROUNDS, async (program) => {
      const pair = pairs[program];
      const resigned = await terminateMaster(pair);
      measures.resign.samples[program].push(resigned.zero);
      measures.heir.samples[program].push(resigned.heir);
      measures.start.samples[program].push((await restartMaster(pair)) - WAITS.start);
    });
  } finally {
    for (const program of PROGRAMS) await closePair(pairs[program]);
  }
  return Object.values(measures);
}

/** Milliseconds beyond Master_Down_Interval, from the last advert of the dead. */
async function killMaster({
  observer,
  lan,
  master,
}: Pair): Promise<{ advert: number; arp: number }> {
  const { first, second } = lan;
  const since = wallNow();
  master.kill();
  const heir = await observer.first("the backup takes over", since, advertOf(second));
  const isArp = (frame: Frame): frame is GratuitousArp =>
    frame.kind === "garp" && frame.from === second.number;
  const arp = await observer.first("the backup announces itself", since, isArp);
  const last = observer.frames.findLast((frame) => frame.at < heir.at && advertOf(first)(frame));
  if (last === undefined) throw new Error("the dead master was never heard");
  const due = last.at + WAITS.masterDown;
  return { advert: heir.at - due, arp: arp.at - due };
}

/** Milliseconds from the signal to the resignation, and beyond the skew time from that to the heir's advert. */
async function terminateMaster({
  observer,
  lan,
  master,
}: Pair): Promise<{ zero: number; heir: number }> {
  const { first, second } = lan;
  const since = wallNow();
  master.terminate();
  const isZero = (frame: Frame): frame is Advert => advertOf(first)(frame) && frame.priority === 0;
  const zero = await observer.first("the master resigns", since, isZero);
  const heir = await observer.first("the backup takes over", zero.at, advertOf(second));
  return { zero: zero.at - since, heir: heir.at - zero.at - WAITS.skew };
}
