/** Blanks and quotes of Unicode that look like one and separate or quote nothing, as they come with text pasted from a page. */
import type { Head, Reader, Word } from "../pieces.ts";
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
/** Single, double and low, opening and closing, those of French, and the full-width ones. */
const QUOTES = /[\u2018-\u201f\u00ab\u00bb\uff02\uff07]/;
const OPENING = /^[\u2018-\u201f\u00ab\u00bb\uff02\uff07]/;
const CLOSING = /[\u2018-\u201f\u00ab\u00bb\uff02\uff07]$/;

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

/** Within a word one may be meant: it's an apostrophe. What it does to the rest of the line goes without saying. */
function reportOddQuotes({ keyword, args }: Head, report: Report): void {
  const words = [keyword, ...args];
  const word = words.find(
    ({ text, quoted }) => !quoted && (OPENING.test(text) || CLOSING.test(text)),
  );
  // Of a plain quote that is not closed it has been told.
  if (word === undefined || words.some(isUnclosed)) return;
  const [found = ""] = OPENING.exec(word.text) ?? CLOSING.exec(word.text) ?? [];
  report.lose(withoutQuotes(keyword.text), args[0] && withoutQuotes(args[0].text));
  report.at(word, {
    rule: "odd-quote",
    severity: "error",
    message: `"${word.text}" holds a printer's quote (${codeOf(found)}), which is part of the word and quotes nothing`,
    hint: 'the plain quote is "',
    spoils: "line",
  });
}

/** One with both of its quotes takes two columns more than it has characters. */
const isUnclosed = ({ quoted, text, column, end }: Word): boolean =>
  quoted && end - column < text.length + 2;

const withoutQuotes = (text: string): string => text.replace(OPENING, "").replace(CLOSING, "");

const codeOf = (character: string): string =>
  `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
