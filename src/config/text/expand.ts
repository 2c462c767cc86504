/**
 * keepalived.conf(5), "Parameter substitution": values in place of references. A value is read again
 * where it stands, so that what it refers to is looked up when it is used. Never without end: a
 * definition that comes to itself is told, and a line takes only so many values.
 */
import { LIMITS } from "../../base/limits.ts";
import type { Place } from "../diagnostic.ts";
import type { Report } from "../report.ts";
import { suggest } from "../suggest.ts";
import { BUILT_INS, type BuiltInWorld, builtInValue } from "./built-in.ts";
import type { Definition } from "./definition.ts";
import { isQuoted } from "./marks.ts";
import { cut, join, type Passage, placeIn, standIn } from "./passage.ts";
import { endsName, type Reference, readReference } from "./reference.ts";

export interface Expansion {
  readonly definitions: ReadonlyMap<string, Definition>;
  readonly world: BuiltInWorld;
  /** Definitions of many lines, within whose lines this one stands. */
  readonly within: readonly string[];
  readonly report: Report;
}

export interface Expanded {
  readonly passage: Passage;
  /** It has to be read from its beginning again: its first words came out of a definition. */
  readonly again: boolean;
  /** The lines behind it, where a definition of many lines ended it. */
  readonly following: readonly Passage[];
  /** That definition. */
  readonly name: string | undefined;
}

/** A value that is being read: what is left of the line behind it, and whose it is. */
interface Range {
  readonly name: string;
  readonly behind: number;
}

interface State {
  passage: Passage;
  at: number;
  ranges: readonly Range[];
  count: number;
}

/** `isWhole`: the passage reaches to the end of its line. Undefined: it cannot be read at all, and that is told. */
export function expand(
  passage: Passage,
  isWhole: boolean,
  expansion: Expansion,
): Expanded | undefined {
  const state: State = { passage, at: 0, ranges: [], count: 0 };
  for (;;) {
    const { text } = state.passage;
    state.at = text.indexOf("$", state.at);
    if (state.at < 0)
      return { passage: state.passage, again: false, following: [], name: undefined };
    const done = readDollar(state, isWhole, expansion);
    if (done !== undefined) return done;
    if (state.count <= LIMITS.configLineExpansions && text.length <= 8 * LIMITS.configLineBytes)
      continue;
    expansion.report.at(placeIn(state.passage, 0, text.length), {
      rule: "endless-expansion",
      severity: "error",
      message: "what stands for the references of this line has no end; it is left out",
    });
    return undefined;
  }
}

/** One `$`. Defined: the line ends here, by a definition of many lines or by one to be read anew. */
function readDollar(state: State, isWhole: boolean, expansion: Expansion): Expanded | undefined {
  const { passage, at } = state;
  const reference = readReference(passage.text, at);
  if (reference === undefined) {
    // A character like any other; to keepalived, too, the braces of ${} are those of a block.
    state.at++;
    return undefined;
  }
  const place = placeIn(passage, at, reference.end);
  const definition = expansion.definitions.get(reference.name);
  if (definition === undefined || reference.parameters.length > 0) {
    readBuiltIn(state, reference, place, definition !== undefined, expansion);
    return undefined;
  }
  if (!reference.braces && !reachesEnd(passage.text, reference.end, isWhole)) {
    tellUnended(reference, passage.text, place, expansion.report);
    state.at = reference.end;
    return undefined;
  }
  if (isRecursive(state, reference.name, place, expansion)) {
    neutralise(state, reference, place);
    return undefined;
  }
  if (definition.type === "lines")
    return putLines(state, reference, place, definition.lines, isWhole, expansion.report);
  return putValue(state, reference, place, definition.text);
}

const reachesEnd = (text: string, end: number, isWhole: boolean): boolean =>
  end < text.length ? endsName(text, end) : isWhole;

function putValue(
  state: State,
  reference: Reference,
  place: Place,
  value: string,
): Expanded | undefined {
  const begins = state.passage.text.slice(0, state.at).trim() === "";
  const behind = state.passage.text.length - reference.end;
  replace(state, reference.end, standIn(value, place));
  const still = state.ranges.filter((range) => behind >= range.behind);
  state.ranges = [...still, { name: reference.name, behind }];
  if (!begins || !/^[ \t]*~/.test(value)) return undefined;
  return { passage: state.passage, again: true, following: [], name: undefined };
}

