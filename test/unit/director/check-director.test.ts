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
import { formatOp, parseTable } from "../../../src/kernel/ipvsadm-text.ts";

const SERVICE = "-A -t 192.0.2.1:80 -s wlc";
const serverLine = (host: number, weight = 1): string =>
  `-a -t 192.0.2.1:80 -r 192.0.2.${host}:80 -m -w ${weight}`;
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
  readonly asks: () => number;
  readonly now: () => Millis;
}

function bench(config: Config): Bench {
  const director = createCheckDirector(config, () => 0);
  const lines: string[] = [];
  const events: string[] = [];
  let asks = 0;
  let now = millis(0);
  const take = (outputs: readonly CheckDirectorOutput[]): void => {
    for (const output of outputs) {
      if (output.type === "applyIpvs") lines.push(...output.ops.map((op: IpvsOp) => formatOp(op)));
      if (output.type === "listIpvs") asks++;
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
  test("changes that do not stay are told once, and tried ever less often", () => {
    const it = bench(configOf(21));
    it.listed();
    for (let i = 0; i < 12; i++) {
      it.next();
      it.listed();
    }
    expect(it.events.filter((event) => event === "ipvs.drift").length).toBeLessThanOrEqual(1);
    expect(it.now()).toBeGreaterThan(100_000);
  });
  test("a refusal is told once, and answered by reading anew", () => {
    const it = bench(configOf(21));
    it.listed();
    it.feed({ type: "refused", detail: "Memory allocation problem" });
    it.feed({ type: "refused", detail: "Memory allocation problem" });
    expect(it.events.filter((event) => event === "ipvs.refused")).toHaveLength(1);
    const asked = it.asks();
    it.next();
    expect(it.asks()).toBe(asked + 1);
  });
});

describe("a reload", () => {
  test("sends the difference alone", () => {
    const it = bench(configOf(21));
    it.listed();
    it.feed({ type: "configure", config: configOf(21, 22) });
    expect(it.lines.slice(2)).toEqual([serverLine(22)]);
    it.feed({ type: "configure", config: configOf(22) });
    expect(it.lines.slice(3)).toEqual(["-d -t 192.0.2.1:80 -r 192.0.2.21:80"]);
  });
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
