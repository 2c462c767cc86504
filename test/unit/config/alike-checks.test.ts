/** Checks that are alike are kept as one: whatever one says must never become another's. */
import { expect, test } from "vitest";
import { probeOf } from "../../../src/check/probe-of.ts";
import type { CheckTiming } from "../../../src/config/model.ts";
import { readClean } from "./read.ts";

/** One line that differs, and what comes of it; between them checks that say nothing. */
const LINES: readonly (readonly [string, Partial<Record<keyof CheckTiming, number | boolean>>])[] =
  [
    ["delay_loop 7", { delayLoop: 7000, warmup: 7000 }],
    ["retry 4", { retry: 4 }],
    ["delay_before_retry 9", { delayBeforeRetry: 9000 }],
    ["warmup 3", { warmup: 3000 }],
    ["connect_timeout 2", { connectTimeout: 2000 }],
    ["alpha", { alpha: true }],
  ];

const USUAL: CheckTiming = timingsOf(["retry 1"])[0] ?? expect.fail("no check");

/** Of real servers of one virtual server, each with a check that says its line. */
function timingsOf(lines: readonly string[]): readonly CheckTiming[] {
  const servers = lines.map((line, at) =>
    ["real_server 192.0.2.", at + 1, " 80 {\nTCP_CHECK {\n", line, "\n}\n}\n"].join(""),
  );
  const text = `virtual_server 192.0.2.200 80 {\nprotocol TCP\n${servers.join("")}}\n`;
  const { realServers = [] } = readClean(text).virtualServers[0] ?? {};
  return realServers.flatMap(({ checks }) => checks.map(({ timing }) => timing));
}

test.for(LINES)("%s is that check's alone", ([line, says]) => {
  expect(timingsOf(["retry 1", line, "retry 1", line])).toEqual([
    USUAL,
    { ...USUAL, ...says },
    USUAL,
    { ...USUAL, ...says },
  ]);
});

test("those alike are one object", () => {
  const [one, two, other] = timingsOf(["retry 1", "retry 1", "retry 2"]);
  expect(one).toBe(two);
  expect(other).not.toBe(one);
});

/** Whom the check asks, of a real server whose check says these lines. */
function askedWith(...lines: readonly string[]): unknown {
  const text = `virtual_server 192.0.2.200 80 {\nprotocol TCP\n${["real_server 192.0.2.1 80 {", "TCP_CHECK {", ...lines, "}", "}"].join("\n")}\n}\n`;
  const [server] = readClean(text).virtualServers[0]?.realServers ?? [];
  const [check] = server?.checks ?? [];
  if (server === undefined || check === undefined) throw new Error("no check");
  const { type: _type, timeout: _timeout, ...asked } = probeOf(check, server, 0);
  return { target: check.target, asked };
}

const OWN = { ip: "192.0.2.1", port: 80, bindTo: undefined };
const NOTHING = { ip: undefined, port: undefined, bindTo: undefined };

test.for<readonly [lines: readonly string[], target: object, asked: object]>([
  [[], NOTHING, OWN],
  [["connect_ip 192.0.2.1", "connect_port 80"], NOTHING, OWN],
  [["connect_ip 192.0.2.9"], { ...NOTHING, ip: "192.0.2.9" }, { ...OWN, ip: "192.0.2.9" }],
  [["connect_port 81"], { ...NOTHING, port: 81 }, { ...OWN, port: 81 }],
  [["bindto 192.0.2.8"], { ...NOTHING, bindTo: "192.0.2.8" }, { ...OWN, bindTo: "192.0.2.8" }],
])("%j asks the real server where it names nobody else", ([lines, target, asked]) => {
  expect(askedWith(...lines)).toEqual({ target, asked });
});

test("a check is shared with the servers that have the same, and with no other", () => {
  const bodies = ["", "", "connect_port 81", "connect_port 82", "bindto 192.0.2.8", "retry 2", ""];
  const servers = bodies.map(
    (line, at) => `real_server 192.0.2.${at + 1} 80 {\nTCP_CHECK {\n${line}\n}\n}\n`,
  );
  const text = `virtual_server 192.0.2.200 80 {\nprotocol TCP\n${servers.join("")}}\n`;
  const { realServers = [] } = readClean(text).virtualServers[0] ?? {};
  const lists = realServers.map(({ checks }) => checks);
  expect(lists[0]).toBe(lists[1]);
  expect(new Set(lists).size).toBe(bodies.length - 1);
  expect(
    realServers.map((server) => server.checks.map((check) => probeOf(check, server, 0))),
  ).toEqual(
    realServers.map(({ ip, checks: [check] }) => [
      {
        type: "tcp",
        ip,
        port: check?.target.port ?? 80,
        bindTo: check?.target.bindTo,
        timeout: 5000,
      },
    ]),
  );
  expect(
    lists.map(([check]) => [check?.target.port, check?.target.bindTo, check?.timing.retry]),
  ).toEqual([
    [undefined, undefined, 1],
    [undefined, undefined, 1],
    [81, undefined, 1],
    [82, undefined, 1],
    [undefined, "192.0.2.8", 1],
    [undefined, undefined, 2],
    [undefined, undefined, 1],
  ]);
});
