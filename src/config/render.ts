/** Diagnostics for people: the place, the line quoted, the words underlined, what to do about it. */
import { type Cell, cellsOf, harmless } from "./cells.ts";
import type { Diagnostic, Severity, Span } from "./diagnostic.ts";

/** The text of a file, by the name that diagnostics call it; undefined where it is not known. */
export type TextOf = (file: string) => string | undefined;

const RED = "\u001b[31;1m";
const YELLOW = "\u001b[33;1m";
const CYAN = "\u001b[36;1m";
const BLUE = "\u001b[34;1m";
const BOLD = "\u001b[1m";
const RESET = "\u001b[0m";
const COLOURS: Record<Severity, string> = { error: RED, warning: YELLOW, hint: CYAN };
/** A terminal's usual width, and the least that makes sense of a line. */
const WIDTH = { usual: 100, least: 40 } as const;
const CUT = "...";
/** Columns that are shown before the marks where a line has to be cut. */
const LEAD = 16;

type Paint = (code: string, words: string) => string;

interface Quote {
  readonly textOf: TextOf;
  readonly paint: Paint;
  /** Of the line numbers. */
  readonly gutter: number;
  readonly width: number;
}

/** Several lines without a newline at the end. `width`: columns of the terminal. */
export function renderDiagnostic(
  diagnostic: Diagnostic,
  textOf: TextOf,
  colour = false,
  width: number = WIDTH.usual,
): string {
  const { span, severity, rule, message, hint, related = [] } = diagnostic;
  const paint: Paint = (code, words) => (colour ? code + words + RESET : words);
  const place = `${harmless(span.file)}:${span.line}:${span.column}:`;
  const says = `${harmless(message)} [${rule}]`;
  const numbers = [span.line, span.endLine, ...related.map((each) => each.span.line)];
  const gutter = Math.max(...numbers.map((line) => String(line).length));
  const quote = { textOf, paint, gutter, width: Math.max(WIDTH.least, width) };
  const lines = [
    `${paint(BOLD, place)} ${paint(COLOURS[severity], `${severity}:`)} ${says}`,
    ...quoted(quote, span, "^", COLOURS[severity], ""),
  ];
  for (const other of related) {
    if (other.span.file !== span.file)
      lines.push(` ${" ".repeat(gutter)} : ${harmless(other.span.file)}:${other.span.line}`);
    lines.push(...quoted(quote, other.span, "-", BLUE, ` ${harmless(other.message)}`));
  }
  if (hint !== undefined) lines.push(` ${" ".repeat(gutter)} = ${harmless(hint)}`);
  return lines.join("\n");
}

/** The first line of a span and the last, each with marks below; `label` stands behind the last marks. */
function quoted(
  quote: Quote,
  { file, line, column, endLine, endColumn }: Span,
  mark: string,
  code: string,
  label: string,
): string[] {
  const text = quote.textOf(file);
  const first = text === undefined ? undefined : lineOf(text, line);
  if (text === undefined || first === undefined) return [];
  const show = (
    number: number,
    source: string,
    from: number,
    to: number,
    note: string,
  ): string[] => {
    const { paint, gutter, width } = quote;
    const view = window(source, from - 1, to - 1, width - gutter - 4);
    const marks = " ".repeat(view.before) + mark.repeat(view.marked);
    return [
      ` ${String(number).padStart(gutter)} | ${view.text}`,
      ` ${" ".repeat(gutter)} | ${paint(code, marks + note)}`,
    ];
  };
  if (endLine <= line) return show(line, first, column, endColumn, label);
  const last = lineOf(text, endLine) ?? "";
  const indent = last.length - last.trimStart().length;
  return [
    ...show(line, first, column, first.length + 1, ""),
    ...(endLine > line + 1 ? [` ${" ".repeat(quote.gutter)} : ${CUT}`] : []),
    ...show(endLine, last, indent + 1, endColumn, label),
  ];
}

function lineOf(text: string, number: number): string | undefined {
  let at = 0;
  for (let line = 1; line < number; line++) {
    const newline = text.indexOf("\n", at);
    if (newline < 0) return undefined;
    at = newline + 1;
  }
  const end = text.indexOf("\n", at);
  return text.slice(at, end < 0 ? undefined : end).replace(/\r$/, "");
}

interface View {
  readonly text: string;
  /** Columns before the marks, and how many are marked: one at least. */
  readonly before: number;
  readonly marked: number;
}

/** What of a line fits in `width` columns around the stretch from `from` to `to`, offsets from 0. */
function window(line: string, from: number, to: number, width: number): View {
  // Far more than any terminal shows: a line may have as many characters as a file.
  const reach = Math.max(0, from - width);
  const cells = cellsOf(line.slice(reach, from + 4 * width));
  const whole = reach === 0 && from + 4 * width >= line.length && sum(cells) <= width;
  const index = firstAt(cells, from - reach);
  const begin = whole || sum(cells.slice(0, index)) <= LEAD ? 0 : startOf(cells, index);
  const ahead = reach > 0 || begin > 0 ? CUT : "";
  const shown = whole ? cells : fitting(cells, begin, width - ahead.length - CUT.length);
  const last = shown.at(-1);
  const ended = last === undefined || reach + last.at + last.text.length >= line.length;
  const marked = shown.filter(({ at }) => at >= from - reach && at < to - reach);
  return {
    text: `${ahead}${shown.map(({ text }) => text).join("")}${whole || ended ? "" : CUT}`.trimEnd(),
    before: ahead.length + sum(shown.filter(({ at }) => at < from - reach)),
    marked: Math.max(1, sum(marked)),
  };
}

const sum = (cells: readonly Cell[]): number => cells.reduce((all, { width }) => all + width, 0);

function firstAt(cells: readonly Cell[], at: number): number {
  const index = cells.findIndex((cell) => cell.at >= at);
  return index < 0 ? cells.length : index;
}

/** The first cell to show, so that LEAD columns stand before the one at `index`. */
function startOf(cells: readonly Cell[], index: number): number {
  let begin = index;
  for (let columns = 0; begin > 0 && columns < LEAD; begin--)
    columns += cells[begin - 1]?.width ?? 0;
  return begin;
}

function fitting(cells: readonly Cell[], begin: number, width: number): readonly Cell[] {
  let end = begin;
  for (let columns = 0; end < cells.length; end++) {
    columns += cells[end]?.width ?? 0;
    if (columns > width) break;
  }
  return cells.slice(begin, end);
}
