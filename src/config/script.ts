/**
 * Command lines, keepalived.conf(5) "Quoted strings" and "NOTIFY": SCRIPT [USER [GROUP]], where a
 * SCRIPT with arguments is quoted as a whole and is then split itself.
 */
import type { Script } from "./model.ts";

const ESCAPES: Readonly<Record<string, string>> = {
  a: "\u0007",
  b: "\b",
  E: "\u001b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** Undefined where there is no command. */
export function parseScript(raw: string): Script | undefined {
  const [command, user, group] = outerPieces(raw);
  if (command === undefined) return undefined;
  const [path, ...args] = parseWords(command);
  if (path === undefined || path === "") return undefined;
  return { command: [path, ...args], user: user === undefined ? undefined : { user, group } };
}

/** Splits at blanks outside quotes of either kind; the outermost quotes go, what is inside stays. */
export function outerPieces(raw: string): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < raw.length; ) {
    while (/[ \t]/.test(raw[at] ?? "")) at++;
    const quote = raw[at];
    if (quote === undefined) break;
    if (quote === '"' || quote === "'") {
      const end = closing(raw, at);
      pieces.push(raw.slice(at + 1, end));
      at = end + 1;
    } else {
      const start = at;
      while (at < raw.length && !/[ \t]/.test(raw[at] ?? "")) at++;
      pieces.push(raw.slice(start, at));
    }
  }
  return pieces;
}

/** The index of the quote that closes the one at `at`; the end where none does. */
function closing(raw: string, at: number): number {
  for (let i = at + 1; i < raw.length; i++) {
    if (raw[i] === "\\") i++;
    else if (raw[i] === raw[at]) return i;
  }
  return raw.length;
}

/** One piece of a word: an escape, a quoted run (its own escapes inside), or plain characters. */
const PIECE = /\\[^]{1,3}|"(?:\\[^]|[^"\\])*"?|'(?:\\[^]|[^'\\])*'?|[ \t]+|[^\\"' \t]+|\\$/y;

/** The words of a command, or of any text in its manner: quotes of either kind group, adjacent pieces join, escapes are those of C. */
export function parseWords(command: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < command.length; ) {
    PIECE.lastIndex = at;
    const piece = PIECE.exec(command)?.[0] ?? command.slice(at);
    const first = piece.charAt(0);
    if (first === " " || first === "\t") {
      if (word !== undefined) words.push(word);
      word = undefined;
      at += piece.length;
    } else if (first === "\\") {
      const { text, length } = unescape(command, at + 1);
      word = (word ?? "") + text;
      at += length + 1;
    } else {
      word = (word ?? "") + (isQuote(first) ? unquote(piece) : piece);
      at += piece.length;
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}

const isQuote = (char: string): boolean => char === '"' || char === "'";

function unquote(piece: string): string {
  const closed = piece.length > 1 && piece.endsWith(piece.charAt(0));
  const inner = piece.slice(1, closed ? -1 : undefined);
  let text = "";
  for (let at = 0; at < inner.length; at++) {
    if (inner[at] !== "\\") {
      text += inner[at] ?? "";
      continue;
    }
    const escape = unescape(inner, at + 1);
    text += escape.text;
    at += escape.length;
  }
  return text;
}

/** What an escape means, and how many characters behind the backslash it takes. */
function unescape(text: string, at: number): { readonly text: string; readonly length: number } {
  const rest = text.slice(at, at + 3);
  const octal = /^[0-7]{1,3}/.exec(rest)?.[0];
  if (octal !== undefined)
    return { text: String.fromCharCode(Number.parseInt(octal, 8) & 0xff), length: octal.length };
  const hex = /^x([0-9a-fA-F]{1,2})/.exec(rest)?.[1];
  if (hex !== undefined)
    return { text: String.fromCharCode(Number.parseInt(hex, 16)), length: hex.length + 1 };
  const control = /^c(.)/.exec(rest)?.[1];
  if (control !== undefined)
    return { text: String.fromCharCode(control.charCodeAt(0) & 0x1f), length: 2 };
  const char = text[at] ?? "";
  return { text: ESCAPES[char] ?? char, length: 1 };
}
