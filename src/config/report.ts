/** Where diagnostics are collected. All problems of a file come out of one run. */
import { LIMITS } from "../base/limits.ts";
import type { Diagnostic, Place, Severity, Span } from "./diagnostic.ts";
import { foreignSign, hintOnMark, markBehind } from "./foreign.ts";

export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: string | undefined;
  /** Another place that belongs to it, and what is there. */
  readonly second?: { readonly place: Place; readonly message: string } | undefined;
  /** Of an error: what stands at its place is read all the same. */
  readonly holds?: true;
  /** The same, but not as it is written: as this. */
  readonly readAs?: string;
  /** What to say of it instead, where an error about its place follows from it. */
  readonly cause?: string;
  /** The line is left out as a whole, though a word of it alone is wrong. */
  readonly losesLine?: true;
  /**
   * It says all about its place, or about the line from there on, or about the whole line: what is
   * found there later goes without saying.
   */
  readonly spoils?: true | "rest" | "line";
}

export interface Report {
  /** About a word, or any other stretch of a line. */
  at(place: Place, finding: Finding): void;
  /** Adds what follows from it to what has been said about the line; false where nothing has. */
  follows(place: Place, consequence: string): boolean;
  /** Nothing more is taken: what a finding would say need not be worked out. */
  full(): boolean;
  /** The word alone is not read, and what stands around it is. */
  drop(word: Place): void;
  /** A statement is not read at all, for an error: the keyword that it was meant as, and its name. */
  lose(keyword: string, name: string | undefined): void;
  /** How many errors there were so far, told or not, that lost what they are about. */
  errors(): number;
  readonly leftOut: LeftOut;
  /** The blocks that know a keyword, for a hint. */
  whereabouts(keyword: string): readonly string[];
}

/** What stands in the text and does not hold, by the words themselves: a line may be read many times. */
export interface LeftOut {
  /** An error is about it: what it belongs to does not hold either. */
  isRefused(word: Place): boolean;
  isDropped(word: Place): boolean;
  /** What a word was read as, where that is not what is written. */
  meantBy(word: Place): string | undefined;
  /** Whether a statement is lost that was meant as this, or may have been. */
  isLost(keyword: string, name?: string): boolean;
}

/**
 * Beyond the limit findings are dropped: a file that is not a conf at all needs no million lines
 * about it. Each severity has its own, or many warnings would hide an error.
 */
export function createReport(
  diagnostics: Diagnostic[],
  whereabouts: Report["whereabouts"],
): Report {
  const counts: Record<Severity, number> = { error: 0, warning: 0, hint: 0 };
  const full = (severity: Severity = "error"): boolean => counts[severity] >= LIMITS.diagnostics;
  const spoilt: Place[] = [];
  const refused = new WeakSet<Place>();
  const dropped = new WeakSet<Place>();
  const meant = new WeakMap<Place, string>();
  const { lose, isLost } = createLost();
  let errors = 0;
  const isRepetition = createRepetitions();
  const causes = createCauses(diagnostics);
  const at: Report["at"] = (place, bare) => {
    const finding = signed(place, bare);
    const { rule, severity, message, hint, second, spoils, losesLine } = finding;
    if (isLoss(finding)) {
      errors++;
      refused.add(place);
    }
    if (finding.readAs !== undefined) meant.set(place, finding.readAs);
    if (full(severity) || spoilt.some((other) => overlap(place, other))) return;
    if (severity === "error" && causes.tell(place, finding)) return;
    if (isRepetition(place, rule, message)) return;
    if (spoils !== undefined) spoilt.push(reachOf(place, spoils));
    counts[severity]++;
    const loss = losesLine === true ? { losesLine } : {};
    const found = { rule, severity, span: spanOf(place), message, hint, ...loss };
    if (finding.cause !== undefined) causes.note(place, finding.cause);
    if (second === undefined) diagnostics.push(found);
    else {
      const related = { span: spanOf(second.place), message: second.message };
      diagnostics.push({ ...found, related: [related] });
    }
  };
  const follows: Report["follows"] = (place, consequence) => {
    const { file, line, column } = place;
    const isCause = ({ span, severity }: Diagnostic): boolean =>
      severity === "error" || (dropped.has(place) && span.column === column);
    const index = diagnostics.findLastIndex(
      (each) => each.span.line === line && each.span.file === file && isCause(each),
    );
    const cause = diagnostics[index];
    if (cause === undefined) return false;
    if (cause.severity !== "error") errors++;
    const message = `${cause.message}; ${consequence}`;
    diagnostics[index] = { ...cause, severity: "error", message };
    return true;
  };
  return {
    at,
    follows,
    full: () => full(),
    drop: (word) => {
      dropped.add(word);
    },
    lose,
    errors: () => errors,
    leftOut: {
      isRefused: (word) => refused.has(word),
      isDropped: (word) => dropped.has(word),
      meantBy: (word) => meant.get(word),
      isLost,
    },
    whereabouts,
  };
}

