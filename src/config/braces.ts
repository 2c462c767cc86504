/**
 * Braces that are missing or too many. Their number does not say where they belong, but the
 * language does: a keyword that is none of its block, and one of the block around it, shows that a
 * } is missing before it. So one brace gives one message, and what stands behind it is read as it
 * was meant. What matches is left as it is.
 */
import { LIMITS } from "../base/limits.ts";
import { bracesForBrackets } from "./brackets.ts";
import type { Place } from "./diagnostic.ts";
import type { Brace, Head, Piece, Word } from "./pieces.ts";
import type { Report } from "./report.ts";

/** What has to be known of a block's keywords. */
export interface Grammar {
  readonly keywords: Readonly<
    Record<string, { readonly takesBlock: boolean; readonly block: Grammar | undefined }>
  >;
  readonly unsupported: ReadonlySet<string>;
  /** Its keywords are words within a line: its lines are entries. */
  readonly ofLine?: boolean;
}

interface Last {
  readonly word: Word;
  hasBlock: boolean;
}

/** A block that was closed, and where the output says so. */
interface Closed {
  readonly block: Open;
  readonly brace: Place;
  readonly output: number;
}

/** An open block; the first is the file itself. */
interface Open {
  /** Undefined: nothing is known of it. Entries have no keywords. */
  readonly grammar: Grammar | "entries" | undefined;
  /** Undefined: the file, or a { without a keyword. */
  readonly of: Word | undefined;
  readonly brace: Place | undefined;
  last: Last | undefined;
  lastClosed: Closed | undefined;
  /** A block in it whose } stands where this one's would: probably that one is not closed. */
  suspect: { readonly of: Word; readonly brace: Place; readonly by: Place } | undefined;
}

interface Mending {
  readonly report: Report;
  readonly stack: Open[];
  /** Undefined: a piece that was taken back. */
  readonly out: (Piece | undefined)[];
  /** Braces that must have been lost, by their number: { or } too few. */
  opens: number;
  closes: number;
  /** The line of the piece before. */
  before: string;
}

const NOTHING: Grammar = { keywords: {}, unsupported: new Set() };

/**
 * The pieces with each { closed by a }. What had to be mended is reported. `spare`: how many of
 * either kind may be missing beyond what their number tells.
 */
export function mendBraces(
  found: readonly Piece[],
  report: Report,
  grammar: Grammar = NOTHING,
  spare = 0,
): readonly Piece[] {
  const pieces = bracesForBrackets(found, () => namesOfBlocks(grammar), report);
  const { balance, lowest, highest } = measure(pieces);
  // Nesting without end is no slip of a brace: the tree says so, once.
  const matched = balance === 0 && lowest === 0 && (spare === 0 || pieces !== found);
  if (matched || highest > LIMITS.configDepth) return pieces;
  const file = openOf(grammar, undefined, undefined);
  const mending: Mending = {
    report,
    stack: [file],
    out: [],
    opens: Math.max(0, -balance, -lowest) + spare,
    closes: Math.max(0, balance, balance - lowest) + spare,
    before: "",
  };
  for (const piece of pieces) mendPiece(mending, piece);
  while (mending.stack.length > 1) closeMissing(mending, undefined);
  return mending.out.filter((piece) => piece !== undefined);
}

/** The keywords that have a block, wherever they stand. */
function namesOfBlocks(grammar: Grammar): ReadonlySet<string> {
  const names = new Set<string>();
  const seen = new Set<Grammar>();
  const collect = (each: Grammar): void => {
    if (seen.has(each)) return;
    seen.add(each);
    for (const [name, { takesBlock, block }] of Object.entries(each.keywords)) {
      if (takesBlock) names.add(name);
      if (block !== undefined) collect(block);
    }
  };
  collect(grammar);
  return names;
}

/** `balance`: how many more { than } there are; the lowest and highest depth on the way. */
function measure(pieces: readonly Piece[]): { balance: number; lowest: number; highest: number } {
  let balance = 0;
  let lowest = 0;
  let highest = 0;
  for (const piece of pieces) {
    if (!("type" in piece)) continue;
    balance += piece.type === "open" ? 1 : -1;
    lowest = Math.min(lowest, balance);
    highest = Math.max(highest, balance);
  }
  return { balance, lowest, highest };
}

const openOf = (
  grammar: Open["grammar"],
  of: Word | undefined,
  brace: Place | undefined,
): Open => ({ grammar, of, brace, last: undefined, lastClosed: undefined, suspect: undefined });

function mendPiece(mending: Mending, piece: Piece): void {
  if ("keyword" in piece) beginStatement(mending, piece);
  else if (piece.type === "open") openBlock(mending, piece);
  else closeBlock(mending, piece);
  const { file, line } = "keyword" in piece ? piece.keyword : piece;
  mending.before = `${file}:${line}`;
}

/** A brace that nobody wrote, where one is missing. */
const added = (type: Brace["type"], { file, line, column, end }: Place): Brace => ({
  type,
  file,
  line,
  column,
  end,
});

const topOf = ({ stack }: Mending): Open => stack.at(-1) ?? openOf(NOTHING, undefined, undefined);

function beginStatement(mending: Mending, head: Head): void {
  const { keyword: word } = head;
  if (mending.opens > 0) {
    if (lacksOpen(mending, word)) openMissing(mending);
    else if (!knows(topOf(mending), word)) reopen(mending, word);
  }
  if (mending.closes > 0) closeUpTo(mending, word);
  topOf(mending).last = { word, hasBlock: false };
  mending.out.push(head);
}

const isKeyword = ({ keywords, unsupported }: Grammar, { text }: Word): boolean =>
  Object.hasOwn(keywords, text) || unsupported.has(text);

