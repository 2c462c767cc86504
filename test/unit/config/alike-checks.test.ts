/** Timings that are alike are kept as one: whatever one check says must never become another's. */
import { expect, test } from "vitest";
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
