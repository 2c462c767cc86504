/** How long a worker that died waits for its restart: at once the first time, then longer each time, as keepalived does. */
export interface Backoff {
  /** Milliseconds before the restart that is due. */
  readonly delay: number;
  /** Deaths in a row, each soon after its start. */
  readonly deaths: number;
}

/** A worker that ran so long has shown that it can. */
const SETTLED_MS = 60_000;
const LIMIT_MS = 60_000;

export const freshBackoff: Backoff = { delay: 0, deaths: 0 };

/** After a death `lived` milliseconds after the start: 0, 1, 2, 4 ... 60 seconds. */
export function afterEnd(backoff: Backoff, lived: number): Backoff {
  if (lived >= SETTLED_MS) return { delay: 0, deaths: 1 };
  const deaths = backoff.deaths + 1;
  return { delay: deaths === 1 ? 0 : Math.min(LIMIT_MS, 1000 * 2 ** (deaths - 2)), deaths };
}
