/** Diagnostics for people: the place, the line quoted, the words underlined, what to do about it. */
import type { Diagnostic, Severity } from "./diagnostic.ts";

const RED = "\u001b[31;1m";
const YELLOW = "\u001b[33;1m";
const CYAN = "\u001b[36;1m";
const BOLD = "\u001b[1m";
const RESET = "\u001b[0m";
const COLOURS: Record<Severity, string> = { error: RED, warning: YELLOW, hint: CYAN };

/** Several lines without a newline at the end. `text` is the conf that it speaks of. */
export function renderDiagnostic(diagnostic: Diagnostic, text: string, colour = false): string {
  const { span, severity, rule, message, hint } = diagnostic;
  const paint = (code: string, words: string): string => (colour ? code + words + RESET : words);
  const place = `${span.file}:${span.line}:${span.column}:`;
  const head = `${paint(BOLD, place)} ${paint(COLOURS[severity], `${severity}:`)} ${message} [${rule}]`;
  const source = lineOf(text, span.line);
  const gutter = " ".repeat(String(span.line).length);
  const lines = [head];
  if (source !== undefined) {
    const marks = underline(source, span.column, span.endColumn);
    lines.push(` ${span.line} | ${source}`, ` ${gutter} | ${paint(COLOURS[severity], marks)}`);
  }
  if (hint !== undefined) lines.push(` ${gutter} = ${hint}`);
  return lines.join("\n");
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

/** Tabs are kept, so that the marks stand below what they mark. */
function underline(source: string, column: number, end: number): string {
  const lead = source.slice(0, column - 1).replace(/[^\t]/g, " ");
  const length = Math.max(1, Math.min(end, source.length + 1) - column);
  return lead + "^".repeat(length);
}
