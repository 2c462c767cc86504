/** What differs between two texts, in few lines: for people who want to see what would change. */

const MOST_LINES = 24;
/** How many lines may be gone or new before the two are the same again; beyond, they simply differ. */
const FURTHEST = 40;

/** Lines with - and +, each run under the number of its first line in `before`; cut off where it gets long. */
export function shortDiff(before: string, after: string): string {
  const lines = [...differences(linesOf(before), linesOf(after))];
  const shown = lines.slice(0, MOST_LINES).join("");
  const more = lines.length - MOST_LINES;
  return more > 0 ? `${shown}... and ${more} lines more\n` : shown;
}

/** Only what a person can see of a line end differs: it is told in words. */
function linesOf(text: string): readonly string[] {
  const lines = text.split("\n");
  const last = lines.pop();
  return (
    last === "" || last === undefined ? lines : [...lines, `${last} (no newline at the end)`]
  ).map((line) => line.replace(/\r$/, " (CR)").replace(/^\ufeff/, "(BOM) "));
}

function* differences(before: readonly string[], after: readonly string[]): Generator<string> {
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (before[i] === after[j]) {
      i++;
      j++;
      continue;
    }
    const [gone, added] = nextMeeting(before.slice(i, i + FURTHEST), after.slice(j, j + FURTHEST));
    yield `@@ line ${i + 1}\n`;
    for (const line of before.slice(i, i + gone)) yield `-${line}\n`;
    for (const line of after.slice(j, j + added)) yield `+${line}\n`;
    i += gone;
    j += added;
  }
}

/** How many lines of each to pass until both are at the same one; the nearest such place. */
function nextMeeting(
  before: readonly string[],
  after: readonly string[],
): readonly [number, number] {
  for (let sum = 1; sum < before.length + after.length; sum++)
    for (let gone = Math.min(sum, before.length); gone >= Math.max(0, sum - after.length); gone--)
      if (before[gone] !== undefined && before[gone] === after[sum - gone])
        return [gone, sum - gone];
  return [before.length, after.length];
}
