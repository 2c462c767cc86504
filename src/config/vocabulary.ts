/** Words as strings. Those of a conf repeat by the thousand: one string serves for all that are alike. */

export interface Vocabulary {
  /** The characters of `text` from one offset to before another. */
  readonly word: (text: string, from: number, to: number) => string;
}

/** A power of two; longer words are rarely alike. */
const SLOTS = 1024;
const LONGEST = 24;

/** For one reading: what it remembers may be a part of the text, which it keeps alive. */
export function createVocabulary(): Vocabulary {
  const known = Array.from({ length: SLOTS }, () => "");
  return {
    word(text, from, to) {
      const length = to - from;
      if (length === 0 || length > LONGEST) return text.slice(from, to);
      const slot = slotOf(text, from, to);
      const before = known[slot] ?? "";
      if (before.length === length && text.startsWith(before, from)) return before;
      const made = text.slice(from, to);
      known[slot] = made;
      return made;
    },
  };
}

/** By length and the characters in which words of a conf differ: the first, the last and the one before. */
const slotOf = (text: string, from: number, to: number): number =>
  (text.charCodeAt(from) * 7 +
    text.charCodeAt(to - 1) * 31 +
    text.charCodeAt(Math.max(from, to - 2)) * 131 +
    (to - from) * 17) &
  (SLOTS - 1);
