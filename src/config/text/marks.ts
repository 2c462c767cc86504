/** Where a line's comment begins, and where its braces and quotes are, before it is read further. */
import { afterQuote, isPair } from "../lexer.ts";
import { readReference } from "./reference.ts";

const BANG = 33;
const QUOTE = 34;
const HASH = 35;
const OPEN = 123;
const CLOSE = 125;

/** Where the comment of a line begins; the line's length where it has none. */
export function commentAt(line: string): number {
  let at = 0;
  while (at < line.length) {
    const code = line.charCodeAt(at);
    if (code === HASH || code === BANG) return at;
    if (code === QUOTE) at = afterQuote(line, at) ?? line.length;
    else at += isPair(line, at) ? 2 : 1;
  }
  return at;
}

/** The first brace outside quotes, which ends a logical line; those of `${NAME}` do not count. */
export function braceAt(line: string): number | undefined {
  let at = 0;
  while (at < line.length) {
    const code = line.charCodeAt(at);
    if (code === OPEN || code === CLOSE) return at;
    if (code === QUOTE) at = afterQuote(line, at) ?? line.length;
    else at = readReference(line, at)?.end ?? at + (isPair(line, at) ? 2 : 1);
  }
  return undefined;
}

/** Whether an offset lies inside double quotes. */
export function isQuoted(line: string, offset: number): boolean {
  let at = 0;
  while (at < offset) {
    if (line.charCodeAt(at) === QUOTE) {
      at = afterQuote(line, at) ?? line.length;
      if (at > offset) return true;
    } else at += isPair(line, at) ? 2 : 1;
  }
  return false;
}
