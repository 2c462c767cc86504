/** Bodies that are written as an earlier one. */
import type { Body, Repeated, Statement, Word } from "./pieces.ts";

export const isRepeated = (body: Body | undefined): body is Repeated =>
  body !== undefined && "of" in body;

/** The statements of a body, each where it stands. None where there is no block. */
export function statementsOf(body: Body | undefined): readonly Statement[] {
  if (body === undefined) return [];
  return isRepeated(body) ? body.of.map((each) => moved(each, body.lines)) : body;
}

const moved = ({ keyword, args, raw, body }: Statement, lines: number): Statement => ({
  keyword: movedWord(keyword, lines),
  args: args.map((word) => movedWord(word, lines)),
  raw,
  body: body && movedBody(body, lines),
});

const movedWord = (word: Word, lines: number): Word => ({ ...word, line: word.line + lines });

const movedBody = (body: Body, lines: number): Repeated =>
  isRepeated(body) ? { of: body.of, lines: body.lines + lines } : { of: body, lines };
