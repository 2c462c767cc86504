/** Blanks of Unicode that look like one and separate nothing, as they come with text pasted from a page. */
import type { Head, Reader } from "../pieces.ts";
import type { Report } from "../report.ts";

const NAMES: Readonly<Record<string, string>> = {
  "\u0085": "a next-line character",
  "\u00a0": "a no-break space",
  "\u00ad": "a soft hyphen",
  "\u200b": "a zero-width space",
  "\u200c": "a zero-width non-joiner",
  "\u200d": "a zero-width joiner",
  "\u2028": "a line separator",
  "\u2029": "a paragraph separator",
  "\u202f": "a narrow no-break space",
  "\u2060": "a word joiner",
  "\u3000": "a full-width space",
  "\ufeff": "a byte order mark",
};

/** Cheap to ask of a whole file: most have none. */
export const hasOddBlank = (text: string): boolean => ODD.test(text);

const ODD = /[\u0085\u00a0\u00ad\u1680\u2000-\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff]/;

/** Tells of each word outside quotes that holds such a character, before the reader gets it. */
export const tellingOddBlanks = (reader: Reader, report: Report): Reader => ({
  statement(head) {
    reportOddBlanks(head, report);
    reader.statement(head);
  },
  brace: reader.brace,
});

function reportOddBlanks({ keyword, args }: Head, report: Report): void {
  for (const word of [keyword, ...args]) {
    if (word.quoted) continue;
    const [found] = ODD.exec(word.text) ?? [];
    if (found === undefined) continue;
    const code = found.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    report.at(word, {
      rule: "odd-blank",
      severity: "error",
      message: `"${word.text}" holds ${NAMES[found] ?? "an unusual space"} (U+${code}), which is part of the word and separates nothing`,
      hint: 'put an ordinary space in its place; where it is meant, put the word in "quotes"',
      spoils: true,
    });
  }
}
