/** The effective conf as a conf: what was not said is marked, and what cannot be written is a comment. */
import { roomIn } from "../text/physical-lines.ts";
import type { Shown } from "./effective.ts";

const INDENT = "    ";

/** In canonical layout, with a newline at the end. */
export const showText = (conf: readonly Shown[]): string =>
  conf
    .flatMap((each, index) => [...gap(conf[index - 1], each), ...lines(each, "")])
    .map((line) => `${line}\n`)
    .join("");

/** Between blocks, and around them. */
const gap = (before: Shown | undefined, after: Shown): readonly string[] =>
  before === undefined || (before.body === undefined && after.body === undefined) ? [] : [""];

function lines(shown: Shown, indent: string): readonly string[] {
  const { keyword, args, raw, origin, writable, literal, body, entry } = shown;
  const words = [quoted(keyword), raw ?? args.map(quoted).join(" ")].filter((word) => word !== "");
  const text = words.join(" ");
  const notes = [
    literal ? (origin ?? []) : [],
    entry?.inEffect === false ? "not acted on yet" : [],
  ].flat();
  const note = notes.length === 0 ? "" : ` # ${notes.join(", ")}`;
  if (body === undefined) {
    if (!literal) return [`${indent}# ${keyword}: ${args.join(" ")}${note}`];
    return [fitted(indent, `${writable ? "" : "# "}${text}`, note)];
  }
  const inner = body.flatMap((each) => lines(each, indent + INDENT));
  return [fitted(indent, `${text} {`, note), ...inner, `${indent}}`];
}

/** What would be too long to be read goes without its note, and indented no further than there is room. */
function fitted(indent: string, text: string, note: string): string {
  const whole = `${indent}${text}${note}`;
  if (roomIn(whole) >= 0) return whole;
  return indent.slice(0, Math.max(0, roomIn(text))) + text;
}

/** In quotes where it would not be one word without. */
const quoted = (word: string): string =>
  word === "" || /[\s#!{}]/.test(word) ? `"${word}"` : word;
