/** `~SEQ(...) TEXT` and `~LST(...) TEXT`: how often the text is read, and with what. */
import { fail, type Result } from "../../base/result.ts";
import type { Place } from "../diagnostic.ts";
import { type Expansion, expand } from "./expand.ts";
import { cut, type Passage, placeIn, trimmed } from "./passage.ts";
import { readList, readSequence, type Turn } from "./sequence.ts";

export interface Repetition {
  readonly turns: Iterable<Turn>;
  readonly rest: Passage;
  /** Where it says how often. */
  readonly place: Place;
}

/** Of a line that begins with one. Undefined: it cannot be used, and that is told. */
export function readRepetition(passage: Passage, expansion: Expansion): Repetition | undefined {
  const [head = "", kind = "", bracket = ""] = /^(~SEQx?|~LST)([ \t]*\()?/.exec(passage.text) ?? [];
  const closing = passage.text.indexOf(")", head.length);
  const end = closing < 0 ? passage.text.length : closing + 1;
  const place = placeIn(passage, 0, end);
  const turns: Result<Iterable<Turn>, string> = bracket === "" || closing < 0
    ? fail("expected its parameters in ( and )")
    : readTurns(kind, cut(passage, head.length, closing), expansion);
  if (turns.ok) return { turns: turns.value, rest: trimmed(cut(passage, end)), place };
  expansion.report.at(place, {
    rule: "bad-sequence",
    severity: "error",
    message: `${kind}: ${turns.fault}; the line is left out`,
    spoils: true,
  });
  return undefined;
}

function readTurns(
  kind: string,
  inside: Passage,
  expansion: Expansion,
): Result<Iterable<Turn>, string> {
  const expanded = expand(inside, true, expansion);
  if (expanded === undefined || expanded.name !== undefined)
    return fail("its parameters must be words");
  const { text } = expanded.passage;
  return kind === "~LST" ? readList(text) : readSequence(text, kind === "~SEQx");
}
