/**
 * Conf text to lines of tokens, before any keyword is known: keepalived.conf(5), "ADVANCED
 * CONFIGURATION". Most lines hold nothing of that kind and go straight to the lexer. Any other is
 * read piece by piece, a brace ending each: a condition, a definition, a sequence, an include, or
 * words with references among them.
 */
import { LIMITS } from "../../base/limits.ts";
import { seededRandom } from "../../base/random.ts";
import { tellGluedComment } from "../glued-comment.ts";
import { createLexer, type Line, type Source } from "../lexer.ts";
import type { Reader } from "../pieces.ts";
import type { Report } from "../report.ts";
import { readCondition } from "./condition.ts";
import { isBehindCut, noteCut } from "./cut-short.ts";
import { readDefinition, withoutContinuation } from "./definition.ts";
import { type Expanded, type Expansion, expand } from "./expand.ts";
import { includedFiles, readDirective } from "./include.ts";
import { changeChecks } from "./include-check.ts";
import { lexPassage } from "./lex-passage.ts";
import { braceAt, commentAt } from "./marks.ts";
import { hasOddSign, tellingOddSigns } from "./odd-signs.ts";
import { cut, join, type Passage, placeIn, trimmed, writtenAt } from "./passage.ts";
import { eachLine, isTooLong } from "./physical-lines.ts";
import { type Reading, spend } from "./reading.ts";
import { createRepeats, type ReadLine } from "./repeats.ts";
import { readRepetition } from "./repetition.ts";

/** A line without any of these says what it says. */
const SPECIAL = /[$~@]|include|random_seed/g;

/** Reads the lines of a file and of all that it includes. */
export function readText(source: Source, identity: string, reading: Reading): void {
  const { file, text } = source;
  const { report, open } = reading;
  const start = { file, line: 1, column: 1, end: 1 };
  reading.sources.set(file, text);
  if (!spend(reading, text.length, start)) return;
  open.push({ file, identity });
  const read = lineReader(source, reading);
  let special = specialFrom(text, 0);
  eachLine(source, report, (line) => {
    if (special < line.from) special = specialFrom(text, line.from);
    const asked = reading.making !== undefined || reading.cutShort !== undefined;
    if (asked || special < line.to) readLine(source, line, reading);
    else count(read(line), file, line.number, reading);
    return !reading.stopped;
  });
  endDefinition(reading);
  reading.cutShort = undefined;
  open.pop();
}

/** Of lines that say what they say. */
function lineReader(source: Source, reading: Reading): ReadLine {
  const { report, vocabulary, reader, takesRepeated } = reading;
  const odd = hasOddSign(source.text);
  if (takesRepeated && !odd) return createRepeats(source, vocabulary, report, reader);
  const to = odd ? tellingOddSigns(reader, report) : reader;
  const lex = createLexer(source, vocabulary, report, to);
  return (line) => (lex(line) ? 1 : 0);
}

/** Where the next one is; looked for in the text at once, for most confs have none. */
function specialFrom(text: string, from: number): number {
  SPECIAL.lastIndex = from;
  return SPECIAL.exec(text)?.index ?? text.length;
}

/** So many more lines that say something. */
function count(lines: number, file: string, line: number, reading: Reading): void {
  reading.linesLeft -= lines;
  if (reading.linesLeft >= 0) return;
  const message = `more than ${LIMITS.configLines} lines: the rest is not read`;
  const place = { file, line, column: 1, end: 1 };
  reading.report.at(place, { rule: "too-large", severity: "error", message });
  reading.stopped = true;
}

function readLine({ file, text }: Source, line: Line, reading: Reading): void {
  const { number, start, from, to } = line;
  const written = text.slice(from, to);
  const end = commentAt(written);
  const passage = writtenAt(written.slice(0, end), file, number, from - start + 1);
  tellGlued(passage, written.charAt(end), reading.report);
  if (isBehindCut(passage, reading)) return;
  const { making } = reading;
  if (making === undefined) readPassage(passage, 0, reading);
  else if (written === "") endDefinition(reading);
  else continueDefinition(passage, reading);
  noteCut(making, written, passage, reading);
}

