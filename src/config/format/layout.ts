/** Lines to rows: a statement, an opening with its keyword, and a closing brace have a row each. */
import type { ConfLine } from "./classify.ts";
import type { Piece, Scanned } from "./scan.ts";
import { mayBeLines, type Variables } from "./variables.ts";
import { statementText } from "./words.ts";

export interface Row {
  readonly type: "blank" | "comment" | "statement" | "open" | "close" | "whole" | "kept";
  readonly text: string;
  readonly comment: string;
  readonly depth: number;
  /** Where it comes from, for messages; counts from 1. */
  readonly line: number;
}

/** `depths`: of each line at its start. */
export function layOut(
  lines: readonly ConfLine[],
  depths: readonly number[],
  variables: Variables,
): readonly Row[] {
  const rows: Row[] = [];
  for (const [i, line] of lines.entries()) {
    const at = { line: i + 1, depth: depths[i] ?? 0 };
    if (line.type === "plain") layOutPlain(line.scanned, at, rows, variables);
    else if (line.type === "blank") rows.push({ type: "blank", text: "", comment: "", ...at });
    else if (line.type === "comment")
      rows.push({ type: "comment", text: "", comment: line.text, ...at });
    else if (line.type === "kept") rows.push({ type: "kept", text: line.text, comment: "", ...at });
    else rows.push(wholeRow(line.text, line.braces, at));
  }
  return rows;
}

interface At {
  readonly line: number;
  readonly depth: number;
}

/** It stands as deep as the braces at its start leave it. */
function wholeRow(text: string, braces: readonly Piece[], { line, depth }: At): Row {
  const opening = braces.findIndex(({ type }) => type === "open");
  const closing = text.startsWith("}") || /^@[^ \t]*[ \t]+\}/.test(text);
  const leading = closing ? (opening < 0 ? braces.length : opening) : 0;
  return { type: "whole", text, comment: "", depth: Math.max(0, depth - leading), line };
}

function layOutPlain(
  { text, pieces, comment }: Scanned,
  { line, depth: start }: At,
  rows: Row[],
  variables: Variables,
): void {
  let depth = start;
  let words: Piece[] = [];
  const first = rows.length;
  const flush = (type: "statement" | "open"): void => {
    if (words.length === 0) return;
    const mark = type === "open" ? " {" : "";
    rows.push({ type, text: statementText(text, words) + mark, comment: "", depth, line });
    words = [];
  };
  for (const piece of pieces) {
    if (piece.type === "word") {
      words.push(piece);
    } else if (piece.type === "close") {
      flush("statement");
      depth = Math.max(0, depth - 1);
      rows.push({ type: "close", text: "}", comment: "", depth, line });
    } else {
      if (words.length > 0) flush("open");
      else openAbove(rows, { line, depth }, variables);
      depth++;
    }
  }
  flush("statement");
  if (comment === "") return;
  const last = rows.at(-1);
  if (last !== undefined && rows.length > first && last.comment === "")
    rows[rows.length - 1] = { ...last, comment };
  else rows.push({ type: "comment", text: "", comment, depth, line });
}

/** A brace by itself goes up to its keyword; comments that stood between them go into the block. */
function openAbove(rows: Row[], at: At, variables: Variables): void {
  const index = rows.findLastIndex(({ type }) => type !== "blank" && type !== "comment");
  const above = rows[index];
  if (above?.type !== "statement" || mayBeLines(above.text, variables)) {
    rows.push({ type: "open", text: "{", comment: "", ...at });
    return;
  }
  rows[index] = { ...above, type: "open", text: `${above.text} {` };
  for (let i = index + 1; i < rows.length; i++) {
    const row = rows[i];
    if (row !== undefined) rows[i] = { ...row, depth: row.depth + 1 };
  }
}
