/** Did you mean: the nearest known word, by edits. */

/** Undefined where nothing is near enough to be meant. */
export function suggest(
  word: string,
  known: Iterable<string>,
  limit: number = Math.max(1, Math.floor(word.length / 3)),
): string | undefined {
  let best: string | undefined;
  let distance = limit + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) >= distance) continue;
    const edits = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (edits < distance) {
      best = candidate;
      distance = edits;
    }
  }
  return best;
}

/** Damerau-Levenshtein without overlapping swaps: insertions, deletions, replacements, neighbours exchanged. */
function editDistance(a: string, b: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = nextRow(a, b, i, last, beforeLast);
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

function nextRow(
  a: string,
  b: string,
  i: number,
  last: readonly number[],
  beforeLast: readonly number[],
): readonly number[] {
  const row = [i];
  for (let j = 1; j <= b.length; j++) {
    const cost = a[i - 1] === b[j - 1] ? 0 : 1;
    const edits = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
    const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
    row.push(swapped ? Math.min(edits, (beforeLast[j - 2] ?? 0) + 1) : edits);
  }
  return row;
}
