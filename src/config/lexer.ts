/**
 * A line of conf text to words and braces, with the place of each: keepalived.conf(5),
 * "Configuration file syntax". Blanks separate words; `#` and `!` begin a comment anywhere outside
 * double quotes; a double-quoted piece is one word; braces outside quotes stand for themselves.
 *
 * A long conf is read while an operator waits for a takeover: lines are read where they stand in
 * their file's text, and nothing is made of them but what is handed on.
 */
import type { Place } from "./diagnostic.ts";
import { tellGluedComment } from "./glued-comment.ts";
import type { Brace, Reader, Word } from "./pieces.ts";
import type { Report } from "./report.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** The text of one file, and what diagnostics call it. */
export interface Source {
  readonly file: string;
  readonly text: string;
}

/** A line of a text, without its end. `start` is where its first column stands, `from` where it is read from. */
export interface Line {
  readonly number: number;
  readonly start: number;
  readonly from: number;
  readonly to: number;
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

/** Blank, tab, newline, vertical tab, form feed, carriage return. */
export const isBlank = (code: number): boolean =>
  code === SPACE || code === TAB || (code >= NEWLINE && code <= CARRIAGE_RETURN);
const isMark = (code: number): boolean => code === HASH || code === BANG;
/** A backslash and the mark that it takes the meaning from, or another backslash. */
export const isPair = (text: string, at: number): boolean => {
  if (text.charCodeAt(at) !== BACKSLASH) return false;
  const next = text.charCodeAt(at + 1);
  return isMark(next) || next === BACKSLASH;
};
const endsStatement = (code: number): boolean => code === OPEN || code === CLOSE || isMark(code);
const endsWord = (code: number): boolean => isBlank(code) || code === QUOTE || endsStatement(code);

/** The offset behind the quote that closes the one at `at`, before `to`; undefined: none does. */
export function afterQuote(text: string, at: number, to: number = text.length): number | undefined {
  for (let i = at + 1; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code === BACKSLASH) i++;
    else if (code === QUOTE) return i + 1;
  }
  return undefined;
}

interface Scan extends Source {
  readonly vocabulary: Vocabulary;
  readonly report: Report;
  readonly reader: Reader;
}

/** Tells the reader what a line says. Answers whether it says anything. */
export type LexLine = (line: Line) => boolean;

/** Reads lines of one text. */
export function createLexer(
  { file, text }: Source,
  vocabulary: Vocabulary,
  report: Report,
  reader: Reader,
): LexLine {
  const scan: Scan = { file, text, vocabulary, report, reader };
  return (line) => lexLine(scan, line);
}

function lexLine(scan: Scan, line: Line): boolean {
  const { text } = scan;
  const { from, to } = line;
  const first = afterBlanks(text, from, to);
  let at = first;
  while (at < to) {
    const code = text.charCodeAt(at);
    if (isMark(code)) break;
    if (code === OPEN) at = lexBrace(scan, line, at, "open");
    else if (code === CLOSE) at = lexBrace(scan, line, at, "close");
    else at = lexStatement(scan, line, at);
    at = afterBlanks(text, at, to);
  }
  return at > first;
}

function afterBlanks(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && isBlank(text.charCodeAt(at))) at++;
  return at;
}

const placeOf = ({ file }: Scan, { number, start }: Line, from: number, to: number): Place => ({
  file,
  line: number,
  column: from - start + 1,
  end: to - start + 1,
});

function lexBrace(scan: Scan, line: Line, at: number, type: Brace["type"]): number {
  const column = at - line.start + 1;
  scan.reader.brace({ type, file: scan.file, line: line.number, column, end: column + 1 });
  return at + 1;
}

