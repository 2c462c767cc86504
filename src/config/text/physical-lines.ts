/** The lines of a file as they stand in it. */
import { LIMITS } from "../../base/limits.ts";
import type { Line, Source } from "../lexer.ts";
import type { Report } from "../report.ts";

/** keepalived reads a line into a buffer, which holds a newline and a NUL as well. */
const MOST_BYTES = LIMITS.configLineBytes - 2;

const CARRIAGE_RETURN = 13;

/** The line that is handed over. Who takes it may move on over more lines, which it has read itself. */
export interface Cursor extends Line {
  number: number;
  /** Where the next line begins; behind the text where there is none. */
  next: number;
}

/**
 * Hands over one after the other, until `take` answers false; it must not keep them. Too long lines and lines with NUL
 * bytes are reported and left out, as keepalived does; a byte order mark is left out silently.
 */
export function eachLine(source: Source, report: Report, take: (line: Cursor) => boolean): void {
  const { text } = source;
  const hasNul = text.includes("\0");
  // One for all: it is not kept by who takes it.
  const line = { number: 0, start: 0, from: 0, to: 0, next: 0 };
  while (line.next < text.length) {
    line.number++;
    line.start = line.next;
    line.from = line.start === 0 && text.startsWith("\ufeff") ? 1 : line.start;
    const end = text.indexOf("\n", line.start);
    line.to = end < 0 ? text.length : end;
    line.next = line.to + 1;
    while (line.to > line.from && text.charCodeAt(line.to - 1) === CARRIAGE_RETURN) line.to--;
    if (isUsable(source, line, hasNul, report) && !take(line)) return;
  }
}

function isUsable({ file, text }: Source, line: Line, hasNul: boolean, report: Report): boolean {
  const { number, start, from, to } = line;
  if ((to - from) * BYTES_MAX <= MOST_BYTES && !hasNul) return true;
  const content = text.slice(from, to);
  const bytes = utf8Length(content);
  if (bytes > MOST_BYTES) {
    report.at(
      { file, line: number, column: 1, end: to - start + 1 },
      {
        rule: "line-too-long",
        severity: "error",
        message: `this line has ${bytes} bytes, and at most ${MOST_BYTES} are read; it is left out`,
      },
    );
    return false;
  }
  const nul = content.indexOf("\0");
  if (nul < 0) return true;
  const column = from - start + nul + 1;
  report.at(
    { file, line: number, column, end: column + 1 },
    { rule: "binary", severity: "error", message: "a NUL byte: this line is left out" },
  );
  return false;
}

/** Whether more bytes than a line may have. */
export const isTooLong = (line: string): boolean => utf8Length(line) > MOST_BYTES;

/** How many bytes more it may have; negative: it is too long. */
export const roomIn = (line: string): number => MOST_BYTES - bytesOf(line);

/** What a character of one unit takes at most. */
const BYTES_MAX = 3;

/** Bytes in UTF-8; not counted where the line is short enough in any case. */
function utf8Length(line: string): number {
  return line.length * BYTES_MAX <= MOST_BYTES ? line.length : bytesOf(line);
}

function bytesOf(line: string): number {
  let bytes = line.length;
  for (let at = 0; at < line.length; at++) {
    const code = line.charCodeAt(at);
    // Half of a pair counts two: four for both.
    if (code >= 0x80) bytes += code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}
