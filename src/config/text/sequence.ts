/** keepalived.conf(5), "Sequence blocks" and "List blocks": a line that is read once for every value. */

import { LIMITS } from "../../base/limits.ts";
import { fail, ok, type Result } from "../../base/result.ts";

/** What is defined in one turn: a value for every name. */
export type Turn = readonly (readonly [name: string, value: string])[];

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** `~SEQ(NAME, [START, [STEP,]] END)`: what stands between the brackets; or why it cannot be used. */
export function readSequence(inside: string, hex: boolean): Result<Iterable<Turn>, string> {
  const [name = "", ...numbers] = inside.split(",").map((part) => part.trim());
  if (!NAME.test(name)) return fail(`found "${name}", expected the name of a variable`);
  if (numbers.length < 1 || numbers.length > 3)
    return fail("expected (NAME, END), (NAME, START, END) or (NAME, START, STEP, END)");
  const wrong = numbers.find((number) => readNumber(number) === undefined);
  if (wrong !== undefined) return fail(`found "${wrong}", expected a whole number`);
  return countBy(name, bounds(numbers.map((number) => readNumber(number) ?? 0)), hex);
}

function countBy(
  name: string,
  { start, step, end }: Bounds,
  hex: boolean,
): Result<Iterable<Turn>, string> {
  if (step === 0 || (end - start) * step < 0)
    return fail(`steps of ${step} never lead from ${start} to ${end}`);
  if (hex && (start < 0 || end < 0)) return fail("~SEQx counts in hexadecimal, from 0 upwards");
  const count = Math.floor((end - start) / step) + 1;
  if (count > LIMITS.configRepetitions)
    return fail(`this is ${count} times, and at most ${LIMITS.configRepetitions} are read`);
  return ok(counted(name, start, step, count, hex ? 16 : 10));
}

/** As C reads one: decimal, 0x and hexadecimal, or 0 and octal. */
function readNumber(text: string): number | undefined {
  const [, sign, digits = ""] = /^([+-]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)$/.exec(text) ?? [];
  if (sign === undefined) return undefined;
  const octal = digits.length > 1 && /^0\d/.test(digits);
  const number = octal ? Number.parseInt(digits, 8) : Number(digits);
  if (!Number.isSafeInteger(number)) return undefined;
  return sign === "-" && number !== 0 ? -number : number;
}

interface Bounds {
  readonly start: number;
  readonly step: number;
  readonly end: number;
}

function bounds([first = 0, second, third]: readonly number[]): Bounds {
  if (second === undefined)
    return { start: first < 0 ? -1 : 1, step: first < 1 ? -1 : 1, end: first };
  if (third === undefined) return { start: first, step: first <= second ? 1 : -1, end: second };
  return { start: first, step: second, end: third };
}

function* counted(
  name: string,
  start: number,
  step: number,
  count: number,
  radix: number,
): Generator<Turn> {
  for (let turn = 0; turn < count; turn++) yield [[name, (start + turn * step).toString(radix)]];
}

/** `~LST(NAME, VALUE...)` or `~LST({NAME, ...}, {VALUE, ...}...)`. */
export function readList(inside: string): Result<Iterable<Turn>, string> {
  const items = splitItems(inside);
  if (items === undefined)
    return fail("expected (NAME, VALUE, ...) or ({NAME, ...}, {VALUE, ...}, ...)");
  const [names = [], ...sets] = items;
  const wrong = names.find((name) => !NAME.test(name));
  if (wrong !== undefined) return fail(`found "${wrong}", expected the name of a variable`);
  if (sets.length === 0) return fail("there are no values");
  const tooMany = sets.find((values) => values.length > names.length);
  if (tooMany !== undefined)
    return fail(
      `{${tooMany.join(", ")}} has ${tooMany.length} values, for ${names.length === 1 ? "one name" : `${names.length} names`}`,
    );
  return ok(sets.map((values) => names.map((name, index) => [name, values[index] ?? ""] as const)));
}

/** Each item is a word, or several in braces. */
function splitItems(inside: string): readonly (readonly string[])[] | undefined {
  const item = /[ \t]*(?:\{([^{}]*)\}|([^{},]*?))[ \t]*(,|$)/y;
  const items: string[][] = [];
  for (let at = 0; ; ) {
    item.lastIndex = at;
    const found = item.exec(inside);
    if (found === null) return undefined;
    const [all, braced, bare = "", comma] = found;
    items.push(braced === undefined ? [bare] : braced.split(",").map((part) => part.trim()));
    at += all.length;
    if (comma === "") return items;
  }
}
