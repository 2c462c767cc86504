/** A new conf under running checkers: what did not change keeps what it knows. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { conf, REFUSED, rig, tcpCheck } from "./rig.ts";

test("an unchanged server keeps its state and its rhythm", () => {
  const bench = rig(conf([], { 21: "", 22: "" }));
  bench.live(5000);
  bench.live(20_000, [21]);
  bench.reload(conf([], { 21: "", 22: "" }));
  expect(bench.pool()).toEqual(["22 1"]);
  bench.live(10_000, [21]);
  expect(bench.startsOf(22)).toEqual([0, 10_000, 20_000, 30_000]);
});

test("failures count on: a reload is no new chance", () => {
  const bench = rig(conf([], { 21: "" }));
  bench.live(5000);
  bench.live(6500, [21]);
  bench.reload(conf([], { 21: "weight 2" }));
  bench.live(1000, [21]);
  expect(bench.startsOf(21)).toEqual([0, 10_000, 11_000, 12_000]);
  expect(bench.pool()).toEqual([]);
});

test("another delay_loop counts from the next check on, and forgets nothing", () => {
  const bench = rig(conf([], { 21: "" }));
  bench.live(5000);
  bench.live(20_000, [21]);
  bench.reload(conf([], { 21: "delay_loop 2" }));
  expect(bench.pool()).toEqual([]);
  bench.live(14_000, [21]);
  expect(bench.startsOf(21).slice(-4)).toEqual([32_000, 34_000, 36_000, 38_000]);
});

describe("a check that asks something else", () => {
  test.each([[[]], [["alpha"]]])("leaves a server in that was in, with %j", (lines) => {
    const bench = rig(conf(lines, { 21: tcpCheck(80, 5) }), () => 0.5);
    bench.live(5000);
    bench.reload(conf(lines, { 21: tcpCheck(81, 5) }));
    expect(bench.pool()).toEqual(["21 1"]);
    bench.live(2600);
    expect(bench.pool()).toEqual(["21 1"]);
  });
  test("takes it out with its first failure", () => {
    const bench = rig(conf([], { 21: tcpCheck(80, 5) }), () => 0.5);
    bench.live(5000);
    bench.reload(conf([], { 21: tcpCheck(81, 5) }));
    bench.live(2600, [21]);
    expect(bench.pool()).toEqual([]);
  });
  test("with alpha leaves a server out that was out, until it has answered", () => {
    const bench = rig(conf(["alpha"], { 21: tcpCheck(80, 5) }), () => 0.5);
    bench.live(5000, [21]);
    bench.reload(conf(["alpha"], { 21: tcpCheck(81, 5) }));
    expect(bench.pool()).toEqual([]);
    bench.live(2600);
    expect(bench.pool()).toEqual(["21 1"]);
  });
});

test("a server whose failing check is gone is back, and told so", () => {
  const bench = rig(conf([], { 21: tcpCheck(80) + tcpCheck(81) }));
  bench.live(500, [21]);
  bench.reload(conf([], { 21: "weight 4\nHTTP_GET {\nurl {\npath /\n}\n}" }));
  expect(bench.pool()).toEqual(["21 4"]);
  expect(bench.notices.slice(-2)).toMatchObject([
    { type: "server.up", realServer: "192.0.2.21:80", weight: 4 },
    { type: "quorum.gained" },
  ]);
});

test("a server that joins under alpha waits outside", () => {
  const bench = rig(conf(["alpha"], { 21: "" }));
  bench.live(5000);
  bench.reload(conf(["alpha"], { 21: "", 22: "" }));
  expect(bench.pool()).toEqual(["21 1"]);
  bench.live(100);
  expect(bench.pool()).toEqual(["21 1", "22 1"]);
});

test("a server that leaves while it is up is told, one that was down anyway is not", () => {
  const bench = rig(conf([], { 21: "", 22: "", 23: "" }));
  bench.live(5000, [22]);
  const { length } = bench.notices;
  bench.reload(conf([], { 23: "" }));
  expect(bench.notices.slice(length)).toMatchObject([
    { type: "server.down", realServer: "192.0.2.21:80", reason: "removed" },
  ]);
});

test("a virtual server that leaves takes its servers along", () => {
  const bench = rig(conf([], { 21: "" }));
  bench.live(5000);
  bench.reload(
    conf([], { 21: "" }).replace("virtual_server 192.0.2.1", "virtual_server 192.0.2.2"),
  );
  bench.live(5000);
  expect(bench.notices).toContainEqual(
    expect.objectContaining({ type: "server.down", virtualServer: "TCP 192.0.2.1:80" }),
  );
  expect(bench.startsOf(21)).toEqual([0, 5000]);
});

test("a quorum that is raised above what is left is lost at once", () => {
  const servers = { 21: "", 22: "" };
  const bench = rig(conf(["sorry_server 192.0.2.99 80"], servers));
  bench.live(5000, [21]);
  bench.reload(conf(["quorum 2", "sorry_server 192.0.2.99 80"], servers));
  expect(bench.pool()).toEqual(["99 1"]);
  expect(bench.notices.at(-1)).toMatchObject({ type: "quorum.lost", weight: 1, quorum: 2 });
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

test("an answer to a probe whose server has left finds nobody, not even the server come back", () => {
  const bench = rig(conf([], { 21: "", 22: "" }));
  const late = { type: "probeDone", id: 1, outcome: { ok: false, failure: REFUSED } } as const;
  expect(bench.asked()[0]?.host).toBe(21);
  bench.reload(conf([], { 22: "" }));
  expect(bench.asked().map(({ host }) => host)).toEqual([22]);
  bench.feed(late);
  bench.live(30_000);
  expect(bench.startsOf(21)).toEqual([0]);
  bench.reload(conf([], { 21: "", 22: "" }));
  bench.feed(late);
  expect(bench.pool()).toEqual(["21 1", "22 1"]);
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
  expect(fc.check(run, { numRuns: 300 }).counterexample).toBeNull();
});
