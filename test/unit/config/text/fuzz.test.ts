/** Whatever the text: it comes to an end, and every place lies in the file that it names. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { expandText, filesOf } from "./read.ts";

const piece = fc.oneof(
  fc.constantFrom("$A=", "$B= \\\n", "$A", "${A}", "${B}", "$B\n", "${_RANDOM 1 2}", "${", "$"),
  fc.constantFrom("~SEQ(A,2) ", "~SEQx(B,0,9) ", "~LST({A,B},{1,2},{x}) ", "~SEQ(", ")", "~"),
  fc.constantFrom("@x ", "@^x ", "include f\n", "includea f*\n", "include_check ", "include "),
  fc.constantFrom("{", "}", "\n", "\n", "\\\n", '"', "#", "!", "\\", " ", "\t", ",", "\r\n"),
  fc.constantFrom("word", "1", "\u00a0", "\u3000", "é", "😀", "\0", "\ufeff"),
);
const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(""));

test("random pieces of the language", () => {
  fc.assert(
    fc.property(text, text, (main, other) => {
      const files = filesOf({ f: other, conf: main });
      const { diagnostics, placed, sources } = expandText(main, { files, configId: "x" });
      expect(placed.length).toBeLessThan(1_000_000);
      for (const { span } of diagnostics) {
        const line = sources.get(span.file)?.split("\n")[span.line - 1];
        expect(line).toBeDefined();
        expect(span.column).toBeGreaterThanOrEqual(1);
        expect(span.column).toBeLessThanOrEqual((line ?? "").length + 1);
        expect(span.endColumn).toBeGreaterThan(span.column);
      }
      for (const place of placed) expect(place).toMatch(/@(f:)?[1-9]\d*:[1-9]\d*-\d+$/s);
    }),
    { numRuns: 1500 },
  );
});
