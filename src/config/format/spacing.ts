/** Blank lines: one at most, none at the edges of a block or of the file, one around each block of the file itself. */
import type { Row } from "./layout.ts";

/** The same rows, with the blank ones where they belong. */
export function space(rows: readonly Row[]): readonly Row[] {
  const leads = leadingRows(rows);
  const out: Row[] = [];
  let blank: Row | undefined;
  for (const [i, row] of rows.entries()) {
    if (row.type === "blank") {
      blank = row;
      continue;
    }
    const before = out.at(-1);
    if (before !== undefined && !isEmpty(before) && !hugs(before, row)) {
      const apart =
        isEnd(before) || (leads[i] === true && before.type !== "comment") || blank !== undefined;
      if (apart)
        out.push({ type: "blank", text: "", comment: "", depth: row.depth, line: row.line });
    }
    blank = undefined;
    out.push(row);
  }
  while (isEmpty(out.at(-1))) out.pop();
  return out;
}

const isEmpty = (row: Row | undefined): boolean =>
  row !== undefined && row.text === "" && row.comment === "";

/** Between these there is no blank line, whatever was written. */
const hugs = (before: Row, after: Row): boolean =>
  (before.type !== "kept" && before.text.endsWith("{")) ||
  (after.type !== "kept" && after.text.startsWith("}"));

const isEnd = ({ type, depth }: Row): boolean => type === "close" && depth === 0;

/** For each row: does a block of the file itself begin with it, or with the comments that it is the first of? */
function leadingRows(rows: readonly Row[]): readonly boolean[] {
  const leads: boolean[] = [];
  for (let i = rows.length - 1; i >= 0; i--) {
    const row = rows[i];
    const top = row?.depth === 0;
    const opens = row?.type === "open" && row.text !== "{";
    leads[i] = top && (opens || (row.type === "comment" && leads[i + 1] === true));
  }
  return leads;
}