/** A line that is read a hundred times has its mistakes told once, with a few of the words it is read with. */
function createRepetitions(): (place: Place, rule: string, message: string) => boolean {
  const told = new Map<string, Set<string>>();
  return ({ file, line, column }, rule, message) => {
    const key = `${line}:${column}:${rule}:${file}`;
    const messages = told.get(key) ?? new Set();
    if (messages.has(message) || messages.size >= LIMITS.diagnosticsAtOnePlace) return true;
    told.set(key, messages.add(message));
    return false;
  };
}

interface Causes {
  /** Of the diagnostic that comes next. */
  readonly note: (place: Place, cause: string) => void;
  /** Says both in one; false where nothing has been told that would be the cause. */
  readonly tell: (place: Place, finding: Finding) => boolean;
}

function createCauses(diagnostics: Diagnostic[]): Causes {
  const known: { readonly place: Place; readonly index: number; readonly cause: string }[] = [];
  return {
    note(place, cause) {
      known.push({ place, index: diagnostics.length, cause });
    },
    tell(place, { message, hint }) {
      const found = known.find((other) => overlap(place, other.place));
      const said = found === undefined ? undefined : diagnostics[found.index];
      if (found === undefined || said === undefined) return false;
      if (said.severity !== "error")
        diagnostics[found.index] = {
          ...said,
          severity: "error",
          message: `${found.cause}: ${message}`,
          hint: said.hint ?? hint,
        };
      return true;
    },
  };
}

/** With a hint, where what is found is out of place because it is another language's. */
function signed(place: Place, finding: Finding): Finding {
  const word = "text" in place && typeof place.text === "string" ? place.text : undefined;
  if (word === undefined || finding.spoils !== undefined) return finding;
  const sign = foreignSign(word);
  if (sign !== undefined) return { ...finding, hint: sign, spoils: "rest" };
  const mark = finding.hint === undefined ? markBehind(word) : undefined;
  return mark === undefined ? finding : { ...finding, hint: hintOnMark(mark) };
}

/** The stretch that a finding says all about. */
function reachOf(place: Place, spoils: NonNullable<Finding["spoils"]>): Place {
  if (spoils === true) return place;
  const { file, line, column } = place;
  return { file, line, column: spoils === "line" ? 1 : column, end: Number.POSITIVE_INFINITY };
}

/** Whether what stands there is lost. */
export const isLoss = ({ severity, holds, readAs }: Finding): boolean =>
  severity === "error" && holds !== true && readAs === undefined;

/** The statements that are lost, by keyword and name; undefined: the name is lost as well. */
function createLost(): Pick<Report, "lose"> & Pick<LeftOut, "isLost"> {
  const lost = new Map<string, Set<string | undefined>>();
  return {
    lose: (keyword, name) => {
      lost.set(keyword, (lost.get(keyword) ?? new Set()).add(name));
    },
    isLost: (keyword, name) => {
      const names = lost.get(keyword);
      return names !== undefined && (name === undefined || names.has(name) || names.has(undefined));
    },
  };
}

const spanOf = ({ file, line, column, end }: Place): Span => ({
  file,
  line,
  column,
  endLine: line,
  endColumn: Math.max(end, column + 1),
});
const overlap = (a: Place, b: Place): boolean =>
  a.line === b.line && a.file === b.file && a.column < b.end && b.column < a.end;
