/** keepalived.conf(5), "Parameter substitution": what a definition says, on one line or on many. */
import { cut, type Passage, trimmed } from "./passage.ts";

/** What stands for a reference. A value of one line has no place of its own: it stands where it is used. */
export type Definition =
  | { readonly type: "value"; readonly text: string }
  | { readonly type: "lines"; readonly lines: readonly Passage[] };

export interface Defining {
  readonly name: string;
  readonly value: Passage;
  /** A backslash ends the line: the definition goes on behind it. */
  readonly goesOn: boolean;
}

/** Of a line that is a definition: `$NAME=VALUE`, without blanks before the =. */
export function readDefinition(passage: Passage): Defining | undefined {
  const [head, name] = /^\$([A-Za-z_][A-Za-z0-9_]*)=[ \t]*/.exec(passage.text) ?? [];
  if (head === undefined || name === undefined) return undefined;
  return { name, ...withoutContinuation(cut(passage, head.length)) };
}

/** One more line of a definition. */
export const withoutContinuation = (
  passage: Passage,
): { readonly value: Passage; readonly goesOn: boolean } => {
  const line = trimmed(passage);
  const goesOn = line.text.endsWith("\\");
  return { value: goesOn ? trimmed(cut(line, 0, line.text.length - 1)) : line, goesOn };
};
