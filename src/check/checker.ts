/**
 * One checker: when it asks, how often a failure is retried, and when its word counts. It knows
 * neither the server that it speaks for nor what is done with its word.
 *
 * keepalived.conf(5), "Healthcheckers": a success is followed by delay_loop; a failure while up is
 * retried `retry` times, each after delay_before_retry; a checker that is down asks each delay_loop.
 */
import { type Millis, millis } from "../base/time.ts";
import type { Check } from "../config/model.ts";

export interface CheckerState {
  readonly up: boolean;
  /** A verdict has been reached once; until then one failure is enough. */
  readonly hasRun: boolean;
  /** Failures in a row. */
  readonly failures: number;
  /** Index of the url to ask next; always 0 where the check has no urls. */
  readonly url: number;
  /** That url failed: it alone is asked until it answers, and then all of them, from the first. */
  readonly retest: boolean;
}

export interface Verdict {
  readonly next: CheckerState;
  /** From now to the next probe. */
  readonly wait: Millis;
  /** What is to be told: a change, or the first verdict of all. */
  readonly report: "up" | "down" | undefined;
}

/** keepalived.conf(5), alpha: the checker counts as failed until it has succeeded. */
export const initialState = (check: Check): CheckerState => ({
  up: !check.timing.alpha,
  hasRun: false,
  failures: 0,
  url: 0,
  retest: false,
});

/** The probe of `state.url` succeeded. */
export function succeeded(state: CheckerState, check: Check): Verdict {
  const wait = check.timing.delayLoop;
  if (state.retest) {
    const next = { ...state, failures: 0, url: 0, retest: false };
    return { next, wait, report: undefined };
  }
  if (state.url + 1 < urlCount(check)) {
    const next = { ...state, failures: 0, url: state.url + 1 };
    return { next, wait, report: undefined };
  }
  const next = { up: true, hasRun: true, failures: 0, url: 0, retest: false };
  return { next, wait, report: state.up && state.hasRun ? undefined : "up" };
}

/** The probe of `state.url` failed, and the fault was not our own machine's. */
export function failed(state: CheckerState, check: Check): Verdict {
  const { retry, delayBeforeRetry } = check.timing;
  const failures = state.failures + 1;
  if (state.hasRun && state.up && failures <= retry) {
    return { next: { ...state, failures }, wait: delayBeforeRetry, report: undefined };
  }
  // A TCP_CHECK has one thing to ask: its first success brings it up.
  const retest = check.type !== "TCP_CHECK";
  const next = { ...state, up: false, hasRun: true, failures, retest };
  const report = state.up || !state.hasRun ? "down" : undefined;
  return { next, wait: waitWhileDown(check), report };
}

/** The probe could not be tried: nothing is known about the server, and it is tried again in its turn. */
export const untried = (state: CheckerState, check: Check): Verdict => ({
  next: state,
  wait: check.timing.delayLoop,
  report: undefined,
});

function waitWhileDown({ type, timing }: Check): Millis {
  if (type === "TCP_CHECK") return timing.delayLoop;
  return millis(Math.max(timing.delayLoop, timing.delayBeforeRetry));
}

const urlCount = (check: Check): number => (check.type === "TCP_CHECK" ? 1 : check.urls.length);
