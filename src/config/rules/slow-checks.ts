/** Whether checks can tell in time: how long one waits for an answer, and when the next is due. Durations in ms. */
import { each } from "../../base/each.ts";
import type { Check, CheckTiming } from "../model.ts";
import type { RealServerDraft } from "../schema/real-server.ts";
import type { VirtualServerDraft } from "../schema/virtual-server.ts";
import type { MiscDraft } from "../schema/watching-checks.ts";
import type { Rule } from "./rule.ts";
import type { VirtualServerView } from "./view.ts";

interface Slow {
  /** What the check does, and how long. */
  readonly does: string;
  readonly delayLoop: number;
  /** The longest that a server which answers nothing stays in the pool. */
  readonly outAfter: number;
  /** The keyword that is to be lower. */
  readonly keyword: string;
}

const slowCheck: Rule = {
  id: "slow-check",
  severity: "hint",
  meaning: "checks may wait longer for an answer than delay_loop",
  find: ({ virtualServers }, say) => {
    for (const view of virtualServers) {
      const worst = worstOf(view);
      if (worst === undefined) continue;
      say(
        view.draft.target.word,
        `checks come every ${worst.delayLoop / 1000} s (delay_loop) and ${worst.does}: a server that does not answer leaves the pool after up to ${worst.outAfter / 1000} s`,
        `a ${worst.keyword} below delay_loop`,
      );
    }
  },
};

function worstOf({ draft, server }: VirtualServerView): Slow | undefined {
  let worst: Slow | undefined;
  let before: CheckTiming | undefined;
  const compare = (slow: Slow): void => {
    if (worst === undefined || slow.outAfter > worst.outAfter) worst = slow;
  };
  // One function for all: one for each real server would be memory again.
  const look = ({ timing }: Check): void => {
    // Mostly one object is that of all checks.
    if (timing !== before && timing.delayLoop < timing.connectTimeout) compare(waiting(timing));
    before = timing;
  };
  each(server.realServers, ({ checks }) => {
    each(checks, look);
  });
  each(draft.realServers, (real) => {
    each(real.checks, (check) => {
      if (check.type !== "MISC_CHECK") return;
      const slow = running(check, real, draft);
      if (slow !== undefined) compare(slow);
    });
  });
  return worst;
}

const waiting = ({ delayLoop, connectTimeout, retry, delayBeforeRetry }: CheckTiming): Slow => ({
  does: `may wait ${connectTimeout / 1000} s (connect_timeout)`,
  delayLoop,
  outAfter: delayLoop + (retry + 1) * connectTimeout + retry * delayBeforeRetry,
  keyword: "connect_timeout",
});

/** keepalived.conf(5), "MISC_CHECK": delay_before_retry counts from start to start. */
function running(
  check: MiscDraft,
  real: RealServerDraft,
  above: VirtualServerDraft,
): Slow | undefined {
  const { timeout } = check;
  const delayLoop = check.delayLoop ?? real.delayLoop ?? above.delayLoop ?? 60_000;
  if (timeout === undefined || timeout <= delayLoop) return undefined;
  const retry = check.retry ?? real.retry ?? above.retry ?? 0;
  const pause = check.delayBeforeRetry ?? real.delayBeforeRetry ?? above.delayBeforeRetry ?? 1000;
  return {
    does: `a MISC_CHECK may run ${timeout / 1000} s (misc_timeout)`,
    delayLoop,
    outAfter: delayLoop + retry * Math.max(timeout, pause) + timeout,
    keyword: "misc_timeout",
  };
}

export const slowCheckRules: readonly Rule[] = [slowCheck];
