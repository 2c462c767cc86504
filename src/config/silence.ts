/**
 * What an operator has decided about a complaint: `# daruma: silence RULE[, RULE]` at the end of
 * the line that it is about, or on a line of its own above; and rules that are silent everywhere.
 * Errors are never silenced: what they speak of has been lost.
 */
import type { Diagnostic } from "./diagnostic.ts";

const COMMENT = /[#!]\s*daruma:\s*silence\s+([\w-]+(?:[\s,]+[\w-]+)*)/;

/** The diagnostics that are to be told. `textOf` gives the text of a file by its name. */
export function heard(
  diagnostics: readonly Diagnostic[],
  textOf: (file: string) => string | undefined,
  everywhere: readonly string[] = [],
): readonly Diagnostic[] {
  const linesOf = remember((file: string) => textOf(file)?.split("\n") ?? []);
  return diagnostics.filter(({ severity, rule, span }) => {
    if (severity === "error") return true;
    if (everywhere.includes(rule)) return false;
    const lines = linesOf(span.file);
    const own = lines[span.line - 1] ?? "";
    const above = lines[span.line - 2]?.trimStart() ?? "";
    return !(silences(own, rule) || (/^[#!]/.test(above) && silences(above, rule)));
  });
}

const silences = (line: string, rule: string): boolean =>
  COMMENT.exec(line)?.[1]
    ?.split(/[\s,]+/)
    .includes(rule) === true;

function remember<V>(make: (key: string) => V): (key: string) => V {
  const known = new Map<string, V>();
  return (key) => {
    const value = known.get(key) ?? make(key);
    known.set(key, value);
    return value;
  };
}
