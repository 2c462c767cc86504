/** The lab's own arithmetic and words: what the demo shows must be what happened. */
import { describe, expect, test } from "vitest";
import { longestGap, tally } from "../lab/answers.ts";
import { paintFor, show } from "../lab/screen.ts";

const at = (...times: readonly number[]): readonly { ended: number; ms: number; by: string }[] =>
  times.map((ended) => ({ ended, ms: 1, by: "rs1" }));

describe("the longest gap", () => {
  test("lies between two answers", () => {
    expect(longestGap(at(100, 200, 900, 1000), 100, 1000)).toBe(700);
  });
  test("is not ended by a failure", () => {
    const failed = { ended: 500, ms: 1, why: "ECONNREFUSED" };
    expect(longestGap([...at(100, 900), failed], 100, 900)).toBe(800);
  });
  test("counts to the end when nothing answers any more", () => {
    expect(longestGap(at(100), 100, 5000)).toBe(4900);
  });
  test("does not mind answers out of order", () => {
    expect(longestGap(at(900, 100, 500), 100, 900)).toBe(400);
  });
});

test("a tally counts words and leaves gaps out", () => {
  expect(tally(["rs1", undefined, "rs2", "rs1"])).toEqual({ rs1: 2, rs2: 1 });
});

describe("without a terminal", () => {
  const plain = paintFor(false);
  test("a second is one plain line, with a mark for each request", () => {
    const second = {
      type: "second",
      ok: 3,
      failed: 1,
      by: { rs2: 2, rs1: 1 },
      why: { refused: 1 },
    };
    expect(show({ ...second, type: "second", at: 61_500 }, plain)).toEqual([
      "01:01.5    requests ###x                     3 ok  rs1 1, rs2 2  1 failed (refused 1)",
    ]);
  });
  test("a check that failed says so, and why", () => {
    const check = { type: "check", name: "lb2 takes over", ok: false, detail: "not within 5 s" };
    expect(show({ ...check, type: "check", at: 0 }, plain)).toEqual([
      "00:00.0 FAIL lb2 takes over: not within 5 s",
    ]);
  });
  test("no line carries an escape", () => {
    const lines = show({ type: "step", at: 0, text: "rs1 stops" }, plain);
    expect(lines.join("")).not.toContain("\u001b");
    expect(show({ type: "step", at: 0, text: "rs1 stops" }, paintFor(true)).join("")).toContain(
      "\u001b[1m",
    );
  });
});
