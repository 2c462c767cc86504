/** When checks run on the two balancers: what a virtual server says once for all of its checks, and what they say themselves. */
import type { Check, CheckTiming, RealServer } from "../../model.ts";
import type { VirtualServerDraft } from "../../schema/virtual-server.ts";
import type { VirtualServerView } from "../view.ts";

interface Keyword {
  readonly name: string;
  readonly key: keyof CheckTiming;
  /** What holds for a check where only its virtual server speaks, or nobody. */
  readonly inherited: (above: VirtualServerDraft, check: Check) => number | boolean;
}

const KEYWORDS: readonly Keyword[] = [
  { name: "delay_loop", key: "delayLoop", inherited: ({ delayLoop = 60_000 }) => delayLoop },
  { name: "retry", key: "retry", inherited: ({ retry = 1 }) => retry },
  {
    name: "delay_before_retry",
    key: "delayBeforeRetry",
    inherited: ({ delayBeforeRetry }, { type }) =>
      delayBeforeRetry ?? (type === "TCP_CHECK" ? 1000 : 3000),
  },
  {
    name: "warmup",
    key: "warmup",
    inherited: ({ warmup }, { timing }) => warmup ?? timing.delayLoop,
  },
  {
    name: "connect_timeout",
    key: "connectTimeout",
    inherited: ({ connectTimeout = 5000 }) => connectTimeout,
  },
  { name: "alpha", key: "alpha", inherited: ({ alpha = false }) => alpha },
];

/** A real server as the one balancer has it, and as the other has it. */
export type Twins = readonly [RealServer, RealServer];

/** What the virtual servers say of their checks, where it differs and a check goes by it on both. */
export const sharedTimings = (
  mine: VirtualServerView,
  other: VirtualServerView,
  twins: readonly Twins[],
): readonly string[] => unique(twins.flatMap((each) => differencesOf(mine, other, each, "shared")));

/** What two real servers and their checks say themselves, where it differs. */
export const ownTimings = (
  mine: VirtualServerView,
  other: VirtualServerView,
  twins: Twins,
): readonly string[] => unique(differencesOf(mine, other, twins, "own"));

function differencesOf(
  mine: VirtualServerView,
  other: VirtualServerView,
  [{ checks }, { checks: others }]: Twins,
  whose: "shared" | "own",
): readonly string[] {
  return checks.flatMap((check, at) => {
    const twin = others[at];
    if (twin === undefined) return [];
    return KEYWORDS.flatMap((keyword) => {
      const shared = isInherited(keyword, mine, check) && isInherited(keyword, other, twin);
      return shared === (whose === "shared") ? difference(keyword, check.timing, twin.timing) : [];
    });
  });
}

const isInherited = (
  { key, inherited }: Keyword,
  { draft }: VirtualServerView,
  check: Check,
): boolean => check.timing[key] === inherited(draft, check);

function difference(
  { name, key }: Keyword,
  here: CheckTiming,
  there: CheckTiming,
): readonly string[] {
  if (here[key] === there[key]) return [];
  // Where it is not said it is delay_loop, which is named already.
  if (key === "warmup" && here.warmup === here.delayLoop && there.warmup === there.delayLoop)
    return [];
  return [`${name} ${textOf(key, here)} here, ${textOf(key, there)} there`];
}

function textOf(key: keyof CheckTiming, timing: CheckTiming): string {
  const value = timing[key];
  if (typeof value === "boolean") return value ? "yes" : "no";
  return key === "retry" ? String(value) : `${value / 1000} s`;
}

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];
