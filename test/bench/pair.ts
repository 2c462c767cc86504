/** Two routers of the same program on a LAN: one is master, and takes over again whenever it is started. */
import { sleep, until, wallNow } from "./clock.ts";
import { instanceConf } from "./conf.ts";
import { type Daemon, type Program, startDaemon } from "./daemon.ts";
import type { Advert, Frame } from "./frame.ts";
import { createLan, type Host, type Lan } from "./lan.ts";
import { type Observer, observe } from "./observer.ts";

const VRID = 51;
const INTERVAL_S = 0.2;
/** Both give a skew time of whole hundredths of a second, which VRRPv3 counts in. */
const PRIORITY = { master: 192, backup: 128 } as const;
/** Adverts in a row that show that only one speaks. */
const ALONE = 4;
const SETTLE_LIMIT_MS = 10_000;

/** RFC 9568 section 6.1. */
const skewMs = (priority: number): number => ((256 - priority) * INTERVAL_S * 1000) / 256;
const masterDownMs = (priority: number): number => 3 * INTERVAL_S * 1000 + skewMs(priority);

export const WAITS = {
  /** What the backup waits after the last advert of a master that said nothing. */
  masterDown: masterDownMs(PRIORITY.backup),
  /** What it waits after one that resigned. */
  skew: skewMs(PRIORITY.backup),
  /** What the other waits after its start: nobody it hears is better. */
  start: masterDownMs(PRIORITY.master),
} as const;

export interface Pair {
  readonly program: Program;
  readonly observer: Observer;
  readonly lan: Lan;
  readonly backup: Daemon;
  master: Daemon;
}

export const advertOf =
  ({ number }: Host) =>
  (frame: Frame): frame is Advert =>
    frame.kind === "advert" && frame.from === number && frame.vrid === VRID;

export async function createPair(program: Program): Promise<Pair> {
  const lan = await createLan(`pair-${program}`);
  const observer = await observe(lan);
  const backup = start(program, lan.second, PRIORITY.backup);
  const pair = {
    program,
    lan,
    observer,
    backup,
    master: start(program, lan.first, PRIORITY.master),
  };
  await settled(pair);
  return pair;
}

/** Starts the master anew; answers how long after that it spoke. */
export async function restartMaster(pair: Pair): Promise<number> {
  await pair.master.ended();
  const since = wallNow();
  pair.master = start(pair.program, pair.lan.first, PRIORITY.master);
  const spoke = await pair.observer.first(
    `${pair.program} speaks`,
    since,
    advertOf(pair.lan.first),
  );
  await settled(pair);
  return spoke.at - since;
}

/** Resolves when the last adverts are all the master's. */
async function settled({ program, observer, lan }: Pair): Promise<void> {
  await until(`the master of ${program} is alone`, SETTLE_LIMIT_MS, () => {
    const last = observer.frames.filter((frame) => frame.kind === "advert").slice(-ALONE);
    return last.length === ALONE && last.every(advertOf(lan.first));
  });
  // Anywhere between two adverts, not always right behind the one that the observer has just read.
  await sleep(Math.random() * INTERVAL_S * 1000);
}

export async function closePair({ master, backup, observer, lan }: Pair): Promise<void> {
  const daemons = [master, backup];
  for (const daemon of daemons) daemon.terminate();
  await Promise.all(daemons.map((daemon) => daemon.ended()));
  await observer.close();
  await lan.close();
}

const start = (program: Program, host: Host, priority: number): Daemon =>
  startDaemon({
    program,
    name: host.name,
    conf: instanceConf({ vrid: VRID, priority, interval: INTERVAL_S }),
    namespace: host.namespace,
    only: "vrrp",
  });
