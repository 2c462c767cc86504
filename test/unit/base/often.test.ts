/** Counting by a number of the characters must find exactly what counting the texts finds. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { often as oftenOf } from "../../../src/base/often.ts";

const often = (texts: readonly string[], times: number): ReadonlySet<string> =>
  oftenOf((tell) => {
    texts.forEach(tell);
  }, times);

function counted(texts: readonly string[], times: number): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return new Set([...counts].flatMap(([text, count]) => (count >= times ? [text] : [])));
}

test("finds what an exact count finds", () => {
  const text = fc.oneof(fc.constantFrom("10.0.0.1", "10.0.0.2", "::1", ""), fc.string());
  fc.assert(
    fc.property(
      fc.array(text, { maxLength: 60 }),
      fc.integer({ min: 1, max: 5 }),
      (texts, times) => {
        expect(often(texts, times)).toEqual(counted(texts, times));
      },
    ),
  );
});

test("texts that share a count are told apart", () => {
  const texts = Array.from(
    { length: 200_000 },
    (_, at) => `10.${at >> 16}.${(at >> 8) & 255}.${at & 255}`,
  );
  expect(often(texts, 3).size).toBe(0);
  expect(often([...texts, ...texts.slice(0, 2), ...texts.slice(0, 1)], 3)).toEqual(
    new Set(["10.0.0.0"]),
  );
});

test("what comes up more often than a count can hold is found", () => {
  expect(
    often(
      Array.from({ length: 1000 }, () => "a"),
      255,
    ),
  ).toEqual(new Set(["a"]));
});
