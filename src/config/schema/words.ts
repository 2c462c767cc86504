/**
 * Words that stand behind each other on one line, each with its own arguments: what is said of an
 * address, a route, a rule, a peer. Their tables are made of the same entries as those of keywords.
 */
import type { Statement, Word } from "../pieces.ts";
import { statementsOf } from "../repeated.ts";
import { isLoss, type Report } from "../report.ts";
import { suggest } from "../suggest.ts";
import { type Block, type Declared, defineBlock, type Entry, list, nested } from "./entry.ts";
import { remark } from "./read-block.ts";

export interface Attribute<Draft> extends Entry<Draft> {
  /** How many of the words behind it are its arguments. */
  readonly takes: (rest: readonly Word[]) => number;
}

/** The words of a line, by what the lines are entries of. */
export interface Line<Draft> extends Block<Draft> {
  readonly keywords: Readonly<Record<string, Attribute<Draft>>>;
}

/** Makes a line's table. Each word takes what its `args` say, where it does not say it by itself. */
export const defineLine = <Draft>(
  name: string,
  table: Readonly<Record<string, Entry<Draft> | Attribute<Draft>>>,
): Line<Draft> => ({
  ...defineBlock<Draft>(name, {}),
  ofLine: true,
  keywords: Object.fromEntries(
    Object.entries(table).map(([word, entry]) => [
      word,
      "takes" in entry ? entry : { ...entry, takes: takesBy(entry.args) },
    ]),
  ),
});

/** `IP`: one word. `[lock] NUMBER`: two where the first is `lock`, else one. */
function takesBy(args: string): Attribute<never>["takes"] {
  const parts = args.split(" ").filter((part) => part !== "");
  return (rest) => {
    let count = 0;
    for (const part of parts) {
      const options = /^\[(.*)\]$/.exec(part)?.[1]?.split("|");
      if (options === undefined || options.includes(rest[count]?.text ?? "")) count++;
    }
    return count;
  };
}

/** True where the word says something by standing there at all. */
export type Otherwise<Draft> = (draft: Draft, word: Word, report: Report) => boolean;

/** Fills the draft from the words. `otherwise` is asked of a word that the table does not have; what nobody knows is reported and skipped. */
export function readWords<Draft>(
  line: Line<Draft>,
  draft: Draft,
  words: readonly Word[],
  report: Report,
  otherwise: Otherwise<Draft> = () => false,
): void {
  let lost = false;
  for (let at = 0; at < words.length; at++) {
    const keyword = words[at];
    if (keyword === undefined) return;
    const attribute = Object.hasOwn(line.keywords, keyword.text)
      ? line.keywords[keyword.text]
      : undefined;
    if (attribute === undefined) {
      const understood = otherwise(draft, keyword, report);
      if (!understood) {
        report.drop(keyword);
        unknown(line, keyword, lost, report);
      }
      lost = !understood;
      continue;
    }
    lost = false;
    const rest = words.slice(at + 1);
    const args = rest.slice(0, attribute.takes(rest));
    remark(attribute, keyword, report);
    const raw = args.map(({ text }) => text).join(" ");
    const before = report.errors();
    attribute.read(draft, { keyword, args, raw, body: undefined }, report);
    if (report.errors() > before) for (const each of [keyword, ...args]) report.drop(each);
    at += args.length;
  }
}

/** Shorter ones are values rather than words. */
const WORD_MIN = 3;

/** What stands behind an unknown word may be its arguments: nothing is said of it, unless it is nearly a word. */
function unknown<Draft>(
  { name, keywords }: Line<Draft>,
  word: Word,
  lost: boolean,
  report: Report,
): void {
  if (report.full()) return;
  const names = Object.keys(keywords);
  const meant = word.text.length < WORD_MIN ? undefined : suggest(word.text, names);
  if (lost && meant === undefined) return;
  report.at(word, {
    rule: "unknown-keyword",
    severity: "error",
    message: `unknown word "${word.text}" in ${name}`,
    hint: meant === undefined ? `known are ${list(names)}` : `did you mean ${meant}?`,
  });
}

/**
 * The lines of a block, each by its words; one with a mistake is left out whole, for it means
 * something else with one word less. `what` it is called; `check` looks at it when all is read.
 */
export function readWhole<Draft extends { readonly word: Word }>(
  line: Line<Draft>,
  body: readonly Statement[],
  outer: Report,
  how: {
    readonly what: string;
    readonly create: (word: Word) => Draft;
    readonly otherwise?: Otherwise<Draft>;
    readonly check: (draft: Draft, report: Report) => void;
  },
): readonly Draft[] {
  return body.flatMap(({ keyword, args }) => {
    const report = strictly(outer, how.what);
    const draft = how.create(keyword);
    readWords(line, draft, [keyword, ...args], report, how.otherwise);
    if (!report.failed()) how.check(draft, report);
    if (!report.failed()) return [draft];
    report.drop(keyword);
    return [];
  });
}

/** A report that says of each error that `what` is left out because of it, and remembers that. */
interface StrictReport extends Report {
  readonly failed: () => boolean;
}

function strictly(report: Report, what: string): StrictReport {
  let failed = false;
  return {
    ...report,
    at: (place, finding) => {
      const bad = isLoss(finding);
      failed ||= bad;
      if (!bad) report.at(place, finding);
      else {
        const message = `${finding.message}; ${what} is left out`;
        report.at(place, { ...finding, message, losesLine: true });
      }
    },
    failed: () => failed,
  };
}

/** A block whose lines are entries of a list; a second block adds to the first. */
export const listed = <K extends string, Item>(
  key: K,
  declared: Declared,
  args: string,
  line: Line<Item>,
  read: (line: Line<Item>, body: readonly Statement[], report: Report) => readonly Item[],
): Entry<{ [key in K]?: Item[] | undefined }> =>
  nested(
    declared,
    args,
    (draft, { body }, report) => {
      const more = read(line, statementsOf(body), report);
      draft[key] = [...(draft[key] ?? []), ...more];
    },
    line,
  );
