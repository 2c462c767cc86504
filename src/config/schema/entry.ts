/**
 * One keyword of one block, declared once: what it takes, in which range, what it means, what holds
 * without it, and how it is read. The parser and the reference text come from the same entry.
 */
import type { Diagnostic } from "../diagnostic.ts";
import { foreignSign, markBehind } from "../foreign.ts";
import type { Statement, Word } from "../pieces.ts";
import { createReport, type Finding, type Report } from "../report.ts";
import { suggest } from "../suggest.ts";
import { type Range, readInteger, readMilliseconds, readSeconds } from "./numbers.ts";

export interface Entry<Draft> {
  /** Its arguments, as a manual writes them: `SECONDS`, `IP [PORT]`, `{ ... }`. */
  readonly args: string;
  readonly meaning: string;
  /** What holds where the keyword is absent: where that is a constant, exactly as one would write it. */
  readonly byDefault: string | undefined;
  /** Whose value holds first where it is absent: `BLOCK KEYWORD`. */
  readonly inherits: string | undefined;
  /** Range and unit, for instance `1..255` or `0.01..255 s`. */
  readonly range: string | undefined;
  readonly takesBlock: boolean;
  /** The table of that block; undefined where its lines are entries and not keywords. */
  readonly block: AnyBlock | undefined;
  /** False: read and judged, but daruma does not act on it yet. */
  readonly inEffect: boolean;
  /** What follows from that until it is, where that is not plain. */
  readonly meanwhile: string | undefined;
  /** The keyword to use instead of this old one. */
  readonly deprecatedBy: string | undefined;
  /** What it sets, where several keywords set the same: the last of them holds. Undefined: itself alone. */
  readonly slot: string | undefined;
  /** Whether it takes these arguments without a complaint. Of keywords without a block. */
  readonly accepts: (statement: Statement) => boolean;
  /** Notes the value in the draft; reports what is wrong and leaves the draft as it was. */
  readonly read: (draft: Draft, statement: Statement, report: Report) => void;
}

/** Entries by their keyword. */
export type Table<Draft> = Readonly<Record<string, Entry<Draft>>>;

export interface Block<Draft> {
  readonly name: string;
  /** Its keywords are words within a line, of which the block holds any number. */
  readonly ofLine?: boolean;
  readonly keywords: Table<Draft>;
  /** The same, for who looks them up by the hundred thousand. */
  readonly lookup: ReadonlyMap<string, Entry<Draft>>;
  /** keepalived's keywords of this block that daruma knows by name only. */
  readonly unsupported: ReadonlySet<string>;
}

/** A block as the reference knows it, whatever it is read into. */
export interface AnyBlock {
  readonly name: string;
  readonly ofLine?: boolean;
  readonly keywords: Readonly<Record<string, AnyEntry>>;
  readonly unsupported: ReadonlySet<string>;
}

export type AnyEntry = Omit<Entry<never>, "read">;

/**
 * Marks a whole table as read and judged, but not acted on yet. A keyword that comes to work leaves it.
 * `meanwhile` says what follows from that, where it is not plain.
 */
export const notYet = <Draft>(table: Table<Draft>, meanwhile?: string): Table<Draft> =>
  Object.fromEntries(
    Object.entries(table).map(([name, each]) => [name, { ...each, inEffect: false, meanwhile }]),
  );

/** The old name of a keyword: it still works, and the new one is named. */
export const oldNameOf = <Draft>(keyword: string, entryOfIt: Entry<Draft>): Entry<Draft> => ({
  ...entryOfIt,
  deprecatedBy: keyword,
});

/** Makes a block from its table and the names it only knows. */
export const defineBlock = <Draft>(
  name: string,
  keywords: Readonly<Record<string, Entry<Draft>>>,
  unsupported = "",
): Block<Draft> => ({
  name,
  keywords,
  lookup: new Map(Object.entries(keywords)),
  unsupported: new Set(unsupported.split(/\s+/).filter((word) => word !== "")),
});

type Slot<K extends string, V> = { [key in K]?: V | undefined };

/** What every entry says of its keyword. */
export interface Declared {
  readonly meaning: string;
  readonly byDefault?: string;
  readonly inherits?: string;
}

interface Numeric extends Declared, Range {}

/** A whole number, as it is written; `unit` where it has one, for instance `us`. */
export function integer<K extends string>(
  key: K,
  declared: Numeric & { readonly unit?: string },
): Entry<Slot<K, number>> {
  const { min, max, unit = "" } = declared;
  return value(key, declared, "NUMBER", `${min}..${max} ${unit}`.trim(), (word, report) =>
    readInteger(word, declared, report),
  );
}

