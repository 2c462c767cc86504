/**
 * Two and three routers under loss, delay, duplication, partitions, crashes, stalls, pulled links
 * and stolen addresses. Replay one run: SEED=123 npx vitest run test/sim/chaos
 */
import { describe, expect, test } from "vitest";
import { runChaos } from "./chaos.ts";
import { render } from "./world.ts";

const only = process.env["SEED"];
const RUNS = Number(process.env["RUNS"] ?? 1200);
const BATCH = 100;

function attempt(seed: number): void {
  try {
    runChaos(seed);
  } catch (error) {
    throw new Error(`SEED=${seed}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

describe.runIf(only === undefined)(
  "whatever happens, there is one master again when it is over",
  () => {
    const batches = Array.from({ length: Math.ceil(RUNS / BATCH) }, (_, i) => i * BATCH);
    test.for(batches)("seeds from %i", { timeout: 120_000 }, (from) => {
      expect(() => {
        for (let seed = from; seed < Math.min(RUNS, from + BATCH); seed++) attempt(seed);
      }).not.toThrow();
    });
  },
);

test.runIf(only !== undefined)(`seed ${only}`, () => {
  expect(() => {
    attempt(Number(only));
  }).not.toThrow();
});

test("a run is a function of its seed", () => {
  expect(render(runChaos(7).seen)).toBe(render(runChaos(7).seen));
});
