/** The kernel's table is brought to what the checks say, kept there, and cleaned up. */
import { describe, expect, test } from "vitest";
import { type Millis, millis } from "../../../src/base/time.ts";
import type { Config } from "../../../src/config/model.ts";
import { parseConfig } from "../../../src/config/parse.ts";
import type { IpvsOp, IpvsTable } from "../../../src/desired/ipvs.ts";
import {
  type CheckDirectorInput,
  type CheckDirectorOutput,
  createCheckDirector,
} from "../../../src/director/check-director.ts";
import type { ProbeId, ProbeOutcome } from "../../../src/director/check-types.ts";
import { formatOp, parseTable } from "../../../src/kernel/ipvsadm-text.ts";

const SERVICE = "-A -t 192.0.2.1:80 -s wlc";
const serverLine = (host: number, weight = 1): string =>
  `-a -t 192.0.2.1:80 -r 192.0.2.${host}:80 -m -w ${weight}`;
const removal = (host: number): string => `-d -t 192.0.2.1:80 -r 192.0.2.${host}:80`;
const FOREIGN = "-A -t 192.0.2.50:8080 -s rr";

function configOf(...hosts: readonly number[]): Config {
  const servers = hosts.map(
    (host) => `real_server 192.0.2.${host} 80 {\n TCP_CHECK {\n warmup 0\n }\n}`,
  );
  const text = `virtual_server 192.0.2.1 80 {\n protocol TCP\n delay_loop 10\n ${servers.join("\n")}\n}`;
  const { config } = parseConfig(text, "conf");
  if (config === undefined) throw new Error("a mistake in the test");
  return config;
}

interface Bench {
  readonly lines: readonly string[];
  readonly events: readonly string[];
  /** The kernel's answer to the question that is open. */
  listed(...lines: readonly string[]): void;
  feed(input: CheckDirectorInput): void;
  /** Goes on to the next deadline. */
  next(): void;
  /** The probe of this server that is under way ends so. */
  answer(host: number, ok: boolean): void;
  readonly asks: () => number;
  readonly now: () => Millis;
}

function bench(config: Config): Bench {
  const director = createCheckDirector(config, () => 0);
  const lines: string[] = [];
  const events: string[] = [];
  const probes = new Map<number, ProbeId>();
  let asks = 0;
  let now = millis(0);
  const take = (outputs: readonly CheckDirectorOutput[]): void => {
    for (const output of outputs) {
      if (output.type === "applyIpvs") lines.push(...output.ops.map((op: IpvsOp) => formatOp(op)));
      if (output.type === "listIpvs") asks++;
      if (output.type === "startProbe")
        probes.set(Number(output.probe.ip.split(".").at(-1)), output.id);
      if (output.type === "notice") events.push(output.notice.type);
    }
  };
  take(director.step([], now));
  return {
    lines,
    events,
    listed(...listing) {
      const table: IpvsTable = parseTable(listing.join("\n"));
      take(director.step([{ type: "listed", table }], now));
    },
    feed(input) {
      take(director.step([input], now));
    },
    next() {
      now = millis(Math.max(now, director.deadline() ?? now));
      take(director.step([], now));
    },
    answer(host, ok) {
      const outcome: ProbeOutcome = ok
        ? { ok, took: millis(1) }
        : { ok, failure: { type: "refused" } };
      take(director.step([{ type: "probeDone", id: probes.get(host) ?? 0, outcome }], now));
    },
    asks: () => asks,
    now: () => now,
  };
}

describe("at the start", () => {
  test("the table is read before anything is changed", () => {
    const it = bench(configOf(21));
    expect(it.asks()).toBe(1);
    expect(it.lines).toEqual([]);
    it.listed();
    expect(it.lines).toEqual([SERVICE, serverLine(21)]);
  });
  test("what an earlier life left is adopted: only the difference is sent", () => {
    const it = bench(configOf(21, 22));
    it.listed(SERVICE, serverLine(21));
    expect(it.lines).toEqual([serverLine(22)]);
  });
  test("a listing that cannot be had is told once, and asked for again", () => {
    const it = bench(configOf(21));
    for (let i = 0; i < 3; i++) {
      it.feed({ type: "unlisted", detail: "this kernel has no IPVS" });
      it.next();
    }
    expect(it.events).toEqual(["ipvs.refused"]);
    expect(it.asks()).toBe(4);
    it.listed();
    expect(it.lines).toEqual([SERVICE, serverLine(21)]);
  });
});

