import { expect, test } from "vitest";
import { millis } from "../../../src/base/time.ts";
import type { Notice } from "../../../src/director/notice.ts";
import { createSendFailures } from "../../../src/runtime/send-failures.ts";

test("tells the first failure at once, then one a minute with their count, then the recovery", () => {
  let now = 0;
  const told: Notice[] = [];
  const failures = createSendFailures({ now: () => millis(now) }, (notice) => told.push(notice));
  for (now = 0; now <= 120_000; now += 1000) failures.note("WAN", "ENETDOWN");
  failures.note("WAN", undefined);
  failures.note("WAN", undefined);
  expect(told).toEqual([
    { type: "send.failed", what: "WAN", problem: "ENETDOWN", count: 1 },
    { type: "send.failed", what: "WAN", problem: "ENETDOWN", count: 60 },
    { type: "send.failed", what: "WAN", problem: "ENETDOWN", count: 60 },
    { type: "send.recovered", what: "WAN", lastedMs: 121_000 },
  ]);
});

test("counts each destination by itself", () => {
  const told: Notice[] = [];
  const failures = createSendFailures({ now: () => millis(0) }, (notice) => told.push(notice));
  failures.note("a", "ENETDOWN");
  failures.note("b", "ENETDOWN");
  expect(told).toHaveLength(2);
});
