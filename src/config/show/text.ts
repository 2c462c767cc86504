/** The effective conf as a conf: what was not said is marked, and what cannot be written is a comment. */
import type { Shown } from "./effective.ts";

const INDENT = "    ";

/** In canonical layout, with a newline at the end. */
export const showText = (conf: readonly Shown[]): string =>
  conf.length === 0 ? "" : `${conf.map((each) => lines(each, "").join("\n")).join("\n\n")}\n`;

function lines(shown: Shown, indent: string): readonly string[] {
  const { keyword, args, raw, origin, writable, literal, body, entry } = shown;
  const words = [quoted(keyword), raw ?? args.map(quoted).join(" ")].filter((word) => word !== "");
  const text = words.join(" ");
  if (body === undefined) {
    if (!literal) return [`${indent}# ${keyword}: ${args.join(" ")}`];
    if (!writable) return [`${indent}# ${text} # ${origin ?? ""}`];
    const note = origin ?? (entry?.inEffect === false ? "not acted on yet" : undefined);
    return [`${indent}${text}${note === undefined ? "" : ` # ${note}`}`];
  }
  const inner = body.flatMap((each) => lines(each, indent + INDENT));
  return [`${indent}${text} {`, ...inner, `${indent}}`];
}

/** In quotes where it would not be one word without. */
const quoted = (word: string): string =>
  word === "" || /[\s#!{}]/.test(word) ? `"${word}"` : word;
