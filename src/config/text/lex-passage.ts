/** The tokens of a passage, each at the place that its characters came from. */
import type { Place } from "../diagnostic.ts";
import { type Line, lexLine, type Token } from "../lexer.ts";
import type { Report } from "../report.ts";
import { hasOddBlank, reportOddBlanks } from "./odd-blanks.ts";
import { type Passage, placeIn } from "./passage.ts";

/** What the lexer has to say about an offset, it says about the place of it. */
export function lexPassage(passage: Passage, report: Report): Line {
  const { text } = passage;
  const moved = ({ column, end }: Place): Place => placeIn(passage, column - 1, end - 1);
  const moving: Report = {
    ...report,
    at: (place, finding) => {
      report.at(moved(place), finding);
    },
  };
  const line = lexLine("", text, 0, moving);
  const tokens = line.tokens.map((token): Token => ({ ...token, ...moved(token) }));
  const lexed = { ...line, tokens };
  if (hasOddBlank(text)) reportOddBlanks(lexed, report);
  return lexed;
}
