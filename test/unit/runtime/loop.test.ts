import { describe, expect, test } from "vitest";
import { type Millis, millis } from "../../../src/base/time.ts";
import type { Director } from "../../../src/director/director.ts";
import { createLoop } from "../../../src/runtime/loop.ts";

/** A director that records what it is fed, and answers with what the test says. */
function recorder(answers: (inputs: readonly string[]) => readonly string[]): {
  director: Director<string, string>;
  fed: (readonly string[])[];
  due: { at: Millis | undefined };
} {
  const fed: (readonly string[])[] = [];
  const due: { at: Millis | undefined } = { at: undefined };
  return {
    fed,
    due,
    director: {
      step: (inputs) => {
        fed.push(inputs);
        return answers(inputs);
      },
      deadline: () => due.at,
    },
  };
}

describe("a turn of the loop", () => {
  test("hands over all that has arrived together, in order of arrival", () => {
    const { director, fed } = recorder(() => []);
    const loop = createLoop({ director, clock: { now: () => millis(0) }, perform: () => [] });
    loop.push("a");
    loop.push("b");
    loop.turn();
    expect(fed).toEqual([["a", "b"]]);
  });

  test("steps the director though nothing has arrived, since a deadline may be due", () => {
    const { director, fed } = recorder(() => []);
    createLoop({ director, clock: { now: () => millis(0) }, perform: () => [] }).turn();
    expect(fed).toEqual([[]]);
  });

  test("hands results of outputs back before it rests, and what arrives meanwhile with them", () => {
    const { director, fed } = recorder((inputs) => (inputs.includes("go") ? ["add"] : []));
    const loop = createLoop<string, string>({
      director,
      clock: { now: () => millis(0) },
      perform: (outputs) => {
        if (outputs.length > 0) loop.push("news");
        return outputs.map((output) => `${output} done`);
      },
    });
    loop.push("go");
    loop.turn();
    expect(fed).toEqual([["go"], ["add done", "news"]]);
  });

  test("answers the director's deadline", () => {
    const { director, due } = recorder(() => []);
    due.at = millis(70);
    const loop = createLoop({ director, clock: { now: () => millis(0) }, perform: () => [] });
    expect(loop.turn()).toBe(70);
  });

  test("refuses to spin when a director and its ports never come to rest", () => {
    const { director } = recorder(() => ["again"]);
    const loop = createLoop({ director, clock: { now: () => millis(0) }, perform: (o) => o });
    expect(() => loop.turn()).toThrow(/come to rest/);
  });
});

const lateBy = (late: number): readonly (readonly string[])[] => {
  const { director, fed, due } = recorder(() => []);
  due.at = millis(100);
  const loop = createLoop({
    director,
    clock: { now: () => millis(100 + late) },
    perform: () => [],
    stalled: (lasted) => [`stalled ${lasted}`],
  });
  loop.push("packet");
  loop.turn();
  return fed;
};

describe("a turn that comes late", () => {
  test("is told to the director before what arrived meanwhile", () => {
    expect(lateBy(2000)).toEqual([["stalled 2000", "packet"]]);
  });

  test("is no stall within the scheduler's everyday grain", () => {
    expect(lateBy(20)).toEqual([["packet"]]);
  });
});
