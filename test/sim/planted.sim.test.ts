/**
 * Who judges the judges? Each of these faults, planted in the engine, must be found by the chaos
 * runs within a few seeds: a rule that nobody would miss is not tested.
 */
import { afterEach, expect, test, vi } from "vitest";

const SEEDS = 50;

type Replace = (original: Record<string, (...args: never[]) => unknown>) => Record<string, unknown>;

interface Planted {
  readonly fault: string;
  readonly module: string;
  readonly replace: Replace;
}

const TIMERS = "../../src/vrrp/timers.ts";
const SYNC_GROUP = "../../src/vrrp/sync-group.ts";

interface Timing {
  readonly advertInterval: number;
  readonly downTimerAdverts: number;
  readonly priority: number;
  readonly version: 2 | 3;
}

const FAULTS: readonly Planted[] = [
  {
    fault: "the skew time is left out",
    module: TIMERS,
    replace: () => ({
      skewTime: () => 0,
      masterDownInterval: ({ downTimerAdverts }: Timing, interval: number) =>
        downTimerAdverts * interval,
    }),
  },
  {
    fault: "version 3 skews by parts of a second, as version 2 does",
    module: TIMERS,
    replace: () => ({
      masterDownInterval: ({ downTimerAdverts, priority }: Timing, interval: number) =>
        downTimerAdverts * interval + ((256 - priority) / 256) * 1000,
    }),
  },
  {
    fault: "a master leaving with priority 0 is mourned for a full interval",
    module: TIMERS,
    replace: () => ({ skewTime: (_: Timing, interval: number) => interval }),
  },
  {
    fault: "the next advert is due an interval after now, and a bit",
    module: TIMERS,
    replace: () => ({ nextDue: (_: number, interval: number, now: number) => now + interval + 1 }),
  },
  {
    fault: "ties go to the lower address",
    module: "../../src/base/ip.ts",
    replace: ({ compareIp }) => ({
      compareIp: (a: never, b: never) => compareIp?.(b, a),
    }),
  },
  {
    fault: "a leaving master keeps its addresses",
    module: "../../src/vrrp/stop.ts",
    replace: () => ({ stop: () => undefined }),
  },
  {
    fault: "members of a sync group yield alone",
    module: SYNC_GROUP,
    replace: ({ yieldMastership }) => ({
      yieldMastership: (world: never, move: { router: { group: unknown } }, backup: never) => {
        const { router } = move;
        const { group } = router;
        router.group = undefined;
        yieldMastership?.(world, move as never, backup);
        router.group = group;
      },
    }),
  },
  {
    fault: "after a stall nobody listens first",
    module: "../../src/vrrp/stall.ts",
    replace: () => ({ afterStall: () => undefined }),
  },
];

afterEach(() => {
  vi.doUnmock(TIMERS);
  vi.resetModules();
});

test.for(FAULTS)("$fault", { timeout: 60_000 }, async ({ module, replace }) => {
  vi.resetModules();
  let used = 0;
  vi.doMock(module, async (importOriginal) => {
    const original = await importOriginal<Record<string, (...args: never[]) => unknown>>();
    used++;
    return { ...original, ...replace(original) };
  });
  const { runChaos } = await import("./chaos.ts");
  vi.doUnmock(module);
  expect(used).toBe(1);
  const found = (seed: number): boolean => {
    try {
      runChaos(seed);
      return false;
    } catch {
      return true;
    }
  };
  const first = Array.from({ length: SEEDS }, (_, seed) => seed).find(found);
  expect(first, `not found in ${SEEDS} seeds`).toBeDefined();
});
