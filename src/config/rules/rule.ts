/** What a rule is: it looks at a conf that is read whole, and says what is wrong with it, and where. */
import type { Diagnostic, Place, Severity } from "../diagnostic.ts";
import { createReport, type Report } from "../report.ts";
import type { ConfView } from "./view.ts";

/** A place, and another that belongs to it: what is there, in a few words. */
interface Both {
  readonly here: Place;
  readonly second: { readonly place: Place; readonly message: string };
}

export const both = (here: Place, there: Place, message: string): Both => ({
  here,
  second: { place: there, message },
});

/** `message` says what follows for the operator; `hint` what to do about it. */
export type Say = (place: Place | Both, message: string, hint?: string) => void;

export interface Named {
  /** Stable: tests assert it, and users silence it. */
  readonly id: string;
  readonly severity: Severity;
  /** One line, for the reference. */
  readonly meaning: string;
}

/** Looks at one thing: a conf, a conf and its host, or the confs of a pair. */
export interface Rule<Subject = ConfView> extends Named {
  readonly find: (subject: Subject, say: Say) => void;
}

/** All that the rules find, in the order of the text. */
export function applyRules<Subject>(
  rules: readonly Rule<Subject>[],
  subject: Subject,
): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const report = createReport(diagnostics, () => []);
  for (const rule of rules) rule.find(subject, sayer(rule, report));
  return inOrder(diagnostics);
}

/** By their places; the files in the order in which they are spoken of first. */
export function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const ranks = new Map<string, number>();
  for (const { span } of diagnostics) if (!ranks.has(span.file)) ranks.set(span.file, ranks.size);
  const rankOf = ({ span }: Diagnostic): number => ranks.get(span.file) ?? 0;
  return diagnostics.toSorted(
    (a, b) => rankOf(a) - rankOf(b) || a.span.line - b.span.line || a.span.column - b.span.column,
  );
}

const sayer =
  ({ id, severity }: Named, report: Report): Say =>
  (place, message, hint) => {
    const { here, second } = "here" in place ? place : { here: place, second: undefined };
    report.at(here, { rule: id, severity, message, hint, second });
  };
