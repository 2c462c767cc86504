/**
 * The canonical layout of one conf file, comments kept. It works on the text as it is written, so
 * conditions, definitions, repetitions and includes stay what they are. Meaning never changes: words
 * stay the same words, and lines are only broken and joined at braces.
 */
import { LIMITS } from "../../base/limits.ts";
import { fail, ok, type Result } from "../../base/result.ts";
import type { Diagnostic } from "../diagnostic.ts";
import { createReport, type Report } from "../report.ts";
import { isTooLong, roomIn } from "../text/physical-lines.ts";
import { type ConfLine, classify } from "./classify.ts";
import { layOut, type Row } from "./layout.ts";
import { levelsOf } from "./levels.ts";
import { space } from "./spacing.ts";
import { singleLineVariables } from "./variables.ts";

const INDENT = 4;

/**
 * The text in canonical layout, or why it cannot be laid out: a quote or a brace that is not closed,
 * a line that is too long to be read. `file` is what diagnostics call it. Never throws.
 */
export function formatConf(text: string, file: string): Result<string, readonly Diagnostic[]> {
  const diagnostics: Diagnostic[] = [];
  const report = createReport(diagnostics, () => []);
  const formatted = format(text, file, report);
  if (diagnostics.length === 0) return ok(formatted);
  const inOrder = diagnostics.toSorted(
    (a, b) => a.span.line - b.span.line || a.span.column - b.span.column,
  );
  return fail(inOrder);
}

/** Means nothing where something was reported. */
function format(text: string, file: string, report: Report): string {
  const error: Tell = (line, start, end, rule, message) => {
    report.at(
      { file, line, column: start + 1, end: end + 1 },
      { rule, severity: "error", message },
    );
  };
  if (text.length > LIMITS.configBytes) {
    const message = `the file has ${text.length} characters, and at most ${LIMITS.configBytes} are read`;
    error(1, 0, 1, "too-large", message);
    return "";
  }
  const lines = splitLines(text);
  if (lines.map((line, i) => isReadable(line, i + 1, error)).includes(false)) return "";
  const variables = singleLineVariables(lines);
  const classified = classify(lines, variables);
  for (const [i, line] of classified.entries()) checkQuotes(line, i + 1, error);
  const depths = levelsOf(classified, file, report);
  const rows = space(layOut(classified, depths, variables));
  return rows.map((row) => `${writeRow(row, error)}\n`).join("");
}

/** Columns count from 0. */
type Tell = (line: number, start: number, end: number, rule: string, message: string) => void;

/** Without byte order mark and line ends; behind the last line end there is no empty line. */
function splitLines(text: string): readonly string[] {
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

function isReadable(line: string, number: number, error: Tell): boolean {
  if (isTooLong(line)) {
    error(number, 0, line.length, "line-too-long", `this line has ${tooMany(roomIn(line))}`);
    return false;
  }
  const column = line.search(/[\0\r\ufeff]/);
  if (column < 0) return true;
  const message = `found a ${STRANGE[line[column] ?? ""] ?? "control character"} inside a line`;
  error(number, column, column + 1, "binary", message);
  return false;
}

/** A NUL byte loses its line; the others would mean something else where the layout puts them. */
const STRANGE: Readonly<Record<string, string>> = {
  "\0": "NUL byte",
  "\r": "carriage return",
  "\ufeff": "byte order mark",
};

/** `room` is negative. */
const tooMany = (room: number): string =>
  `${roomIn("") - room} bytes, and at most ${roomIn("")} are read`;

function checkQuotes(line: ConfLine, number: number, error: Tell): void {
  if (line.type !== "plain" && line.type !== "whole") return;
  const unclosed = line.type === "plain" ? line.scanned.unclosed : line.unclosed;
  if (unclosed === undefined) return;
  const message = 'found an opening " without its closing one on this line';
  error(number, unclosed, unclosed + 1, "unclosed-quote", message);
}

/** Indented as far as the longest line that is read allows. */
function writeRow({ type, text, comment, depth, line }: Row, error: Tell): string {
  if (type === "kept") return text;
  const content = [text, comment].filter((part) => part !== "").join(" ");
  if (content === "") return "";
  const room = roomIn(content);
  if (room < 0)
    error(line, 0, 1, "line-too-long", `laid out, this line would have ${tooMany(room)}`);
  return " ".repeat(Math.max(0, Math.min(depth * INDENT, room))) + content;
}