/** `mark` is what the comment behind it begins with, if there is one. */
function tellGlued(passage: Passage, mark: string, report: Report): void {
  const word = mark === "" ? undefined : /[^\s"{}]+$/.exec(passage.text);
  if (word === undefined || word === null) return;
  tellGluedComment(report, placeIn(passage, word.index, passage.text.length), word[0], mark);
}

/** A line of its own, be it from a file or from a definition. */
function readPassage(given: Passage, depth: number, reading: Reading): void {
  let passage = trimmed(given);
  if (!mayRead(passage, depth, reading)) return;
  while (passage.text !== "" && !reading.stopped) {
    if (passage.text.startsWith("@")) {
      const { type, rest } = readCondition(passage, reading.configId);
      if (type === "kept") passage = rest;
      else {
        dropDefinition(rest, reading);
        return;
      }
    } else {
      passage = readBeginning(passage, depth, reading);
    }
  }
}

/** False: no more of the conf is read, or nothing that is nested so deep. */
function mayRead(passage: Passage, depth: number, reading: Reading): boolean {
  // The text of files has been counted with the file.
  const cost = depth === 0 ? 0 : passage.text.length + 1;
  const place = placeIn(passage, 0, passage.text.length);
  if (!spend(reading, cost, place)) return false;
  if (depth <= LIMITS.configExpansionDepth) return true;
  reading.report.at(place, {
    rule: "too-deep",
    severity: "error",
    message: `sequences and definitions are nested more than ${LIMITS.configExpansionDepth} deep; this is left out`,
  });
  return false;
}

/** Up to the end of the line, or to a brace; answers what is left of it. */
function readBeginning(passage: Passage, depth: number, reading: Reading): Passage {
  if (define(passage, reading)) return NOTHING;
  if (/^~(SEQ|LST)/.test(passage.text)) {
    repeat(passage, depth, reading);
    return NOTHING;
  }
  if (readDirective(passage) !== undefined) {
    include(passage, reading);
    return NOTHING;
  }
  const brace = braceAt(passage.text);
  const end = brace === undefined ? passage.text.length : brace + 1;
  const rest = trimmed(cut(passage, end));
  return readPiece(cut(passage, 0, end), rest, brace === undefined, depth, reading);
}

const NOTHING: Passage = { text: "", origins: [] };

/** Words up to a brace, or to the end of the line. Answers what is left of it. */
function readPiece(
  piece: Passage,
  rest: Passage,
  isWhole: boolean,
  depth: number,
  reading: Reading,
): Passage {
  const expanded = piece.text.includes("$")
    ? expand(piece, isWhole, expansionOf(reading))
    : unchanged(piece);
  if (expanded === undefined) return rest;
  if (expanded.again || (expanded.passage !== piece && BEGINNING.test(expanded.passage.text))) {
    readAgain(expanded, rest, depth, reading);
    return NOTHING;
  }
  readWords(expanded.passage, reading);
  return rest;
}

/** What makes more of a line than words, if it comes out of a definition. */
const BEGINNING = /^[ \t]*(@|~|\$[A-Za-z_]|include)/;

const unchanged = (passage: Passage): Expanded => ({
  passage,
  again: false,
  following: [],
  name: undefined,
});

/** A line that begins anew with a definition's value, and the other lines of that definition. */
function readAgain(
  { passage, following, name }: Expanded,
  rest: Passage,
  depth: number,
  reading: Reading,
): void {
  if (name !== undefined) reading.within.push(name);
  readPassage(rest.text === "" ? passage : join(passage, BLANK, rest), depth + 1, reading);
  for (const line of following) readPassage(line, depth + 1, reading);
  if (name !== undefined) reading.within.pop();
}

const BLANK: Passage = { text: " ", origins: NOTHING.origins };

function readWords(passage: Passage, reading: Reading): void {
  const { report, vocabulary } = reading;
  if (isTooLong(passage.text)) {
    report.at(placeIn(passage, 0, passage.text.length), {
      rule: "line-too-long",
      severity: "error",
      message: "with what stands for its references this line is too long; it is left out",
    });
    return;
  }
  if (lexPassage(passage, vocabulary, report, heeding(reading))) {
    const { file, line } = placeIn(passage, 0, 0);
    count(1, file, line, reading);
  }
}

/** Two keywords of global_defs have their effect while the text is read: from their line on. */
const heeding = (reading: Reading): Reader => ({
  statement(head) {
    const { keyword, args } = head;
    if (keyword.text === "include_check") reading.checks = changeChecks(reading.checks, args);
    else if (keyword.text === "random_seed" && /^\d+$/.test(args[0]?.text ?? ""))
      reading.random = seededRandom(Number(args[0]?.text));
    reading.reader.statement(head);
  },
  brace: reading.reader.brace,
});

function include(passage: Passage, reading: Reading): void {
  const expanded = expand(passage, true, expansionOf(reading));
  const directive = expanded === undefined ? undefined : readDirective(expanded.passage);
  if (directive === undefined) return;
  const { checks } = reading;
  for (const { file, text, identity } of includedFiles(directive, reading)) {
    readText({ file, text }, identity, reading);
    reading.checks = checks;
    if (reading.stopped) return;
  }
}

function repeat(passage: Passage, depth: number, reading: Reading): void {
  const repetition = readRepetition(passage, expansionOf(reading));
  if (repetition === undefined) return;
  const { turns, rest, place } = repetition;
  for (const turn of turns) {
    if (reading.stopped || reading.repetitionsLeft < 0) return;
    reading.repetitionsLeft--;
    if (reading.repetitionsLeft < 0) {
      const message = `sequences and lists of this conf repeat their lines more than ${LIMITS.configRepetitions} times; from here on none is read`;
      reading.report.at(place, { rule: "too-large", severity: "error", message });
      return;
    }
    for (const [name, text] of turn) reading.definitions.set(name, { type: "value", text });
    readPassage(rest, depth + 1, reading);
  }
}

const expansionOf = (reading: Reading): Expansion => ({
  definitions: reading.definitions,
  within: reading.within,
  report: reading.report,
  world: {
    configId: reading.configId,
    env: reading.env,
    random: reading.random,
    folder: () => reading.files.folderOf(reading.open.at(-1)?.file ?? ""),
  },
});

// Definitions -----------------------------------------------------------------------------------

/** False: the line is no definition. */
function define(passage: Passage, reading: Reading): boolean {
  const defining = readDefinition(passage);
  if (defining === undefined) return false;
  const { name, value, goesOn } = defining;
  if (goesOn) reading.making = { name, lines: value.text === "" ? [] : [value] };
  else reading.definitions.set(name, { type: "value", text: value.text });
  return true;
}

/** Where a condition drops the first line of a definition, it drops all of it. */
function dropDefinition(rest: Passage | undefined, reading: Reading): void {
  if (rest === undefined || readDefinition(rest)?.goesOn !== true) return;
  reading.making = { name: undefined, lines: [] };
}

/** Lines that hold a comment only do not belong to it, and do not end it. */
function continueDefinition(passage: Passage, reading: Reading): void {
  if (trimmed(passage).text === "") return;
  const { value, goesOn } = withoutContinuation(passage);
  if (value.text !== "") reading.making?.lines.push(value);
  if (!goesOn) endDefinition(reading);
}

function endDefinition(reading: Reading): void {
  const { making } = reading;
  reading.making = undefined;
  if (making?.name === undefined) return;
  const { name, lines } = making;
  const empty = lines.length === 0;
  reading.definitions.set(name, empty ? { type: "value", text: "" } : { type: "lines", lines });
}
