/**
 * VRRP's intervals: RFC 9568 section 6.1, RFC 3768 section 6.1. The arithmetic is exact; nothing is
 * rounded to centiseconds on the way.
 */
import { type Millis, millis } from "../base/time.ts";
import type { VrrpInstance } from "../config/model.ts";

type Timing = Pick<VrrpInstance, "version" | "priority" | "advertInterval" | "downTimerAdverts">;

/** Skew_Time: the higher the priority, the earlier a router stops waiting. */
export function skewTime(timing: Timing, masterInterval: Millis): Millis {
  const share = (256 - timing.priority) / 256;
  // Version 2 skews by parts of a second, version 3 by parts of the master's interval.
  return millis(share * (timing.version === 2 ? 1000 : masterInterval));
}

/** Master_Down_Interval: how long a silent master is given, down_timer_adverts intervals plus skew. */
export const masterDownInterval = (timing: Timing, masterInterval: Millis): Millis =>
  millis(timing.downTimerAdverts * masterInterval + skewTime(timing, masterInterval));

/** The interval a backup counts with: the master's own where the version tells it (RFC 9568, Active_Adver_Interval). */
export const activeInterval = (timing: Timing, advertised: Millis): Millis =>
  timing.version === 3 && advertised > 0 ? advertised : timing.advertInterval;

/**
 * The next due time after `due` that lies in the future: always a whole number of intervals after
 * it, so that adverts do not drift; after a stall the missed ones are skipped, not sent in a burst.
 */
export function nextDue(due: Millis, interval: Millis, now: Millis): Millis {
  const next = due + interval;
  if (next > now) return millis(next);
  return millis(due + (Math.floor((now - due) / interval) + 1) * interval);
}
