/**
 * A stretch of text that knows where each of its characters stands in a file. What came out of an
 * expansion points at the reference that it came from: that is where an operator has to look.
 */
import type { Place } from "../diagnostic.ts";

export interface Passage {
  readonly text: string;
  /** In order; the first begins at 0. */
  readonly origins: readonly Origin[];
}

interface Origin {
  /** The offset from which on it holds. */
  readonly at: number;
  readonly place: Place;
  /** All characters stand for the whole place; otherwise each has a column of its own, from the place's on. */
  readonly whole: boolean;
}

/** A piece of a file as it stands there. */
export const writtenAt = (text: string, file: string, line: number, column: number): Passage => ({
  text,
  origins: [
    { at: 0, place: { file, line, column, end: column + Math.max(text.length, 1) }, whole: false },
  ],
});

/** Text that stands in no file, in place of something that does. */
export const standIn = (text: string, place: Place): Passage => ({
  text,
  origins: [{ at: 0, place, whole: true }],
});

/** From an offset to another one, or to the end. */
export function cut({ text, origins }: Passage, from: number, to: number = text.length): Passage {
  const kept: Origin[] = [];
  for (let index = 0; index < origins.length; index++) {
    const origin = origins[index];
    if (origin === undefined || (origin.at >= to && kept.length > 0)) break;
    const end = origins[index + 1]?.at ?? Number.POSITIVE_INFINITY;
    if (end > from) kept.push(shifted(origin, from));
  }
  return { text: text.slice(from, to), origins: kept };
}

/** As it is in a passage that begins at `from`. */
function shifted(origin: Origin, from: number): Origin {
  const { at, place, whole } = origin;
  if (from <= 0) return origin;
  if (from <= at || whole) return { at: Math.max(0, at - from), place, whole };
  const { file, line, column, end } = place;
  return { at: 0, place: { file, line, column: column + from - at, end }, whole };
}

/** One behind the other. */
export function join(...passages: readonly Passage[]): Passage {
  let text = "";
  const origins: Origin[] = [];
  for (const passage of passages) {
    if (passage.text === "") continue;
    for (const { at, place, whole } of passage.origins)
      origins.push({ at: at + text.length, place, whole });
    text += passage.text;
  }
  return { text, origins: origins.length > 0 ? origins : (passages[0]?.origins ?? []) };
}

/** Blank and tab; other blanks separate words, but are not taken from the ends of a line. */
const isSpace = (code: number): boolean => code === 32 || code === 9;

/** Without the blanks at both ends. */
export function trimmed(passage: Passage): Passage {
  const { text } = passage;
  let [from, to] = [0, text.length];
  while (from < to && isSpace(text.charCodeAt(from))) from++;
  while (to > from && isSpace(text.charCodeAt(to - 1))) to--;
  return from === 0 && to === text.length ? passage : cut(passage, from, to);
}

/** Where the characters of a stretch stand: on the line of its first one. */
export function placeIn({ text, origins }: Passage, from: number, to: number): Place {
  const first = originAt(origins, from);
  const last = originAt(origins, Math.max(from, to - 1));
  const { file, line } = first.place;
  const column = columnAt(first, from);
  const onOneLine = last.place.line === line && last.place.file === file;
  const next = origins[origins.indexOf(first) + 1]?.at ?? text.length;
  const end = onOneLine ? endAt(last, to) : endAt(first, next);
  return { file, line, column, end: Math.max(end, column + 1) };
}

function originAt(origins: readonly Origin[], offset: number): Origin {
  let found = origins[0];
  for (const origin of origins) if (origin.at <= offset) found = origin;
  return found ?? NOWHERE;
}

/** A passage always has an origin; this is for the compiler. */
const NOWHERE: Origin = { at: 0, place: { file: "", line: 1, column: 1, end: 2 }, whole: true };

const columnAt = ({ at, place, whole }: Origin, offset: number): number =>
  whole ? place.column : place.column + offset - at;
const endAt = ({ at, place, whole }: Origin, offset: number): number =>
  whole ? place.end : place.column + offset - at;
