/** Copies of drafts further down in the text. */
import { expect, test } from "vitest";
import { copiesOf } from "../../../src/config/schema/copies.ts";

const word = { text: "a", quoted: false, file: "conf", line: 3, column: 5, end: 6 };

test("places move, and nothing else is copied", () => {
  const plain = { list: [1, 2] };
  const draft = {
    keyword: word,
    checks: [{ keyword: word, plain }, { plain }],
    plain,
    none: undefined,
  };
  const copy = copiesOf(draft)?.(10);
  const moved = { ...word, line: 13 };
  expect(copy).toEqual({
    keyword: moved,
    checks: [{ keyword: moved, plain }, { plain }],
    plain,
    none: undefined,
  });
  expect(Object.values(copy ?? {})).toContain(plain);
  expect(draft.keyword.line).toBe(3);
});

test("of what may hide a place there are none", () => {
  expect(copiesOf({ places: new Map([["weight", word]]) })).toBeUndefined();
  expect(copiesOf({ list: [{ where: (): object => word }] })).toBeUndefined();
});
