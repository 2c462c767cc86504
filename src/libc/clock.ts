/** The monotonic clock. */
import { type Millis, millis } from "../base/time.ts";

/**
 * CLOCK_MONOTONIC in milliseconds, with fractions: what timerfd counts by. `process.hrtime` reads
 * the same clock, and costs less than a call to clock_gettime by FFI.
 */
export function monotonicNow(): Millis {
  const [seconds, nanoseconds] = process.hrtime();
  return millis(seconds * 1e3 + nanoseconds / 1e6);
}
