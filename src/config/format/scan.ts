/**
 * One line as it is written, before includes, conditions and variables: its words, braces and
 * comment, by their columns. A variable's `${NAME}` belongs to its word; its braces open no block.
 */

import { afterQuote } from "../lexer.ts";

/** Columns count from 0; `end` is past the last character. */
export interface Piece {
  readonly type: "word" | "open" | "close";
  readonly start: number;
  readonly end: number;
}

export interface Scanned {
  readonly text: string;
  readonly pieces: readonly Piece[];
  /** From its `#` or `!` on, without trailing blanks; empty where there is none. */
  readonly comment: string;
  /** Where a quote opens that is not closed on this line. */
  readonly unclosed: number | undefined;
}

/** Blanks, and one bare word, from a place on. A word is one character at least. */
const BLANKS = /[ \t]*/y;
const WORD = /(?:\$\{[A-Za-z_]\w*(?:[ \t][^{}"#!]*)?\}|\\[#!\\]|[^ \t#!"{}])+/y;

/** `text` is one line without its end. */
export function scanLine(text: string): Scanned {
  const pieces: Piece[] = [];
  let unclosed: number | undefined;
  let at = passing(BLANKS, text, 0);
  while (at < text.length) {
    const start = at;
    const char = text[start];
    if (char === "#" || char === "!") break;
    if (char === "{" || char === "}") {
      at++;
      pieces.push({ type: char === "{" ? "open" : "close", start, end: at });
    } else {
      if (char === '"') {
        const behind = afterQuote(text, start);
        if (behind === undefined) unclosed = start;
        at = behind ?? text.length;
      } else {
        at = passing(WORD, text, start);
      }
      pieces.push({ type: "word", start, end: at });
    }
    at = passing(BLANKS, text, at);
  }
  return { text, pieces, comment: trimEnd(text.slice(at)), unclosed };
}

/** Where a match that begins at `from` ends. */
function passing(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : from;
}

/** Blank and tab only: what else looks like white space is part of a word. */
export const trimEnd = (text: string): string => {
  let end = text.length;
  while (end > 0 && (text[end - 1] === " " || text[end - 1] === "\t")) end--;
  return text.slice(0, end);
};

export const trim = (text: string): string => trimEnd(text).replace(/^[ \t]+/, "");

/** What stands before the comment, without trailing blanks. */
export const contentOf = ({ text, pieces }: Scanned): string =>
  text.slice(pieces[0]?.start ?? 0, pieces.at(-1)?.end ?? 0);
