/** A diagnostic for programs: one JSON object a line, whose fields are stable. */
import type { Diagnostic, Span } from "../config/diagnostic.ts";

/** Lines and columns count from 1, `endColumn` is past the last character; `hint` is null where there is none. */
export function jsonDiagnostic(diagnostic: Diagnostic): string {
  const { span, severity, rule, message, hint = null, related = [] } = diagnostic;
  const others = related.map((each) => ({ ...placeOf(each.span), message: each.message }));
  return `${JSON.stringify({ ...placeOf(span), severity, rule, message, hint, related: others })}\n`;
}

const placeOf = ({ file, line, column, endLine, endColumn }: Span): Span => ({
  file,
  line,
  column,
  endLine,
  endColumn,
});