describe("while it runs", () => {
  test("the table is read again every ipvs_resync, a second", () => {
    const it = bench(configOf(21));
    it.listed();
    it.next();
    expect(it.now()).toBe(1000);
    expect(it.asks()).toBe(2);
  });
  test("what somebody flushed comes back, and is told as drift", () => {
    const it = bench(configOf(21));
    it.listed();
    it.next();
    it.listed(SERVICE, serverLine(21));
    it.next();
    it.listed();
    expect(it.lines.slice(2)).toEqual([SERVICE, serverLine(21)]);
    expect(it.events).toContain("ipvs.drift");
  });
  test("a weight that somebody changed is put right in place", () => {
    const it = bench(configOf(21));
    it.listed();
    it.next();
    it.listed(SERVICE, serverLine(21, 9));
    expect(it.lines.slice(2)).toEqual([serverLine(21).replace("-a", "-e")]);
  });
  test("what is as it should be is left, and not told", () => {
    const it = bench(configOf(21));
    it.listed();
    const { length } = it.events;
    it.next();
    it.listed(SERVICE, serverLine(21), FOREIGN);
    expect(it.lines).toHaveLength(2);
    expect(it.events).toHaveLength(length);
  });
  test("a server that fails leaves the table at once, and comes back", () => {
    const it = bench(configOf(21, 22));
    it.listed();
    it.answer(21, false);
    expect(it.lines.slice(3)).toEqual([removal(21)]);
    it.next();
    it.listed(SERVICE, serverLine(22));
    while (it.now() < 10_000) {
      it.next();
      it.listed(SERVICE, serverLine(22));
    }
    it.answer(21, true);
    expect(it.lines.slice(4)).toEqual([serverLine(21)]);
    expect(it.events).not.toContain("ipvs.drift");
  });
  test("a listing from before a change of ours is not believed, and another is asked for", () => {
    const it = bench(configOf(21, 22));
    it.listed();
    it.next();
    it.answer(21, false);
    const asked = it.asks();
    it.listed(SERVICE, serverLine(21), serverLine(22));
    expect(it.lines.slice(3)).toEqual([removal(21)]);
    expect(it.events).not.toContain("ipvs.drift");
    expect(it.asks()).toBe(asked + 1);
  });
  test("changes that somebody undoes each time are told once, and tried ever less often", () => {
    const it = bench(configOf(21));
    it.listed();
    it.next();
    it.listed(SERVICE, serverLine(21));
    for (let i = 0; i < 12; i++) {
      it.next();
      it.listed();
    }
    expect(it.events.filter((event) => event === "ipvs.drift")).toHaveLength(1);
    expect(it.now()).toBeGreaterThan(100_000);
    it.next();
    it.listed(SERVICE, serverLine(21));
    const restored = it.now();
    it.next();
    expect(it.now()).toBe(restored + 1000);
    it.listed();
    expect(it.events.filter((event) => event === "ipvs.drift")).toHaveLength(2);
  });
});

/** One whose change the kernel will not take, as often as it is tried. */
function refusing(): Bench {
  const it = bench(configOf(21, 22));
  it.listed();
  for (let i = 0; i < 8; i++) {
    it.feed({ type: "refused", detail: "Memory allocation problem" });
    it.next();
    it.listed(SERVICE, serverLine(21));
  }
  it.feed({ type: "refused", detail: "Memory allocation problem" });
  return it;
}

describe("a change that is refused", () => {
  test("is told once, and tried again from what the table then holds", () => {
    const it = refusing();
    expect(it.events.filter((event) => event === "ipvs.refused")).toHaveLength(1);
    expect(new Set(it.lines.slice(3))).toEqual(new Set([serverLine(22)]));
  });
  test("holds up no other: a server that fails meanwhile leaves at once", () => {
    const it = refusing();
    const asked = it.asks();
    it.answer(21, false);
    expect(it.asks()).toBe(asked + 1);
    it.listed(SERVICE, serverLine(21));
    expect(it.lines.at(-1)).toBe(removal(21));
  });
  test("just before the end leaves our services ours to remove", () => {
    const it = refusing();
    it.feed({ type: "stop" });
    expect(it.lines.at(-1)).toBe("-D -t 192.0.2.1:80");
  });
  test("at the end asks for nothing more", () => {
    const it = bench(configOf(21));
    it.listed();
    it.feed({ type: "stop" });
    const asked = it.asks();
    it.feed({ type: "refused", detail: "No such service" });
    it.next();
    expect(it.asks()).toBe(asked);
  });
});

describe("a reload", () => {
  test("sends the difference alone", () => {
    const it = bench(configOf(21));
    it.listed();
    it.feed({ type: "configure", config: configOf(21, 22) });
    expect(it.lines.slice(2)).toEqual([serverLine(22)]);
    it.feed({ type: "configure", config: configOf(22) });
    expect(it.lines.slice(3)).toEqual([removal(21)]);
  });
});

test("a virtual server that leaves the conf leaves the table, others and their services stay", () => {
  const it = bench(configOf(21));
  it.listed(FOREIGN);
  it.feed({ type: "configure", config: { ...configOf(21), virtualServers: [] } });
  expect(it.lines.slice(2)).toEqual(["-D -t 192.0.2.1:80"]);
  // Whoever puts it there again is somebody else.
  it.next();
  it.listed(FOREIGN, SERVICE);
  expect(it.lines).toHaveLength(3);
});

test("another ipvs_resync counts from the next listing on", () => {
  const it = bench(configOf(21));
  it.listed();
  const config = configOf(21);
  it.feed({
    type: "configure",
    config: { ...config, global: { ...config.global, ipvsResync: millis(250) } },
  });
  it.next();
  it.listed(SERVICE, serverLine(21));
  const before = it.now();
  it.next();
  expect(it.now()).toBe(before + 250);
});

describe("at the end", () => {
  test("our services go, those of others stay", () => {
    const it = bench(configOf(21));
    it.listed(FOREIGN);
    it.feed({ type: "stop" });
    expect(it.lines.slice(2)).toEqual(["-D -t 192.0.2.1:80"]);
  });
  test("nothing is asked any more", () => {
    const it = bench(configOf(21));
    it.listed();
    it.feed({ type: "stop" });
    const asked = it.asks();
    it.next();
    expect(it.asks()).toBe(asked);
  });
});
