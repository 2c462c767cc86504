/** keepalived.conf(5), "Healthcheckers": when a server is asked, and how many failures count. */
import { describe, expect, test } from "vitest";
import { conf, REFUSED, rig } from "./rig.ts";

const ONE = conf([], { 21: "" });

describe("a server that answers", () => {
  test("is asked every delay_loop, counted from when it was due", () => {
    const bench = rig(ONE);
    bench.live(35_000);
    expect(bench.startsOf(21)).toEqual([0, 10_000, 20_000, 30_000]);
  });
  test("is asked in the same rhythm though its answers take their time", () => {
    const bench = rig(ONE);
    bench.pass(2500);
    bench.answer(21);
    expect(bench.deadline()).toBe(10_000);
  });
  test("has delay_loop to itself where an answer takes longer than that", () => {
    const bench = rig(ONE);
    bench.pass(12_000);
    bench.answer(21);
    expect(bench.deadline()).toBe(22_000);
  });
  test("is asked anew after it has answered, never twice at a time", () => {
    const bench = rig(ONE);
    bench.next();
    expect(bench.asked()).toHaveLength(1);
    expect(bench.deadline()).toBeUndefined();
    bench.answer(21);
    expect(bench.deadline()).toBe(10_000);
  });
  test("is told up once, not each time", () => {
    const bench = rig(ONE);
    bench.live(60_000);
    expect(bench.notices.map(({ type }) => type)).toEqual(["check.up"]);
  });
});

const failing = (): ReturnType<typeof rig> => {
  const bench = rig(ONE);
  bench.live(5000);
  bench.live(20_000, [21]);
  return bench;
};

describe("a server that was up and fails", () => {
  test("is retried `retry` times, each after delay_before_retry, then asked every delay_loop", () => {
    expect(failing().startsOf(21)).toEqual([0, 10_000, 11_000, 12_000, 22_000]);
  });
  test("is out after the last of them, and told with the number of failures", () => {
    const bench = failing();
    expect(bench.pool()).toEqual([]);
    const down = bench.notices.filter(({ type }) => type === "check.down");
    expect(down).toMatchObject([{ attempts: 3, failure: REFUSED, initial: false }]);
  });
  test("stays while a retry may still succeed", () => {
    const bench = rig(ONE);
    bench.live(5000);
    bench.live(6500, [21]);
    expect(bench.pool()).toEqual(["21 1"]);
    bench.live(5000);
    expect(bench.pool()).toEqual(["21 1"]);
    expect(bench.notices.map(({ type }) => type)).toEqual(["check.up"]);
  });
  test("is back with its first success", () => {
    const bench = failing();
    bench.live(10_000);
    expect(bench.pool()).toEqual(["21 1"]);
    expect(bench.notices.map(({ type }) => type)).toContain("server.up");
  });
});

test("the very first failure counts at once: nothing is known in its favour", () => {
  const bench = rig(ONE);
  bench.live(500, [21]);
  expect(bench.pool()).toEqual([]);
});

describe("alpha", () => {
  test("keeps a server out until it has answered", () => {
    const bench = rig(conf(["alpha"], { 21: "" }));
    expect(bench.pool()).toEqual([]);
    bench.live(100);
    expect(bench.pool()).toEqual(["21 1"]);
  });
  test("without it a server is in from the start", () => {
    expect(rig(ONE).pool()).toEqual(["21 1"]);
  });
});

test("first probes are spread over warmup", () => {
  const dice = [0.1, 0.9];
  const text = conf([], { 21: "", 22: "" }).replaceAll("warmup 0", "warmup 10");
  const bench = rig(text, () => dice.shift() ?? 0);
  bench.live(9500);
  expect(bench.startsOf(21)[0]).toBeCloseTo(1000, 6);
  expect(bench.startsOf(22)[0]).toBeCloseTo(9000, 6);
});

test("trouble of our own machine says nothing about the server, and is told once each time it comes", () => {
  const bench = rig(ONE);
  bench.live(5000);
  for (let i = 0; i < 5; i++) {
    bench.next();
    bench.answer(21, { type: "local", detail: "EMFILE" });
  }
  expect(bench.pool()).toEqual(["21 1"]);
  expect(bench.notices.filter(({ type }) => type === "check.local")).toHaveLength(1);
  bench.next();
  bench.answer(21);
  bench.next();
  bench.answer(21, { type: "local", detail: "EMFILE" });
  expect(bench.notices.filter(({ type }) => type === "check.local")).toHaveLength(2);
});

const pathsOf = (bench: ReturnType<typeof rig>): readonly (string | undefined)[] =>
  bench.asked().map(({ probe }) => (probe.type === "http" ? probe.url.path : undefined));

describe("HTTP_GET with two urls", () => {
  const GET = `HTTP_GET {
    url {
      path /a
      status_code 200
    }
    url {
      path /b
      status_code 200
    }
    connect_timeout 3
    retry 1
    delay_before_retry 1
    warmup 0
  }`;
  test("asks one after the other", () => {
    const bench = rig(conf([], { 21: GET }));
    const seen: (string | undefined)[] = [];
    for (let i = 0; i < 4; i++) {
      seen.push(...pathsOf(bench));
      bench.answer(21);
      bench.next();
    }
    expect(seen).toEqual(["/a", "/b", "/a", "/b"]);
  });
  test("names the one that failed", () => {
    const bench = rig(conf([], { 21: GET }));
    bench.answer(21);
    bench.next();
    bench.answer(21, { type: "status", got: 503, expected: [{ from: 200, to: 200 }] });
    expect(bench.notices.filter(({ type }) => type === "check.down")).toMatchObject([
      { url: "/b" },
    ]);
  });
  test("asks the one that failed until it answers, and then all of them", () => {
    const bench = rig(conf([], { 21: GET }));
    const seen: unknown[] = [];
    for (const failure of [undefined, REFUSED, REFUSED, undefined, undefined, undefined]) {
      bench.answer(21, failure);
      bench.next();
      seen.push([...pathsOf(bench), ...bench.pool()]);
    }
    expect(seen).toEqual([["/b", "21 1"], ["/b"], ["/b"], ["/a"], ["/b"], ["/a", "21 1"]]);
  });
  test("that is down is asked no sooner than delay_before_retry", () => {
    const bench = rig(
      conf([], {
        21: GET.replace("retry 1\n", "retry 0\n").replace(
          "delay_before_retry 1",
          "delay_before_retry 60",
        ),
      }),
    );
    bench.live(130_000, [21]);
    expect(bench.startsOf(21)).toEqual([0, 60_000, 120_000]);
  });
});