function putLines(
  state: State,
  reference: Reference,
  place: Place,
  [first, ...following]: readonly Passage[],
  isWhole: boolean,
  report: Report,
): Expanded | undefined {
  if (!isWhole || reference.end < state.passage.text.trimEnd().length) {
    report.at(place, {
      rule: "multi-line-reference",
      severity: "error",
      message: `${reference.name} has several lines, so nothing may follow it on its line`,
      spoils: true,
    });
    neutralise(state, reference, place);
    return undefined;
  }
  const before = cut(state.passage, 0, state.at);
  const passage = first === undefined ? before : join(before, first);
  return { passage, again: true, following, name: reference.name };
}

function isRecursive(
  { passage, at, ranges }: State,
  name: string,
  place: Place,
  { within, report }: Expansion,
): boolean {
  const left = passage.text.length - at;
  const inside = ranges.some((range) => range.name === name && left > range.behind);
  if (!inside && !within.includes(name)) return false;
  report.at(place, {
    rule: "recursive-definition",
    severity: "error",
    message: `${name} comes to itself: what stands for it is looked up where it is used, not where it is defined`,
    hint: "give the new value another name",
    spoils: true,
  });
  return true;
}

function readBuiltIn(
  state: State,
  reference: Reference,
  place: Place,
  isDefined: boolean,
  expansion: Expansion,
): void {
  const { name, parameters, braces, end } = reference;
  const { text } = state.passage;
  const ends = braces || endsName(text, end);
  if (isDefined || !BUILT_INS.includes(name) || !ends) {
    readUndefined(state, reference, place, isDefined, expansion);
    return;
  }
  const value = builtInValue(name, parameters, expansion.world);
  if (value.type !== "value")
    expansion.report.at(place, {
      rule: value.type === "fault" ? "bad-reference" : "undefined-name",
      severity: value.type === "fault" ? "error" : "warning",
      message: value.message,
    });
  const found = value.type === "value" ? value.text : "";
  const literal = isQuoted(text, state.at) ? found : found.replace(/[#!]/g, "\\$&");
  replace(state, end, standIn(literal, place));
  state.at += literal.length;
}

/** keepalived leaves it as it is, and then takes its braces for those of a block. */
function readUndefined(
  state: State,
  reference: Reference,
  place: Place,
  isDefined: boolean,
  { definitions, report }: Expansion,
): void {
  const { name, braces, end, parameters } = reference;
  const { text } = state.passage;
  const quoted = isQuoted(text, state.at);
  const known = [...definitions.keys(), ...BUILT_INS];
  const meant = suggest(name, known);
  const hint = meant === undefined || meant === name ? undefined : `did you mean ${meant}?`;
  const message =
    isDefined && parameters.length > 0
      ? `${name} takes no parameters`
      : `${name} is not defined before this line`;
  const rule = "undefined-name";
  if (braces && !quoted) {
    report.at(place, { rule, severity: "error", message, hint, spoils: true });
    neutralise(state, reference, place);
    return;
  }
  state.at = end;
  const alone = isAlone(text, end - name.length - 1, end);
  if (quoted ? hint !== undefined && braces : alone)
    report.at(place, {
      rule,
      severity: "warning",
      message: `${message}: it stays as it is written`,
      hint: hint ?? definitionHint(text, name, end),
      cause: message,
    });
}

/** `$NAME = VALUE`, as it stands at the beginning of a line. */
function definitionHint(text: string, name: string, end: number): string | undefined {
  const [, value] = /^[ \t]*=[ \t]*(\S.*)$/.exec(text.slice(end)) ?? [];
  const begins = text.slice(0, end).trim() === `$${name}`;
  return begins && value !== undefined
    ? `a definition has no blanks around its =: $${name}=${value}`
    : undefined;
}

const isAlone = (text: string, from: number, to: number): boolean =>
  (from === 0 || /[ \t]/.test(text.charAt(from - 1))) &&
  (to === text.length || /[ \t]/.test(text.charAt(to)));

function tellUnended({ name, end }: Reference, text: string, place: Place, report: Report): void {
  const next = text.charAt(end) === "" ? "{" : text.charAt(end);
  report.at(place, {
    rule: "unended-name",
    severity: "warning",
    message: `$${name} is followed by "${next}", so it stays as it is written`,
    hint: `write \${${name}}`,
  });
}

/** What cannot be replaced stays a word, without braces that would open a block. */
function neutralise(state: State, { name, end }: Reference, place: Place): void {
  const word = `$${name}`;
  replace(state, end, standIn(word, place));
  state.at += word.length;
}

function replace(state: State, end: number, value: Passage): void {
  const { passage, at } = state;
  state.passage = join(cut(passage, 0, at), value, cut(passage, end));
  state.count++;
}
