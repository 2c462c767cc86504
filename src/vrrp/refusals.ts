/**
 * Packets that were refused, without a flood: the first of a kind is told at once, those that
 * follow are counted and told together once a minute. Kinds are bounded by our own conf (channel,
 * instance, fault), never by what arrives.
 */
import type { Ip } from "../base/ip.ts";
import { earlier, type Millis, millis } from "../base/time.ts";
import type { PacketFault, VrrpNotice } from "./notice.ts";

export interface Refusal {
  readonly instance: string | undefined;
  readonly channel: string;
  readonly source: Ip;
  readonly fault: PacketFault;
  readonly detail: string;
}

interface Tally {
  latest: Refusal;
  /** Since it was last told. */
  count: number;
  tellAt: Millis;
}

export interface Refusals {
  readonly tallies: Map<string, Tally>;
}

type RefusedNotice = Extract<VrrpNotice, { type: "vrrp.refused" }>;

const TELL_EVERY = 60_000;

export const createRefusals = (): Refusals => ({ tallies: new Map() });

/** Counts a refusal; gives the notice where it is the first of its kind for a minute. */
export function refuse(
  { tallies }: Refusals,
  refusal: Refusal,
  now: Millis,
): RefusedNotice | undefined {
  const key = `${refusal.channel} ${refusal.instance ?? ""} ${refusal.fault}`;
  const tally = tallies.get(key);
  if (tally !== undefined) {
    tally.latest = refusal;
    tally.count++;
    return undefined;
  }
  tallies.set(key, { latest: refusal, count: 0, tellAt: millis(now + TELL_EVERY) });
  return { type: "vrrp.refused", ...refusal, count: 1 };
}

/** What a minute has brought together; a kind that was quiet for a minute is forgotten. */
export function summarise({ tallies }: Refusals, now: Millis): readonly RefusedNotice[] {
  const notices: RefusedNotice[] = [];
  for (const [key, tally] of tallies) {
    if (tally.tellAt > now) continue;
    if (tally.count === 0) {
      tallies.delete(key);
      continue;
    }
    notices.push({ type: "vrrp.refused", ...tally.latest, count: tally.count });
    tally.count = 0;
    tally.tellAt = millis(now + TELL_EVERY);
  }
  return notices;
}

/** When `summarise` next has something to do. */
export function summaryDue({ tallies }: Refusals): Millis | undefined {
  let due: Millis | undefined;
  for (const { tellAt } of tallies.values()) due = earlier(due, tellAt);
  return due;
}
