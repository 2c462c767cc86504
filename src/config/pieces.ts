/** What conf text consists of, below its blocks: statements and braces, one after the other. */
import type { Place } from "./diagnostic.ts";

export interface Word extends Place {
  readonly text: string;
  readonly quoted: boolean;
}

export interface Brace extends Place {
  readonly type: "open" | "close";
}

/** A keyword and what stands behind it on its line. */
export interface Statement {
  readonly keyword: Word;
  readonly args: readonly Word[];
  /** What stands behind the keyword, as it is written. */
  readonly raw: string;
  /** The block behind it; undefined: it has none. */
  readonly body: Body | undefined;
}

/** What stands in a block. */
export type Body = readonly Statement[] | Repeated;

/** It is written as an earlier one of the same text, so many lines further down: statementsOf in repeated.ts. */
export interface Repeated {
  readonly of: readonly Statement[];
  readonly lines: number;
}

/** A statement whose block, if it has one, is still to come. */
export interface Head extends Statement {
  body: Body | undefined;
}

export type Piece = Head | Brace;

/** Who is told of the pieces, in the order of the text. */
export interface Reader {
  readonly statement: (head: Head) => void;
  readonly brace: (brace: Brace) => void;
}

export const tell = (reader: Reader, piece: Piece): void => {
  if ("keyword" in piece) reader.statement(piece);
  else reader.brace(piece);
};

/** Keeps them all. */
export const collecting = (pieces: Piece[]): Reader => ({
  statement(head) {
    pieces.push(head);
  },
  brace(brace) {
    pieces.push(brace);
  },
});
