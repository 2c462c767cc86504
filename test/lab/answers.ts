/** What the client saw. */

/** A request that has ended: answered `by` a real server, or failed, and `why`. */
export interface Answered {
  /** Wall clock, milliseconds. */
  readonly ended: number;
  readonly ms: number;
  readonly by?: string;
  readonly why?: string;
}

/** The longest time without a successful request, between `from` and `to`; milliseconds. */
export function longestGap(answers: readonly Answered[], from: number, to: number): number {
  const times = answers.filter(({ by }) => by !== undefined).map(({ ended }) => ended);
  const all = [from, ...times.toSorted((a, b) => a - b), to];
  return Math.max(...all.slice(1).map((at, i) => at - (all[i] ?? at)));
}

/** How many of each. */
export function tally(words: readonly (string | undefined)[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const word of words) if (word !== undefined) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
