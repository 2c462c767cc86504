/**
 * A line of conf text to words and braces, with the place of each: keepalived.conf(5),
 * "Configuration file syntax". Blanks separate words; `#` and `!` begin a comment anywhere outside
 * double quotes; a double-quoted piece is one word; braces outside quotes stand for themselves.
 */
import type { Place } from "./diagnostic.ts";
import type { Report } from "./report.ts";

export interface Word extends Place {
  readonly type: "word";
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
  readonly text: string;
  readonly tokens: readonly Token[];
  /** The same with columns in `text`, which an expansion may have made another one than the file's. */
  readonly inText: readonly Token[];
}

export type Token = Word | Brace;

export interface Brace extends Place {
  readonly type: "open" | "close";
}

interface Scan {
  readonly file: string;
  readonly number: number;
  readonly line: string;
  readonly tokens: Token[];
  readonly report: Report;
}

const TAB = 9;
const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const BANG = 33;
const QUOTE = 34;
const HASH = 35;
const BACKSLASH = 92;
const OPEN = 123;
const CLOSE = 125;

/** The tokens of one line, whose places are those of its characters. */
export function lexLine(file: string, line: string, number: number, report: Report): Line {
  const scan: Scan = { file, number, line, tokens: [], report };
  let at = 0;
  for (;;) {
    while (at < line.length && isBlank(line.charCodeAt(at))) at++;
    if (at >= line.length) break;
    const code = line.charCodeAt(at);
    if (isMark(code)) break;
    if (code === OPEN || code === CLOSE) at = lexBrace(scan, at);
    else at = code === QUOTE ? lexQuoted(scan, at) : lexWord(scan, at);
  }
  tellTrailingBackslash(scan, at);
  const { tokens } = scan;
  return { text: line.slice(0, at), tokens, inText: tokens };
}

/** Blank, tab, newline, vertical tab, form feed, carriage return. */
export const isBlank = (code: number): boolean =>
  code === SPACE || code === TAB || (code >= NEWLINE && code <= CARRIAGE_RETURN);
const isMark = (code: number): boolean => code === HASH || code === BANG;
/** A backslash and the mark that it takes the meaning from, or another backslash. */
export const isPair = (line: string, at: number): boolean => {
  if (line.charCodeAt(at) !== BACKSLASH) return false;
  const next = line.charCodeAt(at + 1);
  return isMark(next) || next === BACKSLASH;
};

const placeOf = ({ file, number }: Scan, from: number, to: number): Place => ({
  file,
  line: number,
  column: from + 1,
  end: to + 1,
});

function lexBrace(scan: Scan, at: number): number {
  const type = scan.line.charCodeAt(at) === OPEN ? "open" : "close";
  const { file, number, tokens } = scan;
  tokens.push({ type, file, line: number, column: at + 1, end: at + 2 });
  return at + 1;
}

function lexQuoted(scan: Scan, at: number): number {
  const end = afterQuote(scan.line, at);
  if (end === undefined) return lexUnclosed(scan, at);
  pushWord(scan, scan.line.slice(at + 1, end - 1), true, at, end);
  return end;
}

/** The offset behind the quote that closes the one at `at`; undefined: none does. */
export function afterQuote(line: string, at: number): number | undefined {
  for (let i = at + 1; i < line.length; i++) {
    const code = line.charCodeAt(i);
    if (code === BACKSLASH) i++;
    else if (code === QUOTE) return i + 1;
  }
  return undefined;
}

/** All the rest of the line is in it, but a { at the very end was hardly meant so. */
function lexUnclosed(scan: Scan, at: number): number {
  const { line, report } = scan;
  report.at(placeOf(scan, at, line.length), {
    rule: "unclosed-quote",
    severity: "error",
    message: 'found an opening " without its closing one on this line',
  });
  const opens = /[ \t]*\{[ \t]*$/.exec(line);
  const end = opens === null || opens.index <= at ? line.length : opens.index;
  pushWord(scan, line.slice(at + 1, end), true, at, end);
  return end;
}

function lexWord(scan: Scan, from: number): number {
  const { line } = scan;
  let at = from;
  let escaped = false;
  for (; at < line.length; at++) {
    const code = line.charCodeAt(at);
    if (code === BACKSLASH && isPair(line, at)) {
      escaped = true;
      at++;
    } else if (isBlank(code) || endsWord(code)) {
      break;
    }
  }
  const raw = line.slice(from, at);
  pushWord(scan, escaped ? raw.replace(PAIR, unescapeMark) : raw, false, from, at);
  return at;
}

const PAIR = /\\([#!\\])/g;
const unescapeMark = (pair: string, next: string): string =>
  next === "#" || next === "!" ? next : pair;

const endsWord = (code: number): boolean =>
  isMark(code) || code === QUOTE || code === OPEN || code === CLOSE;

function pushWord(scan: Scan, text: string, quoted: boolean, from: number, to: number): void {
  const { file, number, tokens } = scan;
  tokens.push({ type: "word", text, quoted, file, line: number, column: from + 1, end: to + 1 });
}

/** It is the end of the last word, as in keepalived; only the lines of a definition go on behind one. */
function tellTrailingBackslash(scan: Scan, contentEnd: number): void {
  let end = contentEnd;
  while (end > 0 && isBlank(scan.line.charCodeAt(end - 1))) end--;
  if (end === 0 || scan.line.charCodeAt(end - 1) !== BACKSLASH) return;
  const last = scan.tokens.at(-1);
  if (last?.type !== "word" || last.quoted) return;
  if ((/\\+$/.exec(last.text)?.[0].length ?? 0) % 2 === 0) return;
  scan.report.at(placeOf(scan, last.end - 2, last.end - 1), {
    rule: "trailing-backslash",
    severity: "error",
    message: `the \\ at the end of this line is part of the word "${last.text}", and does not join the next line to it`,
    hint: "only a definition, $NAME=..., goes on behind a \\: write all of this on one line",
    spoils: true,
  });
}
