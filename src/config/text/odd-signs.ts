/** Blanks and quotes of Unicode that look like one and separate or quote nothing, as they come with text pasted from a page. */
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
export const hasOddSign = (text: string): boolean => ODD.test(text) || QUOTES.test(text);

const ODD = /[\u0085\u00a0\u00ad\u1680\u2000-\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff]/;
/** Single, double and low, opening and closing. */
const QUOTES = /[\u2018-\u201f]/;
const OPENING = /^[\u2018-\u201f]/;
const CLOSING = /[\u2018-\u201f]$/;

/** Tells of each word outside quotes that holds such a blank, and of the first such quote of a line, before the reader gets it. */
export const tellingOddSigns = (reader: Reader, report: Report): Reader => ({
  statement(head) {
    reportOddBlanks(head, report);
    reportOddQuotes(head, report);
    reader.statement(head);
  },
  brace: reader.brace,
});

function reportOddBlanks({ keyword, args }: Head, report: Report): void {
  for (const word of [keyword, ...args]) {
    if (word.quoted) continue;
    const [found] = ODD.exec(word.text) ?? [];
    if (found === undefined) continue;
    report.at(word, {
      rule: "odd-blank",
      severity: "error",
      message: `"${word.text}" holds ${NAMES[found] ?? "an unusual space"} (${codeOf(found)}), which is part of the word and separates nothing`,
      hint: 'put an ordinary space in its place; where it is meant, put the word in "quotes"',
      spoils: true,
    });
  }
}

/** Within a word one may be meant: it's an apostrophe. */
function reportOddQuotes({ keyword, args }: Head, report: Report): void {
  const word = [keyword, ...args].find(
    ({ text, quoted }) => !quoted && (OPENING.test(text) || CLOSING.test(text)),
  );
  if (word === undefined) return;
  const [found = ""] = OPENING.exec(word.text) ?? CLOSING.exec(word.text) ?? [];
  report.at(word, {
    rule: "odd-quote",
    severity: "error",
    message: `"${word.text}" holds a printer's quote (${codeOf(found)}), which is part of the word and quotes nothing`,
    hint: "plain quotes: \" or '",
    spoils: true,
  });
}

const codeOf = (character: string): string =>
  `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
