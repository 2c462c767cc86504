/**
 * Blocks that are written alike: in a long conf most real servers differ in nothing but their
 * address. A body whose text stood in this file before is not lexed again, and need not be read by
 * its table again. Only whole lines are taken so, and only such bodies as nothing had to be said of.
 */
import { createLexer, type LexLine, type Source } from "../lexer.ts";
import type { Brace, Head, Reader } from "../pieces.ts";
import { isRepeated, statementsOf } from "../repeated.ts";
import type { Report } from "../report.ts";
import type { Vocabulary } from "../vocabulary.ts";
import { createKnownBodies, type KnownBodies, type WholeBlock } from "./known-bodies.ts";
import type { Cursor } from "./physical-lines.ts";

/** Reads a line, and with it the body of a block that it opens where it is known. Answers how many lines say something. */
export type ReadLine = (line: Cursor) => number;

/** Undefined: one that something else follows on the line of its {. */
type Open = WholeBlock | undefined;

interface State {
  readonly reader: Reader;
  readonly known: KnownBodies;
  /** Blocks within which nothing has been read by others, left out or found wanting, so far. */
  open: Open[];
  /** A statement that nothing has followed but the { that is held. */
  last: Head | undefined;
  /** A { that nothing has followed: the reader is not told before it is clear that its body is not known. */
  held: Brace | undefined;
  /** The block that the last piece has closed. */
  closed: Open;
  /** Something is wrong with the line. */
  flawed: boolean;
  /** How many lines have said something. */
  said: number;
  /** The line after the last that was read here. */
  next: number;
}

export function createRepeats(
  source: Source,
  vocabulary: Vocabulary,
  report: Report,
  reader: Reader,
): ReadLine {
  const state: State = {
    reader,
    known: createKnownBodies(source.text),
    open: [],
    last: undefined,
    held: undefined,
    closed: undefined,
    flawed: false,
    said: 0,
    next: 0,
  };
  const lex = createLexer(source, vocabulary, noting(report, state), following(state));
  return (line) => readLine(state, lex, line);
}

const noting = (report: Report, state: State): Report => ({
  ...report,
  at(place, finding) {
    state.flawed = true;
    report.at(place, finding);
  },
});

/** Hands on to the reader, but for a { that may be the last piece of its line. */
const following = (state: State): Reader => ({
  statement(head) {
    release(state, undefined);
    state.reader.statement(head);
    state.last = head;
  },
  brace(brace) {
    release(state, undefined);
    if (brace.type === "open" && state.last !== undefined) {
      state.held = brace;
      return;
    }
    state.last = undefined;
    state.reader.brace(brace);
    if (brace.type === "close") state.closed = state.open.pop();
    // A { without a keyword: what is wrong with it has to be said wherever it stands.
    else state.open = [];
  },
});

/** Another piece has come, or the end of the line. `from`: where a body begins that has its lines for itself. */
function release(state: State, from: number | undefined): void {
  const { held, last } = state;
  state.closed = undefined;
  if (held === undefined || last === undefined) return;
  state.open.push(
    from === undefined
      ? undefined
      : { head: last, from, line: held.line, to: from, lines: 0, said: state.said },
  );
  state.reader.brace(held);
  state.held = undefined;
  state.last = undefined;
}

function readLine(state: State, lex: LexLine, line: Cursor): number {
  // Lines between were read by others, or are left out.
  if (line.number !== state.next) {
    state.open = [];
    state.last = undefined;
  }
  state.closed = undefined;
  state.flawed = false;
  const count = (lex(line) ? 1 : 0) + goOn(state, line);
  state.said += count;
  state.next = line.number + 1;
  return count;
}

/** At the end of a line. Answers how many more have been read. */
function goOn(state: State, line: Cursor): number {
  if (state.flawed) {
    release(state, undefined);
    state.open = [];
    return 0;
  }
  if (state.closed === undefined) return repeat(state, line);
  remember(state, state.closed, line);
  return 0;
}

/** Takes the body of the { that ends the line, if it is known, and moves on behind it. */
function repeat(state: State, line: Cursor): number {
  const { held, last } = state;
  if (held === undefined || last === undefined) return 0;
  const from = line.start + held.end - 1;
  const found = state.known.at(last.keyword.text, from);
  if (found === undefined) {
    release(state, from);
    return 0;
  }
  last.body = { of: statementsOf(found.head.body), lines: held.line - found.line };
  state.held = undefined;
  state.last = undefined;
  line.number += found.lines;
  line.next = from + found.to - found.from;
  return found.said;
}

function remember(state: State, block: WholeBlock, line: Cursor): void {
  // One that is itself as an earlier one is found by that.
  if (isRepeated(block.head.body)) return;
  block.to = line.next;
  block.lines = line.number - block.line;
  block.said = state.said - block.said;
  state.known.add(block);
}
