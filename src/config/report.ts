/** Where diagnostics are collected. All problems of a file come out of one run. */
import { LIMITS } from "../base/limits.ts";
import type { Diagnostic, Place, Severity } from "./diagnostic.ts";

export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: string | undefined;
}

export interface Report {
  /** About a word, or any other stretch of a line. */
  at(place: Place, finding: Finding): void;
  /** Nothing more is taken: what a finding would say need not be worked out. */
  full(): boolean;
  /** The blocks that know a keyword, for a hint. */
  whereabouts(keyword: string): readonly string[];
}

/** Beyond the limit findings are dropped: a file that is not a conf at all needs no million lines about it. */
export function createReport(
  diagnostics: Diagnostic[],
  whereabouts: Report["whereabouts"],
): Report {
  const full = (): boolean => diagnostics.length >= LIMITS.diagnostics;
  const at: Report["at"] = (place, { rule, severity, message, hint }) => {
    if (full()) return;
    const { file, line, column, end } = place;
    const span = { file, line, column, endLine: line, endColumn: Math.max(end, column + 1) };
    diagnostics.push({ rule, severity, span, message, hint });
  };
  return {
    at,
    full,
    whereabouts,
  };
}
