/**
 * Conf text to words and braces, with the place of each: keepalived.conf(5), "Configuration file
 * syntax". Blank and tab separate words; `#` and `!` begin a comment anywhere outside double
 * quotes; a double-quoted piece is one word; braces outside quotes stand for themselves.
 */
import { LIMITS } from "../base/limits.ts";
import type { Place } from "./diagnostic.ts";
import type { Report } from "./report.ts";

export interface Word extends Place {
  readonly text: string;
  readonly quoted: boolean;
}

/** The text of one file, and what diagnostics call it. */
export interface Source {
  readonly file: string;
  readonly text: string;
}

/** The pieces of one line. `text` is the line without comment, for keywords that read it raw. */
export interface Line {
  readonly file: string;
  readonly number: number;
  readonly text: string;
  readonly tokens: readonly Token[];
}

export type Token =
  | { readonly type: "word"; readonly word: Word }
  | { readonly type: "open" | "close"; readonly column: number };

const TAB = 9;
const BANG = 33;
const QUOTE = 34;
const HASH = 35;
const SPACE = 32;
const BACKSLASH = 92;
const OPEN = 123;
const CLOSE = 125;

/** Lines that hold something. Too long lines and lines with NUL bytes are reported and left out, as keepalived does. */
export function* lexLines({ file, text }: Source, report: Report): Generator<Line> {
  let number = 0;
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (at < text.length) {
    const newline = text.indexOf("\n", at);
    const end = newline < 0 ? text.length : newline;
    number++;
    const line = text.slice(at, end > at && text.charCodeAt(end - 1) === 13 ? end - 1 : end);
    at = end + 1;
    if (line.length >= LIMITS.configLineBytes) {
      report.at(placeOf(file, number, 1, line.length + 1), {
        rule: "line-too-long",
        severity: "error",
        message: `this line has ${line.length} characters, and at most ${LIMITS.configLineBytes - 1} are read; it is left out`,
      });
    } else if (line.includes("\0")) {
      const column = line.indexOf("\0") + 1;
      report.at(placeOf(file, number, column, column + 1), {
        rule: "binary",
        severity: "error",
        message: "a NUL byte: this line is left out",
      });
    } else {
      const lexed = lexLine(file, line, number, report);
      if (lexed.tokens.length > 0) yield lexed;
    }
  }
}

const placeOf = (file: string, line: number, column: number, end: number): Place => ({
  file,
  line,
  column,
  end,
});

function lexLine(file: string, line: string, number: number, report: Report): Line {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    while (at < line.length && isBlank(line.charCodeAt(at))) at++;
    if (at >= line.length) break;
    const code = line.charCodeAt(at);
    if (code === HASH || code === BANG) break;
    if (code === OPEN || code === CLOSE) {
      tokens.push({ type: code === OPEN ? "open" : "close", column: at + 1 });
      at++;
    } else if (code === QUOTE) {
      at = lexQuoted(file, line, number, at, tokens, report);
    } else {
      at = lexWord(file, line, number, at, tokens);
    }
  }
  return { file, number, text: line.slice(0, at), tokens };
}

const isBlank = (code: number): boolean => code === SPACE || code === TAB;

function lexQuoted(
  file: string,
  line: string,
  number: number,
  at: number,
  tokens: Token[],
  report: Report,
): number {
  const closing = line.indexOf('"', at + 1);
  const end = closing < 0 ? line.length : closing + 1;
  if (closing < 0)
    report.at(placeOf(file, number, at + 1, line.length + 1), {
      rule: "unclosed-quote",
      severity: "error",
      message: 'found an opening " without its closing one on this line',
    });
  const text = line.slice(at + 1, closing < 0 ? line.length : closing);
  const word = { text, quoted: true, file, line: number, column: at + 1, end: end + 1 };
  tokens.push({ type: "word", word });
  return end;
}

function lexWord(
  file: string,
  line: string,
  number: number,
  start: number,
  tokens: Token[],
): number {
  let at = start;
  let escaped = false;
  for (; at < line.length; at++) {
    const code = line.charCodeAt(at);
    if (code === BACKSLASH && isEscapable(line.charCodeAt(at + 1))) {
      escaped = true;
      at++;
    } else if (isBlank(code) || endsWord(code)) {
      break;
    }
  }
  const raw = line.slice(start, at);
  const text = escaped ? raw.replace(/\\([#!])/g, "$1") : raw;
  const word = { text, quoted: false, file, line: number, column: start + 1, end: at + 1 };
  tokens.push({ type: "word", word });
  return at;
}

const isEscapable = (code: number): boolean => code === HASH || code === BANG;
const endsWord = (code: number): boolean =>
  code === HASH || code === BANG || code === QUOTE || code === OPEN || code === CLOSE;
