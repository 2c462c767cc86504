/**
 * Checks that are written alike as one object: the real servers of a virtual server mostly have the
 * same, and a long conf has ten thousands of them.
 */
import type { Check, CheckTarget, CheckTiming, TcpCheck } from "./model.ts";

export interface AlikeChecks {
  readonly timing: (timing: CheckTiming) => CheckTiming;
  /** `timing` as it came from here. */
  readonly tcp: (timing: CheckTiming, target: CheckTarget) => TcpCheck;
  /** A list of this check alone. */
  readonly only: (check: Check) => readonly Check[];
}

/** For one virtual server. Of each kind the last is remembered. */
export function createAlikeChecks(): AlikeChecks {
  let timing: CheckTiming | undefined;
  let tcp: TcpCheck | undefined;
  let only: readonly Check[] = [];
  return {
    timing(made) {
      if (timing === undefined || !isSameTiming(made, timing)) timing = made;
      return timing;
    },
    tcp(of, target) {
      if (tcp === undefined || tcp.timing !== of || !isSameTarget(target, tcp.target))
        tcp = { type: "TCP_CHECK", timing: of, target };
      return tcp;
    },
    only(check) {
      if (only[0] !== check) only = [check];
      return only;
    },
  };
}

const isSameTiming = (a: CheckTiming, b: CheckTiming): boolean =>
  a.delayLoop === b.delayLoop &&
  a.retry === b.retry &&
  a.delayBeforeRetry === b.delayBeforeRetry &&
  a.warmup === b.warmup &&
  a.connectTimeout === b.connectTimeout &&
  a.alpha === b.alpha;

const isSameTarget = (a: CheckTarget, b: CheckTarget): boolean =>
  a.ip === b.ip && a.port === b.port && a.bindTo === b.bindTo;