/** Seconds, with up to six decimals; noted in milliseconds. */
export function seconds<K extends string>(key: K, declared: Numeric): Entry<Slot<K, number>> {
  const range = `${declared.min}..${declared.max} s`;
  return value(key, declared, "SECONDS", range, (word, report) =>
    readSeconds(word, declared, report),
  );
}

/** Milliseconds, with up to three decimals; noted as they are. */
export function milliseconds<K extends string>(key: K, declared: Numeric): Entry<Slot<K, number>> {
  const range = `${declared.min}..${declared.max} ms`;
  return value(key, declared, "MILLISECONDS", range, (word, report) =>
    readMilliseconds(word, declared, report),
  );
}

/** What others call the same. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  SLAVE: "BACKUP",
  SECONDARY: "BACKUP",
  STANDBY: "BACKUP",
  PRIMARY: "MASTER",
  ACTIVE: "MASTER",
  PASSWORD: "PASS",
  roundrobin: "rr",
  "round-robin": "rr",
  round_robin: "rr",
  leastconn: "lc",
  least_conn: "lc",
};

/** One of some words, each with what it stands for. */
export function choice<K extends string, V>(
  key: K,
  words: Readonly<Record<string, V>>,
  declared: Declared,
): Entry<Slot<K, V>> {
  const names = Object.keys(words);
  return value(key, declared, names.join("|"), undefined, (word, report) => {
    if (Object.hasOwn(words, word.text)) return words[word.text];
    const other = Object.hasOwn(OTHER_WORDS, word.text) ? OTHER_WORDS[word.text] : undefined;
    const meant = names.find((name) => name === other) ?? suggest(word.text, names);
    const hint = meant === undefined ? [] : [`did you mean ${meant}?`];
    badValue(report, word, `expected ${list(names)}`, ...hint);
    return undefined;
  });
}

/** Any one word; `args` is what a manual calls it. */
export const text = <K extends string>(
  key: K,
  declared: Declared,
  args = "TEXT",
): Entry<Slot<K, string>> =>
  value(key, declared, args, undefined, (word, report) => {
    tellOddText(word, report);
    return word.text;
  });

const SINGLE_QUOTE = 39;
const SEMICOLON = 59;

/** Of what is taken as it is written: signs that are hardly meant to be in it. */
export function tellOddText(word: Word, report: Report): void {
  const { text: written, quoted } = word;
  const last = written.charCodeAt(written.length - 1);
  if (quoted || written.length < 2 || (last !== SEMICOLON && last !== SINGLE_QUOTE)) return;
  if (last === SINGLE_QUOTE && written.charCodeAt(0) !== SINGLE_QUOTE) return;
  // A password is not for the log: the word itself is not told.
  report.at(word, {
    rule: "part-of-word",
    severity: "warning",
    message:
      last === SEMICOLON
        ? "the ; is part of the word, and ends nothing"
        : "the ' around the word are part of it, and quote nothing",
    hint: 'leave it out; where it is meant so, put all of the word in "quotes"',
    spoils: "line",
  });
}

/** The keyword alone says it; where another one says the reverse, what holds without both may be declared. */
export function flag<K extends string>(
  key: K,
  on: boolean,
  declared: Declared,
): Entry<Slot<K, boolean>> {
  const made = entry<Slot<K, boolean>>(
    orNo(declared),
    "",
    undefined,
    (draft, statement, report) => {
      surplus(statement.args, 0, report);
      draft[key] = on;
    },
  );
  return { ...made, slot: key };
}

/** What is not said is not so. */
const orNo = (declared: Declared): Declared =>
  declared.byDefault === undefined && declared.inherits === undefined
    ? { ...declared, byDefault: "no" }
    : declared;

const BOOLEANS: Readonly<Record<string, boolean>> = {
  on: true,
  true: true,
  yes: true,
  off: false,
  false: false,
  no: false,
};

/** [on|off|true|false|yes|no]; alone it means on. */
export function boolean<K extends string>(key: K, declared: Declared): Entry<Slot<K, boolean>> {
  const made = entry<Slot<K, boolean>>(
    orNo(declared),
    "[on|off]",
    undefined,
    (draft, { args }, report) => {
      const [word] = args;
      surplus(args, 1, report);
      if (word === undefined) draft[key] = true;
      else if (Object.hasOwn(BOOLEANS, word.text)) draft[key] = BOOLEANS[word.text];
      else badValue(report, word, `expected ${list(Object.keys(BOOLEANS))}`);
    },
  );
  return { ...made, slot: key };
}

