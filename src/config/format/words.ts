/** The words of one statement: single blanks between them, but nothing changed that a keyword reads raw. */
import type { Piece } from "./scan.ts";

/** Keywords whose arguments are a command line or a pattern, where every blank counts; a variable may stand for one. */
const RAW = /^"?(?:\w*script|notify\w*|quorum_up|quorum_down|misc_path|process|regex)"?$|\$/;
/** Whether what stands behind the keyword is read as it is written. */
export const readsRaw = (keyword: string): boolean => RAW.test(keyword);

const INCLUDE = /^include[rmwba]?(?=[ \t{}"#!]|$)/;

/** An include takes the rest of its line: a pattern, whose braces are alternatives. */
export const isInclude = (content: string): boolean => INCLUDE.test(content);

/** `pieces` are the words of a statement, in `line`. Words that touch are left touching. */
export function statementText(line: string, pieces: readonly Piece[]): string {
  const [keyword, first] = pieces;
  if (keyword === undefined) return "";
  const head = line.slice(keyword.start, keyword.end);
  if (first === undefined) return head;
  const rest = line.slice(first.start, pieces.at(-1)?.end);
  if (RAW.test(head) || isInclude(head) || rest.includes("'"))
    return head + gap(keyword, first) + rest;
  return pieces
    .map((piece, i) => gap(pieces[i - 1], piece) + line.slice(piece.start, piece.end))
    .join("");
}

const gap = (before: Piece | undefined, after: Piece): string =>
  before !== undefined && before.end < after.start ? " " : "";