/** The words from one offset on, up to a brace, a comment or the end. Answers where that is. */
function lexStatement(scan: Scan, line: Line, from: number): number {
  const { text, reader } = scan;
  const keyword = lexWord(scan, line, from);
  // Most have one or two: an array that grows would be made anew for each.
  let first: Word | undefined;
  let second: Word | undefined;
  let more: Word[] | undefined;
  let last = keyword;
  let at = line.start + keyword.end - 1;
  for (;;) {
    at = afterBlanks(text, at, line.to);
    if (at >= line.to || endsStatement(text.charCodeAt(at))) break;
    last = lexWord(scan, line, at);
    at = line.start + last.end - 1;
    if (first === undefined) first = last;
    else if (second === undefined) second = last;
    else if (more === undefined) more = [first, second, last];
    else more.push(last);
  }
  const args = more ?? argsOf(first, second);
  const raw = first === undefined ? "" : rawOf(scan, line, first, last);
  reader.statement({ keyword, args, raw, body: undefined });
  if (last.text.endsWith("\\")) tellTrailingBackslash(scan, line, last, at);
  if (at < line.to && at === line.start + last.end - 1) tellGlued(scan, last, at);
  return at;
}

const NO_ARGS: readonly Word[] = [];

function argsOf(first: Word | undefined, second: Word | undefined): readonly Word[] {
  if (first === undefined) return NO_ARGS;
  return second === undefined ? [first] : [first, second];
}

/** From the first argument to the last, as they are written; of a single plain word that is the word. */
function rawOf({ text }: Scan, { start }: Line, first: Word, last: Word): string {
  if (first === last && last.end - last.column === last.text.length) return last.text;
  return text.slice(start + first.column - 1, start + last.end - 1);
}

const lexWord = (scan: Scan, line: Line, from: number): Word =>
  scan.text.charCodeAt(from) === QUOTE ? lexQuoted(scan, line, from) : lexPlain(scan, line, from);

function makeWord(
  { file }: Scan,
  { number, start }: Line,
  text: string,
  quoted: boolean,
  from: number,
  to: number,
): Word {
  return { text, quoted, file, line: number, column: from - start + 1, end: to - start + 1 };
}

function lexPlain(scan: Scan, line: Line, from: number): Word {
  const { text, vocabulary } = scan;
  let at = from;
  let escaped = false;
  for (; at < line.to; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH && isPair(text, at)) {
      escaped = true;
      at++;
    } else if (endsWord(code)) {
      break;
    }
  }
  const written = vocabulary.word(text, from, at);
  const meant = escaped ? written.replace(PAIR, unescapeMark) : written;
  return makeWord(scan, line, meant, false, from, at);
}

function lexQuoted(scan: Scan, line: Line, from: number): Word {
  const { text, vocabulary } = scan;
  const end = afterQuote(text, from, line.to);
  if (end === undefined) return lexUnclosed(scan, line, from);
  return makeWord(scan, line, vocabulary.word(text, from + 1, end - 1), true, from, end);
}

/** All the rest of the line is in it, but a { at the very end was hardly meant so. */
function lexUnclosed(scan: Scan, line: Line, from: number): Word {
  const { text, report } = scan;
  report.at(placeOf(scan, line, from, line.to), {
    rule: "unclosed-quote",
    severity: "error",
    message: 'found an opening " without its closing one on this line',
  });
  const opens = /[ \t]*\{[ \t]*$/.exec(text.slice(from, line.to));
  const end = opens === null ? line.to : from + opens.index;
  return makeWord(scan, line, text.slice(from + 1, end), true, from, end);
}

function tellGlued({ text, report }: Scan, last: Word, at: number): void {
  if (!last.quoted && isMark(text.charCodeAt(at)))
    tellGluedComment(report, last, last.text, text.charAt(at));
}

/** It is the end of the last word, as in keepalived; only the lines of a definition go on behind one. */
function tellTrailingBackslash(scan: Scan, line: Line, last: Word, to: number): void {
  const atEnd = to >= line.to || isMark(scan.text.charCodeAt(to));
  if (!atEnd || last.quoted || (/\\+$/.exec(last.text)?.[0].length ?? 0) % 2 === 0) return;
  const end = line.start + last.end - 1;
  scan.report.at(placeOf(scan, line, end - 1, end), {
    rule: "trailing-backslash",
    severity: "error",
    message: `the \\ at the end of this line is part of the word "${last.text}", and does not join the next line to it`,
    hint: "only a definition, $NAME=..., goes on behind a \\: write all of this on one line",
    spoils: true,
  });
}

const PAIR = /\\([#!\\])/g;
const unescapeMark = (pair: string, next: string): string =>
  next === "#" || next === "!" ? next : pair;
