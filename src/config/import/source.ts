/** Words of a foreign file, with their places. */

/** `line` counts from 1, columns from 0; `end` is past the last character. */
export interface SourceWord {
  readonly text: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** Lines without their ends and without a byte order mark. */
export const sourceLines = (text: string): readonly string[] =>
  text.replace(/^\ufeff/, "").split(/\r?\n/);

const WORD = /"([^"]*)"|'([^']*)'|[^\s"']+/g;

/** The words of a line, split at blanks; quotes of either kind group, and go. A # before a word ends the line. */
export function wordsOf(text: string, line: number, from = 0): readonly SourceWord[] {
  const words: SourceWord[] = [];
  for (const match of text.slice(from).matchAll(WORD)) {
    const start = from + match.index;
    if (match[0].startsWith("#")) break;
    const word = match[1] ?? match[2] ?? match[0];
    words.push({ text: word, line, start, end: start + match[0].length });
  }
  return words;
}

/** A decimal number in the range, or undefined. */
export function wholeNumber(text: string, min: number, max: number): number | undefined {
  const number = /^\d{1,15}$/.test(text) ? Number(text) : -1;
  return number >= min && number <= max ? number : undefined;
}
