/** The lines of a file as they stand in it. */
import { LIMITS } from "../../base/limits.ts";
import type { Source } from "../lexer.ts";
import type { Report } from "../report.ts";

export interface PhysicalLine {
  readonly text: string;
  readonly number: number;
}

/** keepalived reads a line into a buffer, which holds a newline and a NUL as well. */
const MOST_BYTES = LIMITS.configLineBytes - 2;

/**
 * Without their ends. Too long lines and lines with NUL bytes are reported and left out, as
 * keepalived does; a byte order mark is left out silently.
 */
export function* physicalLines({ file, text }: Source, report: Report): Generator<PhysicalLine> {
  let number = 0;
  let at = 0;
  while (at < text.length) {
    const newline = text.indexOf("\n", at);
    const end = newline < 0 ? text.length : newline;
    number++;
    let line = text.slice(at, end);
    at = end + 1;
    if (line !== "" && line.charCodeAt(line.length - 1) === 13) line = line.replace(/\r+$/, "");
    if (number === 1 && line.startsWith("\ufeff")) line = ` ${line.slice(1)}`;
    if (isUsable(file, line, number, report)) yield { text: line, number };
  }
}

function isUsable(file: string, line: string, number: number, report: Report): boolean {
  const bytes = utf8Length(line);
  if (bytes > MOST_BYTES) {
    report.at(
      { file, line: number, column: 1, end: line.length + 1 },
      {
        rule: "line-too-long",
        severity: "error",
        message: `this line has ${bytes} bytes, and at most ${MOST_BYTES} are read; it is left out`,
      },
    );
    return false;
  }
  const nul = line.indexOf("\0");
  if (nul < 0) return true;
  report.at(
    { file, line: number, column: nul + 1, end: nul + 2 },
    { rule: "binary", severity: "error", message: "a NUL byte: this line is left out" },
  );
  return false;
}

/** Whether more bytes than a line may have. */
export const isTooLong = (line: string): boolean => utf8Length(line) > MOST_BYTES;

/** Bytes in UTF-8; not counted where the line is short enough in any case. */
function utf8Length(line: string): number {
  if (line.length * 3 <= MOST_BYTES) return line.length;
  let bytes = line.length;
  for (let at = 0; at < line.length; at++) {
    const code = line.charCodeAt(at);
    // Half of a pair counts two: four for both.
    if (code >= 0x80) bytes += code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}
