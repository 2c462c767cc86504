/** A line of a conf as a terminal shows it: how wide each character is, and what stands for those that would steer it. */

export interface Cell {
  /** What is shown; never a control character. */
  readonly text: string;
  /** Columns of the terminal. */
  readonly width: number;
  /** Where it begins in the line: UTF-16 units, from 0. */
  readonly at: number;
}

const TAB_WIDTH = 4;
/** UAX #11: wide and fullwidth; emoji are shown as wide. */
const WIDE =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]/u;
const ZERO = /[\p{Mn}\p{Me}\p{Cf}]/u;
const CONTROL = /\p{Cc}/u;

/** The cells of a line. */
export function cellsOf(line: string): readonly Cell[] {
  const cells: Cell[] = [];
  let at = 0;
  for (const char of line) {
    cells.push({ ...cellOf(char), at });
    at += char.length;
  }
  return cells;
}

function cellOf(char: string): Omit<Cell, "at"> {
  if (char === "\t") return { text: " ".repeat(TAB_WIDTH), width: TAB_WIDTH };
  if (CONTROL.test(char)) return { text: picture(char), width: 1 };
  if (ZERO.test(char)) return { text: char, width: 0 };
  return { text: char, width: WIDE.test(char) ? 2 : 1 };
}

/** Text without anything that a terminal would act on: a conf must not be able to paint over what is said of it. */
export const harmless = (text: string): string => text.replace(/\p{Cc}/gu, picture);

/** Unicode's pictures of control characters; those beyond ASCII have none. */
function picture(char: string): string {
  const code = char.charCodeAt(0);
  if (code === 0x7f) return "\u2421";
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : "\ufffd";
}
