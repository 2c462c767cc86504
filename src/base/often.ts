/** Which of very many texts come up often, without a map of them all. */

/** A power of two: of twenty thousand texts that differ hardly three share a count. */
const COUNTS = 65_536;

/**
 * Those that come up at least `times`, 1 to 255. `visit` tells them all, twice: first they are
 * counted by a number made of their characters, and only where such a count is high enough, and
 * mostly none is, the texts themselves are looked at.
 */
export function often<T extends string>(
  visit: (tell: (text: T) => void) => void,
  times: number,
): ReadonlySet<T> {
  const counts = new Uint8Array(COUNTS);
  let most = 0;
  visit((text) => {
    const slot = slotOf(text);
    const count = Math.min(255, (counts[slot] ?? 0) + 1);
    counts[slot] = count;
    if (count > most) most = count;
  });
  if (most < times) return new Set();
  const exact = new Map<T, number>();
  visit((text) => {
    if ((counts[slotOf(text)] ?? 0) >= times) exact.set(text, (exact.get(text) ?? 0) + 1);
  });
  return new Set([...exact].flatMap(([text, count]) => (count >= times ? [text] : [])));
}

function slotOf(text: string): number {
  let hash = 0;
  for (let at = 0; at < text.length; at++) hash = (hash * 31 + text.charCodeAt(at)) | 0;
  return (hash ^ (hash >>> 16)) & (COUNTS - 1);
}
