/**
 * Numbers as words. Most of keepalived's readers take the number that a word begins with, complain
 * of what stands behind it, and go on: so do these, or another value would hold than before.
 */
import { hintOnMark } from "../foreign.ts";
import type { Word } from "../pieces.ts";
import type { Report } from "../report.ts";

/** What a number may be, and how a keyword reads it. */
export interface Range {
  readonly min: number;
  readonly max: number;
  /** keepalived makes nothing of a number with something behind it; mostly it uses the number. */
  readonly strict?: boolean;
  /** What holds where the keyword says nothing of use. */
  readonly byDefault?: string;
  /** Whose value then holds before that. */
  readonly inherits?: string;
}

/** A decimal whole number in the range; otherwise reported, and undefined. */
export function readInteger(word: Word, range: Range, report: Report): number | undefined {
  const { text } = word;
  const plain = parseDigits(text);
  if (plain !== undefined || /^[+-]?\d+$/.test(text))
    return within(word, plain ?? Number(text), range, "", report);
  const expected = `expected a whole number from ${range.min} to ${range.max}`;
  const [, digits = "", rest = ""] = /^[ \t]*([+-]?\d+)(.+)$/.exec(text) ?? [];
  if (digits === "") {
    badNumber(report, word, expected + otherwise(range));
    return undefined;
  }
  const number = Number(digits);
  const fits = range.strict !== true && number >= range.min && number <= range.max;
  if (fits) tellUsed(report, word, expected, number, rest);
  else badNumber(report, word, expected + otherwise(range), meantBy(rest));
  return fits ? number : undefined;
}

/** Seconds in the range, as milliseconds; otherwise reported, and undefined. */
export function readSeconds(word: Word, range: Range, report: Report): number | undefined {
  const number = readDecimal(word, range, SECONDS, report);
  return number === undefined ? undefined : number * 1000;
}

/** Milliseconds in the range, as they are; otherwise reported, and undefined. */
export const readMilliseconds = (word: Word, range: Range, report: Report): number | undefined =>
  readDecimal(word, range, MILLISECONDS, report);

interface Unit {
  readonly name: string;
  readonly sign: string;
  /** How operators write it, and how many of it other units are that they write. */
  readonly written: RegExp;
  readonly others: ReadonlyMap<string, number>;
}

const SECONDS: Unit = {
  name: "seconds",
  sign: "s",
  written: /^(s|sec|secs|seconds?)$/i,
  others: new Map([
    ["ms", 0.001],
    ["m", 60],
    ["min", 60],
    ["h", 3600],
  ]),
};

const MILLISECONDS: Unit = {
  name: "milliseconds",
  sign: "ms",
  written: /^(ms|msec|msecs|milliseconds?)$/i,
  others: new Map([["s", 1000]]),
};

function readDecimal(word: Word, range: Range, unit: Unit, report: Report): number | undefined {
  const { text } = word;
  const plain = parseDigits(text);
  if (plain !== undefined || /^\+?(\d+(\.\d*)?|\.\d+)$/.test(text))
    return within(word, plain ?? Number(text), range, ` ${unit.sign}`, report);
  return readBegun(word, range, unit, report);
}

/** A word that is no number, and may begin with one. */
function readBegun(word: Word, range: Range, unit: Unit, report: Report): number | undefined {
  const expected = `expected ${unit.name} from ${range.min} to ${range.max}`;
  const [, digits = "", rest = ""] = /^[ \t]*\+?(\d+(?:\.\d*)?|\.\d+)(.+)$/.exec(word.text) ?? [];
  if (digits === "") {
    badNumber(report, word, `${expected}, such as 1 or 0.5${otherwise(range)}`);
    return undefined;
  }
  const number = Number(digits);
  // keepalived makes a millionth of it, which nobody means: what is plain is taken as it is meant.
  const isPlain = range.strict !== true && (isEnd(rest) || unit.written.test(rest));
  if (isPlain && number >= range.min && number <= range.max) {
    tellUsed(report, word, expected, number, rest);
    return number;
  }
  badNumber(report, word, expected + otherwise(range), meantByUnit(number, rest, unit));
  return undefined;
}

const isEnd = (rest: string): boolean => /^[;, \t]+$/.test(rest);

/** What to write instead of what stands behind a number. */
function meantBy(rest: string): string {
  const mark = rest.trim();
  if (mark === ";" || mark === ",") return hintOnMark(mark);
  if (isEnd(rest)) return `no ${mark === "" ? "blank" : mark} belongs behind a number`;
  if (/^\.\d*$/.test(rest)) return "fractions do not count here";
  return /^[a-z]+;?$/i.test(rest)
    ? "a number stands without its unit"
    : "nothing belongs behind a number";
}

function meantByUnit(number: number, rest: string, unit: Unit): string {
  const factor = unit.others.get(rest.toLowerCase());
  if (factor !== undefined) return `write ${Number((number * factor).toFixed(6))}`;
  const decimals = /^,(\d+)$/.exec(rest)?.[1];
  return decimals === undefined ? meantBy(rest) : `write ${number}.${decimals}`;
}

/** What holds instead, where that can be said for sure. */
const otherwise = ({ byDefault, inherits }: Range): string =>
  byDefault === undefined || inherits !== undefined || !/^[\d.]+$/.test(byDefault)
    ? ""
    : `; the default is ${byDefault}`;

const ZERO = 48;
const PLAIN_DIGITS = 9;

/** One to nine digits and nothing else, which nearly all numbers are; undefined where a closer look is needed. */
function parseDigits(digits: string): number | undefined {
  if (digits.length === 0 || digits.length > PLAIN_DIGITS) return undefined;
  let number = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = digits.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return undefined;
    number = number * 10 + digit;
  }
  return number;
}

function within(
  word: Word,
  number: number,
  range: Range,
  unit: string,
  report: Report,
): number | undefined {
  const { min, max } = range;
  if (number >= min && number <= max) return number;
  report.at(word, {
    rule: "out-of-range",
    severity: "error",
    message: `found ${word.text}, expected ${min} to ${max}${unit}${otherwise(range)}`,
  });
  return undefined;
}

function badNumber(report: Report, word: Word, expected: string, hint?: string): void {
  report.at(word, {
    rule: "bad-number",
    severity: "error",
    message: `found "${word.text}", ${expected}`,
    hint,
  });
}

function tellUsed(
  report: Report,
  word: Word,
  expected: string,
  number: number,
  rest: string,
): void {
  report.at(word, {
    rule: "bad-number",
    severity: "error",
    message: `found "${word.text}", ${expected}: ${number} is used`,
    hint: meantBy(rest),
    readAs: String(number),
  });
}
