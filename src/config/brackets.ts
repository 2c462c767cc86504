/**
 * Brackets where a brace is meant: ( and [ of other languages, and the full-width ones of an input
 * method. keepalived takes them for words, and the block around them falls apart: here they are told
 * once, and read as braces.
 */
import type { Place } from "./diagnostic.ts";
import type { Brace, Head, Piece, Word } from "./pieces.ts";
import type { Report } from "./report.ts";

const OPENING: ReadonlyMap<string, string> = new Map([
  ["(", ")"],
  ["[", "]"],
  ["｛", "｝"],
  ["（", "）"],
  ["［", "］"],
]);
const CLOSING: ReadonlySet<string> = new Set(OPENING.values());

/**
 * The pieces with braces in the place of brackets, each of which is reported; the same array where
 * there are none. `namesOfBlocks`: the keywords that have a block.
 */
export function bracesForBrackets(
  pieces: readonly Piece[],
  namesOfBlocks: () => ReadonlySet<string>,
  report: Report,
): readonly Piece[] {
  if (!pieces.some((piece) => "keyword" in piece && endsInBracket(piece))) return pieces;
  const blocks = namesOfBlocks();
  /** Of the blocks that are open: what closes those that a bracket has opened. */
  const open: (string | undefined)[] = [];
  return pieces.flatMap((piece): readonly Piece[] => {
    if (!("keyword" in piece)) {
      if (piece.type === "open") open.push(undefined);
      else open.pop();
      return [piece];
    }
    const closing = closingOf(piece);
    if (closing !== undefined) {
      const partner = open.pop();
      if (partner !== closing.bracket) tellClosing(closing, report);
      return [braceAt("close", closing.place)];
    }
    const opening = openingOf(piece, blocks);
    if (opening === undefined) return [piece];
    const partner = OPENING.get(opening.bracket);
    open.push(partner);
    tellOpening(opening, partner, report);
    const brace = braceAt("open", opening.place);
    return opening.head === undefined ? [brace] : [opening.head, brace];
  });
}

const lastOf = ({ keyword, args }: Head): Word => args.at(-1) ?? keyword;

function endsInBracket(head: Head): boolean {
  const { text, quoted } = lastOf(head);
  return !quoted && (OPENING.has(text.slice(-1)) || CLOSING.has(text));
}

interface Bracket {
  readonly bracket: string;
  readonly place: Place;
}

interface Opening extends Bracket {
  /** The statement without it; undefined: it stands alone. */
  readonly head: Head | undefined;
}

function closingOf({ keyword, args }: Head): Bracket | undefined {
  const alone = args.length === 0 && !keyword.quoted && CLOSING.has(keyword.text);
  return alone ? { bracket: keyword.text, place: placeOf(keyword) } : undefined;
}

/** At the end of a line whose keyword has a block, or on the line behind it. */
function openingOf(head: Head, blocks: ReadonlySet<string>): Opening | undefined {
  const { keyword, args } = head;
  const last = lastOf(head);
  const bracket = last.text.slice(-1);
  if (last.quoted || !OPENING.has(bracket)) return undefined;
  const { file, line, end } = last;
  const place = { file, line, column: end - 1, end };
  if (last === keyword && keyword.text === bracket) return { bracket, place, head: undefined };
  const shorter = { ...last, text: last.text.slice(0, -1), end: end - 1 };
  const of = last === keyword ? shorter : keyword;
  if (!blocks.has(of.text)) return undefined;
  const before = args.slice(0, -1);
  const rest = last === keyword || shorter.text === "" ? before : [...before, shorter];
  return { bracket, place, head: { ...head, keyword: of, args: rest, raw: rawOf(rest) } };
}

const placeOf = ({ file, line, column, end }: Word): Place => ({ file, line, column, end });

const rawOf = (words: readonly Word[]): string => words.map(({ text }) => text).join(" ");

const braceAt = (type: Brace["type"], { file, line, column, end }: Place): Brace => ({
  type,
  file,
  line,
  column,
  end,
});

const nameOf = (bracket: string): string =>
  bracket.charCodeAt(0) < FULL_WIDTH ? bracket : `a full-width ${bracket}`;

const FULL_WIDTH = 0xff00;

function tellOpening(
  { bracket, place }: Bracket,
  partner: string | undefined,
  report: Report,
): void {
  report.at(place, {
    rule: "missing-brace",
    severity: "error",
    message: `found ${nameOf(bracket)} where { is expected: a block is in braces; it is read as if it were one`,
    hint: `{ and }, not ${bracket} and ${partner ?? ""}`,
    holds: true,
  });
}

function tellClosing({ bracket, place }: Bracket, report: Report): void {
  report.at(place, {
    rule: "missing-brace",
    severity: "error",
    message: `found ${nameOf(bracket)} where } is expected: a block is in braces; it is read as if it were one`,
    hint: `}, not ${bracket}`,
    holds: true,
  });
}
