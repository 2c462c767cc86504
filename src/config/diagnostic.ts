/** What is wrong with a conf file, and where. Rendering is in render.ts; nothing is printed here. */

/** Lines and columns count from 1; a column is a character. `end` is past the last character. */
export interface Span {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A stretch of one line; `end` is past its last character. Both columns count from 1. */
export interface Place {
  /** The file's name as diagnostics call it. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly end: number;
}

export type Severity = "error" | "warning" | "hint";

/** Another place that belongs to it: where a block was opened, where a name stood first. */
export interface Related {
  readonly span: Span;
  /** What is there, in a few words. */
  readonly message: string;
}

export interface Diagnostic {
  /** Stable name of the rule, for instance `unknown-keyword`: what tests assert and users silence. */
  readonly rule: string;
  readonly severity: Severity;
  readonly span: Span;
  /** What was found and what was expected. */
  readonly message: string;
  /** What to do about it: a did-you-mean, or the block a keyword belongs in. */
  readonly hint: string | undefined;
  /** The line is left out as a whole, though a word of it alone is wrong: a route, a rule. */
  readonly losesLine?: true;
  readonly related?: readonly Related[];
}
