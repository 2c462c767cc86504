/** The wall clock, as the kernel stamps packets with it, and waits. */

/**
 * Milliseconds since 1970 with the fraction that Date.now() has not: by the monotonic clock since an
 * edge of the wall clock's, found anew each time, because the two drift apart.
 */
export function wallNow(): number {
  const before = Date.now();
  let edge = before;
  while (edge === before) edge = Date.now();
  const at = performance.now();
  return edge + (performance.now() - at);
}

export const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** Looks every few milliseconds until `done`; rejects after `limitMs` with what was waited for. */
export async function until(what: string, limitMs: number, done: () => boolean): Promise<void> {
  const since = performance.now();
  while (!done()) {
    if (performance.now() - since > limitMs) throw new Error(`waited ${limitMs} ms until ${what}`);
    await sleep(5);
  }
}
