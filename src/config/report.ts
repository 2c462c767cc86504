/** Where diagnostics are collected. All problems of a file come out of one run. */
import { LIMITS } from "../base/limits.ts";
import type { Diagnostic, Severity } from "./diagnostic.ts";
import type { Word } from "./lexer.ts";

export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: string | undefined;
}

export interface Report {
  /** About columns `column` to `end` (exclusive) of a line. */
  at(line: number, column: number, end: number, finding: Finding): void;
  /** About a word, or from one word to another of the same line. */
  word(word: Word, finding: Finding): void;
  /** Nothing more is taken: what a finding would say need not be worked out. */
  full(): boolean;
  /** The blocks that know a keyword, for a hint. */
  whereabouts(keyword: string): readonly string[];
}

/** Beyond the limit findings are dropped: a file that is not a conf at all needs no million lines about it. */
export function createReport(
  file: string,
  diagnostics: Diagnostic[],
  whereabouts: Report["whereabouts"],
): Report {
  const full = (): boolean => diagnostics.length >= LIMITS.diagnostics;
  const at: Report["at"] = (line, column, end, { rule, severity, message, hint }) => {
    if (full()) return;
    const span = { file, line, column, endLine: line, endColumn: Math.max(end, column + 1) };
    diagnostics.push({ rule, severity, span, message, hint });
  };
  return {
    at,
    full,
    whereabouts,
    word: (word, finding) => {
      at(word.line, word.column, word.end, finding);
    },
  };
}
