/**
 * The conf that holds: what was said and accepted, in the words of the language, and for what was
 * not said the default, or what it inherits. From the statements and the tables alone.
 */
import { readsRaw } from "../format/words.ts";
import type { Parsed } from "../parse.ts";
import type { Statement, Word } from "../pieces.ts";
import { statementsOf } from "../repeated.ts";
import type { LeftOut } from "../report.ts";
import type { AnyBlock, AnyEntry } from "../schema/entry.ts";
import { blocks, file } from "../schema/language.ts";
import { inheritsFirst, pointlessWithout, whenAbsent } from "./exceptions.ts";
import {
  asMeant,
  entryOf,
  heldWords,
  isHeld,
  type Said,
  saidIn,
  saidStatements,
  textOf,
} from "./said.ts";

export interface Shown {
  readonly keyword: string;
  readonly args: readonly string[];
  /** How the arguments are written, where that matters. */
  readonly raw: string | undefined;
  /** Undefined: it was said. Otherwise where it comes from: `default`, or `from BLOCK KEYWORD`. */
  readonly origin: string | undefined;
  /** False: written down as said it would not mean the same, since others take it over. */
  readonly writable: boolean;
  /** False: a description of what holds, and no value. */
  readonly literal: boolean;
  readonly entry: AnyEntry | undefined;
  readonly body: readonly Shown[] | undefined;
}

interface Scope {
  readonly block: AnyBlock;
  readonly said: Said;
}

interface Walk {
  readonly leftOut: LeftOut;
  /** From the file inwards. */
  readonly scopes: readonly Scope[];
  readonly global: Said;
}

/** Of a conf that has been read; an instance that is left out is not in it. */
export function effectiveConf(
  statements: readonly Statement[],
  { leftOut, config }: Parsed,
): readonly Shown[] {
  const globals = statements
    .filter(({ keyword }) => keyword.text === "global_defs")
    .flatMap(({ body }) => statementsOf(body));
  const block = file.keywords["global_defs"]?.block;
  const walk: Walk = { leftOut, scopes: [], global: () => undefined };
  if (block === undefined) return [];
  if (statements.length === 0) return [];
  const global = saidIn(saidStatements(block, globals, leftOut));
  const usable = new Set(config?.instances.map(({ name }) => name));
  return effectiveBlock(file, statements, { ...walk, global }).filter(
    ({ keyword, args }) => keyword !== "vrrp_instance" || usable.has(args[0] ?? ""),
  );
}

function effectiveBlock(
  block: AnyBlock,
  statements: readonly Statement[],
  walk: Walk,
): readonly Shown[] {
  const accepted = saidStatements(block, statements, walk.leftOut);
  const scope: Scope = { block, said: saidIn(accepted) };
  const inner: Walk = { ...walk, scopes: [...walk.scopes, scope] };
  const shown = accepted.map((statement) => showStatement(block, statement, inner));
  return [
    ...shown.filter(isLeaf),
    ...absentOnes(inner, scope),
    ...shown.filter((each) => !isLeaf(each)),
  ];
}

const isLeaf = ({ body }: Shown): boolean => body === undefined;

function showStatement(block: AnyBlock, statement: Statement, walk: Walk): Shown {
  const { keyword, args, raw, body } = statement;
  const entry = entryOf(block, keyword.text);
  return {
    keyword: keyword.text,
    args: args.map(textOf),
    raw: body === undefined && readsRaw(keyword.text) ? closed(raw) : undefined,
    origin: undefined,
    writable: true,
    literal: true,
    entry,
    body: body && showBody(entry, statementsOf(body), walk),
  };
}

