/** The lines of a conf that is to be written, and words that are safe in it. */

export type Item =
  | { readonly type: "line"; readonly text: string }
  | { readonly type: "comment"; readonly text: string }
  | { readonly type: "gap" }
  | { readonly type: "block"; readonly head: string; readonly body: readonly Item[] };

export const line = (...words: readonly (string | number)[]): Item => ({
  type: "line",
  text: words.join(" "),
});

export const comment = (text: string): Item => ({ type: "comment", text: text.trimEnd() });

export const gap: Item = { type: "gap" };

export const block = (head: string, body: readonly Item[]): Item => ({ type: "block", head, body });

/** Lines in the canonical layout, four blanks a level. */
export function* writeItems(items: readonly Item[], depth = 0): Generator<string> {
  const indent = "    ".repeat(depth);
  for (const item of items) {
    if (item.type === "gap") yield "";
    else if (item.type === "comment") yield `${indent}# ${item.text}`;
    else if (item.type === "line") yield indent + item.text;
    else {
      yield `${indent}${item.head} {`;
      yield* writeItems(item.body, depth + 1);
      yield `${indent}}`;
    }
  }
}

const LONGEST_WORD = 500;
const BARE = /^[\w./:?&=+,;%*~^()|<>@-]+$/;
/** What would be replaced, or end the quotes or the line. */
// oxlint-disable-next-line no-control-regex -- they have no place in a conf
const UNSAFE = /["\u0000-\u001f\u007f\ufeff\u2028\u2029]|\$[{A-Za-z_]|\\$/;

/** A word of a conf that reads as `text`; undefined where there is none. */
export function wordOf(text: string): string | undefined {
  if (text.length > LONGEST_WORD || UNSAFE.test(text)) return undefined;
  return BARE.test(text) && !/^[~@]/.test(text) ? text : `"${text}"`;
}

const LONGEST_QUOTE = 80;

/** Foreign text in a message or comment: one line, not too long, nothing that a terminal would obey. */
export function shown(text: string): string {
  if (text === "") return "nothing";
  // oxlint-disable-next-line no-control-regex -- these are what is taken out
  const clean = text.replace(/[\u0000-\u001f\u007f-\u009f\ufeff\u2028\u2029]/g, "?");
  return clean.length > LONGEST_QUOTE ? `${clean.slice(0, LONGEST_QUOTE)}...` : clean;
}
