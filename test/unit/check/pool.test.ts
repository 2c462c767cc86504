/** keepalived.conf(5), virtual_server: who is forwarded to, and what quorum and sorry server do. */
import { describe, expect, test } from "vitest";
import { conf, rig, tcpCheck } from "./rig.ts";

const NO_CHECKS = `virtual_server 192.0.2.1 80 {
  protocol TCP
  real_server 192.0.2.21 80 {
  }
}`;
const UP = 5000;
const LONG = 30_000;

describe("a server that is down", () => {
  test("leaves the pool", () => {
    const bench = rig(conf([], { 21: "weight 3", 22: "weight 5" }));
    bench.live(UP);
    bench.live(LONG, [21]);
    expect(bench.pool()).toEqual(["22 5"]);
  });
  test("stays with weight 0 by inhibit_on_failure, so that its connections live", () => {
    const bench = rig(conf([], { 21: "inhibit_on_failure", 22: "" }));
    bench.live(UP);
    bench.live(LONG, [21]);
    expect(bench.pool()).toEqual(["21 0", "22 1"]);
    bench.live(LONG);
    expect(bench.pool()).toEqual(["21 1", "22 1"]);
  });
  test("is one of whose checks one fails, until the last of them is well", () => {
    const bench = rig(conf([], { 21: tcpCheck(80) + tcpCheck(81) }));
    bench.live(UP);
    expect(bench.pool()).toEqual(["21 1"]);
    bench.live(LONG, [81]);
    expect(bench.pool()).toEqual([]);
    bench.live(LONG, [80]);
    expect(bench.pool()).toEqual([]);
    bench.live(LONG);
    expect(bench.pool()).toEqual(["21 1"]);
  });
  test("is none that has no checks", () => {
    const bench = rig(NO_CHECKS);
    bench.live(LONG, [21]);
    expect(bench.pool()).toEqual(["21 1"]);
  });
  test("is told with the virtual server and the server that it is", () => {
    const bench = rig(conf([], { 21: "", 22: "inhibit_on_failure" }));
    bench.live(UP);
    bench.live(LONG, [21, 22]);
    const names = { virtualServer: "TCP 192.0.2.1:80", reason: "check" };
    expect(bench.notices.filter(({ type }) => type === "server.down")).toEqual([
      { type: "server.down", ...names, realServer: "192.0.2.21:80", inhibited: false },
      { type: "server.down", ...names, realServer: "192.0.2.22:80", inhibited: true },
    ]);
  });
});

describe("the sorry server", () => {
  const lines = ["sorry_server 192.0.2.99 80"];
  test("takes over when nobody is left, and leaves when somebody is back", () => {
    const bench = rig(conf(lines, { 21: "", 22: "" }));
    bench.live(UP);
    bench.live(LONG, [21, 22]);
    expect(bench.pool()).toEqual(["99 1"]);
    bench.live(LONG, [22]);
    expect(bench.pool()).toEqual(["21 1"]);
    expect(
      bench.notices.map(({ type }) => type).filter((type) => type.startsWith("quorum")),
    ).toEqual(["quorum.lost", "quorum.gained"]);
  });
  test("serves from the start where every server has yet to answer", () => {
    const bench = rig(conf(["alpha", ...lines], { 21: "" }));
    expect(bench.pool()).toEqual(["99 1"]);
    expect(bench.notices.map(({ type }) => type)).toEqual(["quorum.lost"]);
    bench.live(UP);
    expect(bench.pool()).toEqual(["21 1"]);
  });
  test("stands beside those that inhibit_on_failure keeps with weight 0", () => {
    const bench = rig(conf(lines, { 21: "inhibit_on_failure" }));
    bench.live(UP);
    bench.live(LONG, [21]);
    expect(bench.pool()).toEqual(["21 0", "99 1"]);
  });
  test("is not needed while one server lives", () => {
    const bench = rig(conf(lines, { 21: "", 22: "" }));
    bench.live(UP);
    bench.live(LONG, [21]);
    expect(bench.pool()).toEqual(["22 1"]);
  });
});

describe("quorum", () => {
  const servers = { 21: "weight 1", 22: "weight 1", 23: "weight 1" };
  test("counts weights: below it the sorry server serves, though servers live", () => {
    const bench = rig(conf(["quorum 2", "sorry_server 192.0.2.99 80"], servers));
    bench.live(UP);
    bench.live(LONG, [21]);
    expect(bench.pool()).toEqual(["22 1", "23 1"]);
    bench.live(LONG, [21, 22]);
    expect(bench.pool()).toEqual(["99 1"]);
  });
  test("with hysteresis is lost below quorum - hysteresis, and gained at quorum + hysteresis", () => {
    const lines = ["quorum 2", "hysteresis 1", "sorry_server 192.0.2.99 80"];
    const bench = rig(conf(lines, servers));
    bench.live(UP);
    bench.live(LONG, [21, 22]);
    expect(bench.pool()).toEqual(["23 1"]);
    bench.live(LONG, [21, 22, 23]);
    expect(bench.pool()).toEqual(["99 1"]);
    bench.live(LONG, [21]);
    expect(bench.pool()).toEqual(["99 1"]);
    bench.live(LONG);
    expect(bench.pool()).toEqual(["21 1", "22 1", "23 1"]);
  });
  test("a server of weight 0 lives, but counts for nothing", () => {
    const bench = rig(conf(["sorry_server 192.0.2.99 80"], { 21: "weight 0", 22: "" }));
    bench.live(UP);
    expect(bench.pool()).toEqual(["21 0", "22 1"]);
    bench.live(LONG, [22]);
    expect(bench.pool()).toEqual(["99 1"]);
  });
  test("without a sorry server the living go on serving", () => {
    const bench = rig(conf(["quorum 3"], servers));
    bench.live(UP);
    bench.live(LONG, [21]);
    expect(bench.pool()).toEqual(["22 1", "23 1"]);
  });
});
