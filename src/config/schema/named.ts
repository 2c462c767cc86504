/** Blocks with a name: each name stands once in a file, and the first block of that name holds. */
import type { Statement, Word } from "../pieces.ts";
import type { Report } from "../report.ts";
import {
  type Block,
  type Declared,
  type Entry,
  isAssigned,
  missing,
  nested,
  surplus,
} from "./entry.ts";
import { readBlock } from "./read-block.ts";

export interface NamedDraft {
  readonly name: Word;
  /** Where each keyword stands, for what is judged when all is read. */
  readonly places: Map<string, Word>;
  /** Not all that stands in it could be read. */
  flawed?: true;
}

interface Naming<File, Draft> {
  readonly list: (file: File) => Draft[];
  readonly create: (named: NamedDraft) => Draft;
  /** keepalived refuses a second one, or does not see it. */
  readonly twice: "error" | "warning";
  /** Without this keyword the block is of no use. */
  readonly needs?: readonly string[];
  readonly longest?: number;
}

/** `KEYWORD NAME { ... }`: notes each block once. */
export function named<File, Draft extends NamedDraft>(
  declared: Declared,
  block: Block<Draft>,
  naming: Naming<File, Draft>,
): Entry<File> {
  return nested(
    declared,
    "NAME { ... }",
    (file, statement, report) => {
      const drafts = naming.list(file);
      const others = byName(drafts);
      const name = readName(statement, others, naming, report);
      if (name === undefined) return;
      const places = new Map<string, Word>();
      const draft = naming.create({ name, places });
      const before = report.errors();
      readBlock(block, draft, statement.body, report, ({ keyword, args }) => {
        notePlaces(block, { keyword, args }, places, report);
      });
      if (report.errors() > before) draft.flawed = true;
      checkNeeds(statement, draft, naming.needs ?? [], report);
      drafts.push(draft);
      others.set(name.text, draft);
    },
    block,
  );
}

/** Notes where a keyword stands. One behind another statement on its line is dropped, and that has been said there. */
export function notePlaces<Draft>(
  { lookup }: Block<Draft>,
  { keyword, args }: Pick<Statement, "keyword" | "args">,
  places: Map<string, Word>,
  { leftOut }: Report,
): void {
  places.set(keyword.text, keyword);
  for (const word of args)
    if (lookup.has(word.text) && leftOut.isDropped(word) && !places.has(word.text))
      places.set(word.text, word);
}

/** Beside each list its drafts by their names: a sequence may make some ten thousand instances. */
const indexes = new WeakMap<readonly NamedDraft[], Map<string, NamedDraft>>();

function byName(drafts: readonly NamedDraft[]): Map<string, NamedDraft> {
  const index = indexes.get(drafts) ?? new Map(drafts.map((each) => [each.name.text, each]));
  indexes.set(drafts, index);
  return index;
}

function readName(
  { keyword, args }: Statement,
  others: ReadonlyMap<string, NamedDraft>,
  { twice, longest = Number.POSITIVE_INFINITY }: Pick<Naming<never, never>, "twice" | "longest">,
  report: Report,
): Word | undefined {
  const [name] = args;
  if (name === undefined || isAssigned({ args }, "a name", report)) {
    if (name === undefined) missing(report, keyword, "a name");
    report.lose(keyword.text, undefined);
    return undefined;
  }
  surplus(args, 1, report);
  // With a blank in it, it may have been meant as another.
  if (args.length > 1) report.lose(keyword.text, undefined);
  const other = others.get(name.text);
  if (other === undefined && name.text.length <= longest) return name;
  // Another name may have been meant.
  report.lose(keyword.text, undefined);
  const stands = `${keyword.text} ${name.text} stands already at line ${other?.name.line}`;
  const long = `the name has ${name.text.length} characters, and at most ${longest} are allowed`;
  report.at(name, {
    rule: other === undefined ? "bad-value" : "duplicate-name",
    severity: other === undefined ? "error" : twice,
    message: `${other === undefined ? long : stands}; this one is left out`,
  });
  return undefined;
}

function checkNeeds(
  { keyword }: Statement,
  { name, places }: NamedDraft,
  needs: readonly string[],
  report: Report,
): void {
  // Where the keyword is there, what is wrong with it has been said at its place.
  if (needs.length === 0 || needs.some((each) => places.has(each))) return;
  report.at(name, {
    rule: "missing-keyword",
    severity: "error",
    message: `${keyword.text} ${name.text} has no ${needs[0]}: it is of no use`,
  });
}
