import type { Millis } from "../base/time.ts";

export interface Clock {
  /** CLOCK_MONOTONIC in milliseconds, with fractions. */
  now(): Millis;
}