const CLOSED = /^(?:[^"\\]|\\.|"(?:[^"\\]|\\.)*")*$/;

/** With the quote that is missing at its end, where one is. */
const closed = (raw: string): string => (CLOSED.test(raw) ? raw : `${raw}"`);

function showBody(
  entry: AnyEntry | undefined,
  body: readonly Statement[],
  walk: Walk,
): readonly Shown[] {
  if (entry?.block !== undefined && entry.block.ofLine !== true)
    return effectiveBlock(entry.block, body, walk);
  return body.flatMap((line) => showEntry(line, walk));
}

/** A line of a block whose lines are no keywords. */
function showEntry(line: Statement, walk: Walk): readonly Shown[] {
  const { leftOut } = walk;
  if (!isHeld(line.keyword, leftOut)) return [];
  const shown = {
    raw: undefined,
    origin: undefined,
    writable: true,
    literal: true,
    entry: undefined,
  };
  const body = line.body && statementsOf(line.body).flatMap((each) => showEntry(each, walk));
  const args = heldWords(line.args, leftOut).map(textOf);
  return [{ ...shown, keyword: asMeant(line.keyword, leftOut).text, args, body }];
}

// What was not said -----------------------------------------------------------------------------

function absentOnes(walk: Walk, scope: Scope): readonly Shown[] {
  const { block, said } = scope;
  const taken = new Set<string>();
  const named = new Set<string>();
  for (const [keyword, { slot, args, byDefault }] of Object.entries(block.keywords)) {
    if (said(keyword) !== undefined) taken.add(slot ?? keyword);
    // Of two words for yes and no, the one that names what holds is shown.
    const isNo = args === "" && byDefault === "no";
    if (slot !== undefined && !isNo && byDefault !== undefined) named.add(slot);
  }
  return Object.entries(block.keywords).flatMap(([keyword, entry]): readonly Shown[] => {
    const slot = entry.slot ?? keyword;
    const isNo = entry.args === "" && entry.byDefault === "no" && named.has(slot);
    if (taken.has(slot) || entry.takesBlock || isNo || entry.deprecatedBy !== undefined) return [];
    const found = absentValue(keyword, entry, walk);
    if (found === undefined) return [];
    taken.add(slot);
    return [shownDefault(scope, keyword, entry, found)];
  });
}

interface Value {
  readonly text: string;
  readonly origin: string;
}

function shownDefault(
  { block, said }: Scope,
  keyword: string,
  entry: AnyEntry,
  { text, origin }: Value,
): Shown {
  // A flag says yes by being there, and has no word for no.
  const isNo = entry.args === "" && OFF.has(text);
  const args = entry.args === "" && text === "yes" ? [] : text.split(" ");
  const literal = isNo || isAccepted(keyword, args, entry);
  const name = `${block.name} ${keyword}`;
  const needed = pointlessWithout[name];
  const hasPoint = needed === undefined || said(needed) !== undefined;
  // What is not acted on yet is a warning where it is said.
  const writable = literal && !isNo && entry.inEffect && hasPoint && !inherited.has(name);
  return { keyword, args, raw: undefined, origin, writable, literal, entry, body: undefined };
}

const OFF: ReadonlySet<string> = new Set(["off", "false", "no"]);

/** What others take over where it is said: written down as a default it would hide theirs. */
const inherited: ReadonlySet<string> = new Set([
  ...Object.values(inheritsFirst),
  ...blocks.flatMap(({ name, keywords }) =>
    Object.values(keywords).flatMap(({ inherits }) =>
      inherits === undefined || inherits.startsWith(`${name} `) ? [] : inherits,
    ),
  ),
]);

const wordOf = (text: string): Word => ({
  text,
  quoted: false,
  file: "",
  line: 1,
  column: 1,
  end: 2,
});

function isAccepted(keyword: string, args: readonly string[], { accepts }: AnyEntry): boolean {
  return accepts({
    keyword: wordOf(keyword),
    args: args.map(wordOf),
    raw: args.join(" "),
    body: undefined,
  });
}

/** What holds for a keyword of the innermost block that was not said in it. */
function absentValue(keyword: string, entry: AnyEntry, walk: Walk): Value | undefined {
  const scope = walk.scopes.at(-1);
  if (scope === undefined) return undefined;
  const { block, said } = scope;
  const name = `${block.name} ${keyword}`;
  const source = inheritsFirst[name];
  const first = saidThere(sourceOf(source, walk));
  const holds: Said = (other) => {
    const otherEntry = entryOf(block, other);
    return said(other) ?? (otherEntry && absentValue(other, otherEntry, walk)?.text);
  };
  const special = whenAbsent[name]?.(said, { above: first?.text, holds });
  if (special !== undefined) return { text: special, origin: "default" };
  const above = first ?? saidAbove(entry.inherits, walk);
  if (above !== undefined) return above;
  const own = literalOf(entry.byDefault, walk);
  if (own !== undefined && isAccepted(keyword, own.text.split(" "), entry)) return own;
  return defaultAbove(entry.inherits ?? source, walk) ?? own;
}

interface Source {
  readonly keyword: string;
  readonly entry: AnyEntry;
  readonly scope: Scope;
}

/** `BLOCK KEYWORD` of a source: in this block, in one around it, or in global_defs. */
function sourceOf(source: string | undefined, walk: Walk): Source | undefined {
  const [, name, keyword] = /^(.*) (\S+)$/.exec(source ?? "") ?? [];
  const block = blocks.find((each) => each.name === name);
  if (name === undefined || keyword === undefined || block === undefined) return undefined;
  const around = walk.scopes.findLast((scope) => scope.block.name === name);
  const global = name === "global_defs" ? { block, said: walk.global } : undefined;
  const scope = around ?? global;
  const entry = entryOf(scope?.block ?? block, keyword);
  return scope === undefined || entry === undefined ? undefined : { keyword, entry, scope };
}

/** What was said there, or where that in turn looks first. */
function saidAbove(source: string | undefined, walk: Walk): Value | undefined {
  const found = sourceOf(source, walk);
  if (found === undefined) return undefined;
  return saidThere(found) ?? saidAbove(found.entry.inherits, walk);
}

function saidThere(found: Source | undefined): Value | undefined {
  if (found === undefined) return undefined;
  const { keyword, entry, scope } = found;
  const same = Object.entries(scope.block.keywords).filter(
    ([name, each]) => name === keyword || (each.slot !== undefined && each.slot === entry.slot),
  );
  for (const [name, each] of same) {
    const text = scope.said(name);
    if (text !== undefined) {
      const bare = text === "" && (each.args === "" || each.args === "[on|off]");
      return { text: bare ? "yes" : text, origin: `from ${scope.block.name} ${name}` };
    }
  }
  return undefined;
}

function defaultAbove(source: string | undefined, walk: Walk): Value | undefined {
  const found = sourceOf(source, walk);
  if (found === undefined) return undefined;
  const { keyword, entry, scope } = found;
  const depth = walk.scopes.indexOf(scope);
  const scopes = depth < 0 ? [scope] : walk.scopes.slice(0, depth + 1);
  return absentValue(keyword, entry, { ...walk, scopes });
}

/** A default as it is written, or the value of the keyword that it names. */
function literalOf(byDefault: string | undefined, walk: Walk): Value | undefined {
  if (byDefault === undefined) return undefined;
  const scope = walk.scopes.at(-1);
  const named = scope === undefined ? undefined : entryOf(scope.block, byDefault);
  const global = `global_defs ${byDefault}`;
  if (scope === undefined || named === undefined)
    return (
      saidAbove(global, walk) ??
      defaultAbove(global, walk) ?? { text: byDefault, origin: "default" }
    );
  const text = scope.said(byDefault);
  if (text !== undefined) return { text, origin: `from ${scope.block.name} ${byDefault}` };
  return absentValue(byDefault, named, walk);
}
