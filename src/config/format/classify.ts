/**
 * What each line of a conf is to the layout. Lines that the text level reads as a whole stay whole:
 * conditions, definitions, includes, repetitions. See keepalived.conf(5), "Conditional configuration
 * and configuration variables".
 */
import { contentOf, type Piece, type Scanned, scanLine, trim, trimEnd } from "./scan.ts";
import { CONDITION, definedName, isBreakable, type Variables } from "./variables.ts";
import { isInclude, statementText } from "./words.ts";

/** For whom a line is meant: `@ID`, or `@^ID` for all others. */
export interface Condition {
  readonly id: string;
  readonly others: boolean;
}

export type ConfLine =
  | { readonly type: "blank" }
  | { readonly type: "comment"; readonly text: string }
  /** Of a definition over several lines: written as it is. */
  | { readonly type: "kept"; readonly text: string }
  /** Stays on one line, and is indented. */
  | {
      readonly type: "whole";
      readonly text: string;
      readonly braces: readonly Piece[];
      readonly condition: Condition | undefined;
      /** Where a quote opens that is not closed; counts from 0. */
      readonly unclosed: number | undefined;
    }
  | { readonly type: "plain"; readonly scanned: Scanned };

const REPETITION = /~(?:SEQ|LST)/;

/** One for each line. */
export function classify(lines: readonly string[], variables: Variables): readonly ConfLine[] {
  let defining = false;
  return lines.map((line) => {
    const scanned = scanLine(line);
    const content = contentOf(scanned);
    const definition = defining || definedName(content) !== undefined;
    const goesOn = definition && content.endsWith("\\");
    // The blank line that ends a definition is part of it.
    const kept = defining || goesOn;
    defining = goesOn;
    if (kept) return { type: "kept", text: scanned.pieces.length === 0 ? trimEnd(line) : line };
    // What a definition holds is read elsewhere: its quotes and braces are not this file's.
    if (definition) return { ...whole(scanned, trim(line)), unclosed: undefined, braces: [] };
    return classifyOne(scanned, content, variables);
  });
}

function classifyOne(scanned: Scanned, content: string, variables: Variables): ConfLine {
  const { text, comment } = scanned;
  if (content === "")
    return comment === "" ? { type: "blank" } : { type: "comment", text: comment };
  if (content.startsWith("@")) return whole(scanned, withCondition(scanned, content));
  if (isInclude(content) || REPETITION.test(content) || !isBreakable(scanned, variables))
    return whole(scanned, trim(text));
  return { type: "plain", scanned };
}

/** The braces of an include are alternatives of a pattern. */
function whole(scanned: Scanned, text: string): ConfLine & { readonly type: "whole" } {
  const [, others, id] = CONDITION.exec(text) ?? [];
  return {
    type: "whole",
    text,
    braces: isInclude(text.replace(CONDITION, ""))
      ? []
      : scanned.pieces.filter(({ type }) => type !== "word"),
    condition: id === undefined ? undefined : { id, others: others === "^" },
    unclosed: scanned.unclosed,
  };
}

/** `@ID keyword arguments # comment` with single blanks; what has braces or repeats, as it is written. */
function withCondition({ comment }: Scanned, content: string): string {
  const head = trimEnd(CONDITION.exec(content)?.[0] ?? "");
  const { text, pieces } = scanLine(content.replace(CONDITION, ""));
  const simple = pieces.every(({ type }) => type === "word") && !REPETITION.test(text);
  const body = simple ? statementText(text, pieces) : text;
  return [head, body, comment].filter((part) => part !== "").join(" ");
}
