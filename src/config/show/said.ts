/** What a block says: the statements that were read and accepted, and of what is said twice the last. */
import type { Statement, Word } from "../pieces.ts";
import { statementsOf } from "../repeated.ts";
import type { LeftOut } from "../report.ts";
import type { AnyBlock, AnyEntry } from "../schema/entry.ts";
import { splitAtBlock } from "../schema/read-block.ts";
import { accumulating } from "./exceptions.ts";

/** What was said of a keyword of the block: its arguments, or the lines of its block. */
export type Said = (keyword: string) => string | undefined;

export const textOf = ({ text }: Word): string => text;

export const entryOf = ({ keywords }: AnyBlock, keyword: string): AnyEntry | undefined =>
  Object.hasOwn(keywords, keyword) ? keywords[keyword] : undefined;

/** Whether the word was read for what it says. */
export const isHeld = (word: Word, leftOut: LeftOut): boolean =>
  !leftOut.isRefused(word) && !leftOut.isDropped(word);

/** Those that were read, as what they were read. */
export const heldWords = (words: readonly Word[], leftOut: LeftOut): readonly Word[] =>
  words.filter((word) => isHeld(word, leftOut)).map((word) => asMeant(word, leftOut));

export function asMeant(word: Word, leftOut: LeftOut): Word {
  const text = leftOut.meantBy(word);
  return text === undefined ? word : { ...word, text };
}

/** Those that hold, each under the name that it goes by today; of what is said twice, the last. */
export function saidStatements(
  block: AnyBlock,
  statements: readonly Statement[],
  leftOut: LeftOut,
): readonly Statement[] {
  const kept = new Map<string, Statement>();
  const apart = statements.flatMap((statement) => splitAtBlock(block, statement) ?? [statement]);
  for (const [index, statement] of apart.entries()) {
    const held = heldStatement(block, statement, leftOut);
    if (held === undefined) continue;
    const entry = entryOf(block, statement.keyword.text);
    const adds = isAdding(block, statement);
    const single = entry !== undefined && (adds || !entry.takesBlock);
    const key = single ? (entry.slot ?? held.keyword.text) : `${index}`;
    const before = kept.get(key);
    kept.delete(key);
    kept.set(key, adds && before !== undefined ? joined(before, held) : held);
  }
  return [...kept.values()];
}

const isAdding = ({ name }: AnyBlock, { keyword }: Statement): boolean =>
  accumulating.has(`${name} ${keyword.text}`);

/** What is left of a statement; undefined: nothing. */
function heldStatement(
  block: AnyBlock,
  statement: Statement,
  leftOut: LeftOut,
): Statement | undefined {
  const { keyword, args } = statement;
  const entry = entryOf(block, keyword.text);
  if (entry === undefined && !block.unsupported.has(keyword.text)) return undefined;
  const refused = args.filter((word) => leftOut.isRefused(word) && !leftOut.isDropped(word));
  const isLost =
    refused.length > 0 && !(isAdding(block, statement) && refused.length < args.length);
  if (leftOut.isRefused(keyword) || isLost) return undefined;
  return {
    ...statement,
    keyword: { ...keyword, text: currentName(block, keyword.text) },
    args: heldWords(args, leftOut),
    // A block behind a keyword that takes none is left out, and the keyword holds.
    body: entry?.takesBlock === false ? undefined : statement.body,
  };
}

const joined = (before: Statement, after: Statement): Statement => ({
  ...after,
  args: [...before.args, ...after.args],
  raw: `${before.raw} ${after.raw}`,
  body: after.body && [...statementsOf(before.body), ...statementsOf(after.body)],
});

/** An old name gives way to the one that took its place. */
function currentName(block: AnyBlock, keyword: string): string {
  const newer = entryOf(block, keyword)?.deprecatedBy;
  return newer !== undefined && entryOf(block, newer) !== undefined ? newer : keyword;
}

export const saidIn =
  (statements: readonly Statement[]): Said =>
  (keyword) => {
    const found = statements.findLast((each) => each.keyword.text === keyword);
    if (found === undefined) return undefined;
    const lines = statementsOf(found.body).map((each) =>
      [each.keyword, ...each.args].map(textOf).join(" "),
    );
    return found.body === undefined ? found.args.map(textOf).join(" ") : lines.join("\n");
  };
