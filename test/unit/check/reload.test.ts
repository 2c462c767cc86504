/** A new conf under running checkers: what did not change keeps what it knows. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { conf, REFUSED, rig } from "./rig.ts";

test("an unchanged server keeps its state and its rhythm", () => {
  const bench = rig(conf([], { 21: "", 22: "" }));
  bench.live(5000);
  bench.live(20_000, [21]);
  const before = bench.startsOf(22).length;
  bench.reload(conf([], { 21: "", 22: "" }));
  expect(bench.pool()).toEqual(["22 1"]);
  expect(bench.startsOf(22)).toHaveLength(before);
});

test("another weight is taken over, up or down", () => {
  const bench = rig(conf([], { 21: "", 22: "" }));
  bench.live(5000);
  bench.live(20_000, [21]);
  bench.reload(conf([], { 21: "weight 7", 22: "weight 9" }));
  expect(bench.pool()).toEqual(["22 9"]);
  bench.live(20_000);
  expect(bench.pool()).toEqual(["21 7", "22 9"]);
});

test("a server that joins is asked, one that leaves is asked no more", () => {
  const bench = rig(conf([], { 21: "", 22: "" }));
  bench.live(5000);
  bench.reload(conf([], { 22: "", 23: "" }));
  bench.live(30_000);
  expect(bench.pool()).toEqual(["22 1", "23 1"]);
  expect(bench.startsOf(21).every((at) => at <= 5000)).toBe(true);
  expect(bench.startsOf(23).length).toBeGreaterThan(1);
});

test("an answer to a probe whose server has left finds nobody", () => {
  const bench = rig(conf([], { 21: "", 22: "" }));
  bench.reload(conf([], { 22: "" }));
  expect(bench.asked().map(({ host }) => host)).toEqual([22]);
  bench.feed({ type: "probeDone", id: 1, outcome: { ok: false, failure: REFUSED } });
  expect(bench.pool()).toEqual(["22 1"]);
});

test("after a stop nothing is asked, and nothing is left", () => {
  const bench = rig(conf([], { 21: "", 22: "" }));
  bench.live(5000);
  bench.feed({ type: "stop" });
  bench.live(60_000);
  expect(bench.pool()).toEqual([]);
  expect(bench.startsOf(21)).toEqual([0]);
});

/** Whatever happens, each server is either being asked or will be. */
test("no sequence of outcomes and reloads loses a server", () => {
  const texts = [
    conf([], { 21: "", 22: "" }),
    conf([], { 21: "weight 2", 22: "inhibit_on_failure" }),
  ];
  const event = fc.oneof(
    fc.record({
      type: fc.constant("answer" as const),
      host: fc.constantFrom(21, 22),
      ok: fc.boolean(),
    }),
    fc.record({ type: fc.constant("next" as const) }),
    fc.record({ type: fc.constant("reload" as const), which: fc.nat(1) }),
  );
  const run = fc.property(fc.array(event, { maxLength: 60 }), (events) => {
    const bench = rig(texts[0] ?? "");
    for (const each of events) {
      if (each.type === "answer") bench.answer(each.host, each.ok ? undefined : REFUSED);
      else if (each.type === "next") bench.next();
      else bench.reload(texts[each.which] ?? "");
    }
    const before = [21, 22].map((host) => bench.startsOf(host).length);
    bench.live(30_000);
    bench.live(30_000);
    const after = [21, 22].map((host) => bench.startsOf(host).length);
    return bench.pool().length === 2 && after.every((count, i) => count > (before[i] ?? 0));
  });
  fc.assert(run, { numRuns: 300 });
  expect(texts).toHaveLength(2);
});
