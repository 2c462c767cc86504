/** The pieces of a passage, each at the place that its characters came from. */
import type { Place } from "../diagnostic.ts";
import { createLexer } from "../lexer.ts";
import type { Reader, Word } from "../pieces.ts";
import type { Report } from "../report.ts";
import type { Vocabulary } from "../vocabulary.ts";
import { hasOddSign, tellingOddSigns } from "./odd-signs.ts";
import { type Passage, placeIn } from "./passage.ts";

/** What the lexer has to say about an offset, it says about the place of it. Answers whether there are any. */
export function lexPassage(
  passage: Passage,
  vocabulary: Vocabulary,
  report: Report,
  reader: Reader,
): boolean {
  const { text } = passage;
  const placeOf = ({ column, end }: Place): Place => placeIn(passage, column - 1, end - 1);
  const movedWord = (word: Word): Word => ({ ...word, ...placeOf(word) });
  const movingReport: Report = {
    ...report,
    at: (place, finding) => {
      report.at(placeOf(place), finding);
    },
  };
  const to = hasOddSign(text) ? tellingOddSigns(reader, report) : reader;
  const moving: Reader = {
    statement(head) {
      const { keyword, args } = head;
      to.statement({ ...head, keyword: movedWord(keyword), args: args.map(movedWord) });
    },
    brace(brace) {
      to.brace({ ...brace, ...placeOf(brace) });
    },
  };
  const lex = createLexer({ file: "", text }, vocabulary, movingReport, moving);
  return lex({ number: 0, start: 0, from: 0, to: text.length });
}
