/**
 * Where breaking a line at its braces could change what a variable does: `$NAME` is replaced only
 * before a blank, a comma, a parenthesis or the end of its line, and one of several lines only at
 * the end of its line.
 */
import { type Piece, type Scanned, trim } from "./scan.ts";
import { isInclude } from "./words.ts";

/** Names that stand for one line, as far as this file tells. */
export type Variables = ReadonlySet<string>;

/** The built-in ones. */
const BUILT_IN = ["_PWD", "_INSTANCE", "_RANDOM", "_ENV", "_HASH", "_BANG"];
/** `@ID` or `@^ID` at the start of a line, with the blanks behind it. */
export const CONDITION: RegExp = /^@(\^?)([^ \t"{}]*)(?:[ \t]+|$)/;
const REFERENCE = /\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)[^{}]*\})$/;

/** The name that `content`, a line without the blanks around it, defines: `$NAME=value`. */
export const definedName = (content: string): string | undefined =>
  /^\$([A-Za-z_]\w*)=/.exec(content.replace(CONDITION, ""))?.[1];

/** Names that this file defines, and never over several lines; and the built-in ones. */
export function singleLineVariables(lines: readonly string[]): Variables {
  const names = new Set(BUILT_IN);
  const several = new Set<string>();
  for (const line of lines) {
    const name = definedName(trim(line));
    if (name === undefined) continue;
    names.add(name);
    // Behind a comment it may go on nonetheless: then it counts as several lines too.
    if (/\\[ \t]*(?:$|[#!])/.test(line)) several.add(name);
  }
  for (const name of several) names.delete(name);
  return names;
}

/** Does the text end with a variable that may stand for several lines? */
export function mayBeLines(text: string, variables: Variables): boolean {
  const [found, bare, braced] = REFERENCE.exec(text) ?? [];
  return found !== undefined && !variables.has(bare ?? braced ?? "");
}

/** Can the line be broken at its braces without another meaning? */
export const isBreakable = ({ text, pieces }: Scanned, variables: Variables): boolean =>
  pieces.every((piece, i) => {
    const before = pieces[i - 1];
    if (before === undefined) return true;
    if (piece.type === "word") return before.type === "word" || !startsSpecial(text, piece);
    return before.type !== "word" || bearsBreak(text, before, piece, variables);
  });

/** At the start of a line these would mean something else than behind a brace. */
const startsSpecial = (text: string, { start }: Piece): boolean => {
  const rest = text.slice(start);
  return /^(?:[@~]|\$[A-Za-z_]\w*=)/.test(rest) || isInclude(rest);
};

function bearsBreak(text: string, word: Piece, brace: Piece, variables: Variables): boolean {
  const before = text.slice(word.start, word.end);
  if (!REFERENCE.test(before)) return true;
  if (word.end === brace.start && !before.endsWith("}")) return false;
  return brace.type === "open" || !mayBeLines(before, variables);
}
