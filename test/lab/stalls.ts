/** How long this machine did not run: a bound in milliseconds holds for one that does. */

const TICK_MS = 10;
/** Below it a late tick is the scheduler's everyday grain. */
const GRAIN_MS = 5;

interface Stall {
  /** Wall clock, milliseconds: when it ended. */
  readonly ended: number;
  readonly ms: number;
}

export interface StallMeter {
  /** Milliseconds, all stalls together that fall between two instants of the wall clock, or into it. */
  between(from: number, to: number): number;
  stop(): void;
}

/** Ticks from now on, and notes how late each tick is. */
export function startStallMeter(): StallMeter {
  const stalls: Stall[] = [];
  let last = performance.now();
  const ticker = setInterval(() => {
    const now = performance.now();
    const ms = now - last - TICK_MS;
    last = now;
    if (ms > GRAIN_MS) stalls.push({ ended: Date.now(), ms });
  }, TICK_MS);
  return {
    between: (from, to) =>
      stalls
        .filter(({ ended, ms }) => ended >= from && ended - ms <= to)
        .reduce((sum, { ms }) => sum + ms, 0),
    stop: () => {
      clearInterval(ticker);
    },
  };
}