const knows = ({ grammar }: Open, word: Word): boolean =>
  typeof grammar === "object" && isKeyword(grammar, word);

/** What the block of a statement would hold; undefined: it is not known to have one. */
function grammarOf({ grammar }: Open, { text }: Word): Open["grammar"] {
  if (typeof grammar !== "object" || !Object.hasOwn(grammar.keywords, text)) return undefined;
  const entry = grammar.keywords[text];
  if (entry?.takesBlock !== true) return undefined;
  return entry.block === undefined || entry.block.ofLine === true ? "entries" : entry.block;
}

/** Whether the statement before should have had a block, which this word could be in; undefined: its }. */
function lacksOpen(mending: Mending, word: Word | undefined): boolean {
  const top = topOf(mending);
  if (top.last === undefined || top.last.hasBlock) return false;
  const inside = grammarOf(top, top.last.word);
  if (word === undefined) return inside !== undefined;
  if (inside === "entries") return !mending.stack.some((open) => knows(open, word));
  return inside !== undefined && isKeyword(inside, word);
}

function openMissing(mending: Mending): void {
  const top = topOf(mending);
  const { last } = top;
  if (last === undefined) return;
  mending.report.at(last.word, {
    rule: "missing-brace",
    severity: "error",
    message: `expected { behind ${last.word.text}`,
    hint: "it is read as if it were there",
    holds: true,
  });
  mending.opens--;
  last.hasBlock = true;
  mending.stack.push(openOf(grammarOf(top, last.word), last.word, last.word));
  mending.out.push(added("open", last.word));
}

/** Takes back the } of the block before, where the word belongs in that. */
function reopen(mending: Mending, word: Word): void {
  const top = topOf(mending);
  const { lastClosed } = top;
  if (lastClosed === undefined || !knows(lastClosed.block, word)) return;
  stray(mending, lastClosed.brace, lastClosed.block);
  mending.out[lastClosed.output] = undefined;
  mending.opens--;
  top.lastClosed = undefined;
  mending.stack.push(lastClosed.block);
}

function stray(mending: Mending, brace: Place, block: Open | undefined): void {
  const name = block?.of?.text;
  mending.report.at(brace, {
    rule: "stray-brace",
    severity: "error",
    message:
      name === undefined
        ? "found } but no block is open here"
        : `this } closes ${name}, but more of it follows; it is left out`,
    hint:
      name === undefined
        ? "an earlier block was closed too soon, or this } is one too many"
        : undefined,
  });
}

/** Closes the blocks that the word does not belong in, if it belongs in one around them. */
function closeUpTo(mending: Mending, word: Word): void {
  const { stack } = mending;
  const top = topOf(mending);
  if (knows(top, word)) return;
  const home = stack.findLastIndex((open) => knows(open, word));
  // Nothing is known of the block: only what can stand nowhere else is out of place in it.
  const [file] = stack;
  const isBlockOfFile = file !== undefined && grammarOf(file, word) !== undefined;
  if (top.grammar === undefined && !(home === 0 && isBlockOfFile)) return;
  if (home < 0 || stack.length - 1 - home > mending.closes) return;
  while (stack.length - 1 > home) closeMissing(mending, word);
}

/** Adds a } before `word`, or at the end. */
function closeMissing(mending: Mending, word: Word | undefined): void {
  const { stack, out, report } = mending;
  const open = stack.pop();
  if (open?.brace === undefined) return;
  const { suspect, of = suspect?.of } = open;
  const blame = suspect ?? { brace: open.brace, of };
  const name = blame.of === undefined ? "" : ` of ${blame.of.text}`;
  report.at(blame.brace, {
    rule: "unclosed-brace",
    severity: "error",
    message: `the block${name} that opens here is never closed`,
    hint: "add a }",
    second:
      suspect !== undefined
        ? { place: suspect.by, message: "this } stands where that of the outer block would" }
        : word && { place: word, message: "this does not belong in it any more" },
  });
  mending.closes--;
  out.push(added("close", open.brace));
}

function openBlock(mending: Mending, brace: Brace): void {
  const top = topOf(mending);
  const of = top.last === undefined || top.last.hasBlock ? undefined : top.last.word;
  if (mending.closes > 0 && (of === undefined || takesNone(top, of))) {
    const what =
      of === undefined ? "found { without a keyword before it" : `${of.text} takes no block`;
    const message = `${what}: this { is left out`;
    mending.report.at(brace, { rule: "stray-brace", severity: "error", message });
    mending.closes--;
    return;
  }
  mending.out.push(brace);
  if (top.last !== undefined) top.last.hasBlock = true;
  const grammar = of === undefined ? undefined : grammarOf(top, of);
  mending.stack.push(openOf(grammar, of, brace));
}

const takesNone = ({ grammar }: Open, { text }: Word): boolean =>
  typeof grammar === "object" &&
  Object.hasOwn(grammar.keywords, text) &&
  grammar.keywords[text]?.takesBlock === false;

function closeBlock(mending: Mending, brace: Brace): void {
  if (mending.opens > 0 && lacksOpen(mending, undefined)) openMissing(mending);
  if (mending.stack.length === 1) {
    stray(mending, brace, undefined);
    mending.opens--;
    return;
  }
  const block = mending.stack.pop();
  mending.out.push(brace);
  if (block === undefined) return;
  const top = topOf(mending);
  top.lastClosed = { block, brace, output: mending.out.length - 1 };
  if (
    mending.before !== `${brace.file}:${brace.line}` &&
    block.of !== undefined &&
    block.brace !== undefined &&
    brace.column < block.of.column
  )
    top.suspect ??= { of: block.of, brace: block.brace, by: brace };
}
