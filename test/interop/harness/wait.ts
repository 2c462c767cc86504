/** Waiting for the world, always bounded. */
import { setTimeout as sleep } from "node:timers/promises";

const STEP_MS = 50;

export { sleep };

/**
 * Waits until `happened` answers true, asking every 50 ms.
 * Throws after `limitMs`, with `expected` and what `seen` says about the state instead.
 */
export async function until(
  expected: string,
  limitMs: number,
  happened: () => boolean | Promise<boolean>,
  seen: () => unknown = () => undefined,
): Promise<void> {
  const end = performance.now() + limitMs;
  while (!(await happened())) {
    if (performance.now() > end) {
      const instead = JSON.stringify(await seen());
      throw new Error(`not within ${limitMs} ms: ${expected} (seen: ${instead})`);
    }
    await sleep(STEP_MS);
  }
}
