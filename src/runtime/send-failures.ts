/**
 * Packets that could not be sent, without a flood: the first failure of a kind is told at once,
 * those that follow are counted and told together, once a minute, and the recovery is told too.
 */
import { type Millis, millis } from "../base/time.ts";
import type { Notice } from "../director/notice.ts";
import type { Clock } from "../ports/clock.ts";

export interface SendFailures {
  /** What came of sending `what`: why not, or undefined where it left. */
  note(what: string, problem: string | undefined): void;
}

interface Trouble {
  readonly since: Millis;
  toldAt: Millis;
  count: number;
}

const TELL_EVERY = millis(60_000);

export function createSendFailures(clock: Clock, notice: (notice: Notice) => void): SendFailures {
  const troubles = new Map<string, Trouble>();

  const failed = (what: string, problem: string): void => {
    const now = clock.now();
    const trouble = troubles.get(what);
    if (trouble === undefined) {
      troubles.set(what, { since: now, toldAt: now, count: 0 });
      notice({ type: "send.failed", what, problem, count: 1 });
      return;
    }
    trouble.count++;
    if (now - trouble.toldAt < TELL_EVERY) return;
    notice({ type: "send.failed", what, problem, count: trouble.count });
    trouble.toldAt = now;
    trouble.count = 0;
  };

  return {
    note(what, problem) {
      if (problem !== undefined) {
        failed(what, problem);
        return;
      }
      if (troubles.size === 0) return;
      const trouble = troubles.get(what);
      if (trouble === undefined) return;
      troubles.delete(what);
      notice({ type: "send.recovered", what, lastedMs: clock.now() - trouble.since });
    },
  };
}