/** One argument that `read` understands; undefined from it means that it has reported why not. */
export function value<K extends string, V>(
  key: K,
  declared: Declared,
  args: string,
  range: string | undefined,
  read: (word: Word, report: Report) => V | undefined,
): Entry<Slot<K, V>> {
  const made = entry<Slot<K, V>>(declared, args, range, (draft, statement, report) => {
    const word = statement.args[0];
    if (word === undefined) {
      missing(report, statement.keyword, args);
      return;
    }
    if (isAssigned(statement, args + otherwise(declared), report)) return;
    surplus(statement.args, 1, report);
    const result = read(word, report);
    if (result !== undefined) draft[key] = result;
  });
  return { ...made, slot: key };
}

/** What holds instead, where that is plain. */
const otherwise = ({ byDefault, inherits }: Declared): string =>
  byDefault === undefined || inherits !== undefined || !/^[\w.]+$/.test(byDefault)
    ? ""
    : `; the default is ${byDefault}`;

/** A keyword that reads its whole statement by itself. */
export const entry = <Draft>(
  { meaning, byDefault, inherits }: Declared,
  args: string,
  range: string | undefined,
  read: Entry<Draft>["read"],
): Entry<Draft> => ({
  args,
  meaning,
  byDefault,
  inherits,
  range,
  takesBlock: false,
  block: undefined,
  inEffect: true,
  meanwhile: undefined,
  deprecatedBy: undefined,
  slot: undefined,
  accepts: (statement) => {
    const complaints: Diagnostic[] = [];
    const report = createReport(complaints, () => []);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a keyword without a block only sets what is its own
    read({} as Draft, statement, report);
    return complaints.length === 0;
  },
  read,
});

/** A keyword with a block behind it: one with a table, or one whose lines are entries. */
export const nested = <Draft>(
  declared: Declared,
  args: string,
  read: Entry<Draft>["read"],
  block?: AnyBlock,
): Entry<Draft> => ({
  ...entry(declared, args, undefined, args.startsWith("{") ? bare(read) : read),
  takesBlock: true,
  block,
});

/** Nothing stands between the keyword and its block. */
const bare =
  <Draft>(read: Entry<Draft>["read"]): Entry<Draft>["read"] =>
  (draft, statement, report) => {
    if (statement.args.length > 0) surplus(statement.args, 0, report);
    read(draft, statement, report);
  };

// What is wrong with words -----------------------------------------------------------------------

/** Reports a value that is not what was expected. */
export function badValue(report: Report, word: Word, expected: string, hint?: string): void {
  const finding: Finding = {
    rule: "bad-value",
    severity: "error",
    message: `found "${word.text}", ${expected}`,
    hint,
  };
  report.at(word, finding);
}

/** Whether there is a sign between the keyword and its value, as other languages have it; then that is reported, and the line is lost. */
export function isAssigned(
  { args: words }: Pick<Statement, "args">,
  args: string,
  report: Report,
): boolean {
  const [word] = words;
  if (word === undefined || word.text.length !== 1 || word.quoted || words.length < 2) return false;
  if (word.text !== "=" && word.text !== ":") return false;
  for (const each of words.slice(1)) report.drop(each);
  badValue(report, word, `expected ${args}`);
  return true;
}

/** Reports an argument that is not there. */
export function missing(report: Report, keyword: Word, args: string): void {
  report.at(keyword, {
    rule: "missing-argument",
    severity: "error",
    message: `${keyword.text} needs ${args}`,
  });
}

/** Reports words behind the last argument; keepalived ignores them. */
export function surplus(args: readonly Word[], taken: number, report: Report): void {
  const word = args[taken];
  if (word === undefined) return;
  for (const each of args.slice(taken)) report.drop(each);
  // What is said of such a sign says it of all behind it.
  if (args.slice(0, taken).some(isForeign)) return;
  report.at(word, {
    rule: "surplus-argument",
    severity: "warning",
    message: `"${word.text}" is not expected here, and ignored`,
    hint: report.whereabouts(word.text).length > 0 ? "one keyword a line" : undefined,
  });
}

const isForeign = ({ text: written, quoted }: Word): boolean =>
  !quoted && (foreignSign(written) ?? markBehind(written)) !== undefined;

/** `a, b or c`. */
export const list = (words: readonly string[]): string =>
  words.length < 2
    ? words.join("")
    : `${words.slice(0, -1).join(", ")} or ${words[words.length - 1] ?? ""}`;
