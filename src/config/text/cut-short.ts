/**
 * Definitions of many lines that end before their writer thought so: at an empty line, or at a
 * comment, whose backslash does not count. What was to belong to them would be read as keywords, each
 * with a message that does not name the cause.
 */
import { readDefinition } from "./definition.ts";
import { type Passage, placeIn, trimmed } from "./passage.ts";
import type { Making, Reading } from "./reading.ts";

/**
 * Looks at a line that has been read. `written` is all of it, `passage` what stands before its
 * comment; `before` is what was being defined before it.
 */
export function noteCut(
  before: Making | undefined,
  written: string,
  passage: Passage,
  reading: Reading,
): void {
  if (reading.making !== undefined) return;
  const defining = readDefinition(trimmed(passage));
  const place = placeIn(passage, 0, Math.max(1, passage.text.length));
  if (before !== undefined && written === "")
    reading.cutShort = { by: "this empty line", place, name: before.name, told: false };
  else if ((before ?? defining) !== undefined && isBehindComment(written, passage)) {
    const name = before === undefined ? defining?.name : before.name;
    reading.cutShort = { by: "this comment, whose \\ does not count", place, name, told: false };
  }
}

const isBehindComment = (written: string, { text }: Passage): boolean =>
  text.length < written.length && /\\[ \t]*$/.test(written);

/** Whether the line was to belong to such a definition: the first that goes on says so. It is not read. */
export function isBehindCut(passage: Passage, reading: Reading): boolean {
  const cut = reading.cutShort;
  if (cut === undefined) return false;
  const { text } = trimmed(passage);
  if (text === "") return true;
  const goesOn = text.endsWith("\\");
  if (!goesOn) reading.cutShort = undefined;
  if (cut.told) return true;
  if (!goesOn || /^[$@~]/.test(text)) {
    reading.cutShort = undefined;
    return false;
  }
  cut.told = true;
  reading.report.at(cut.place, {
    rule: "trailing-backslash",
    severity: "error",
    message: `the definition${cut.name === undefined ? "" : ` of ${cut.name}`} ends at ${cut.by}: what follows, up to a line without \\, is no part of it, and left out`,
    hint: "let each of its lines but the last end in \\, with nothing behind it",
  });
  return true;
}
