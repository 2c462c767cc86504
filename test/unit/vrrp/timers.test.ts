/** RFC 9568 and RFC 3768, section 6.1: the intervals, in numbers that can be worked out by hand. */
import { describe, expect, test } from "vitest";
import { millis } from "../../../src/base/time.ts";
import { activeInterval, masterDownInterval, nextDue, skewTime } from "../../../src/vrrp/timers.ts";

const timing = (version: 2 | 3, priority: number): Parameters<typeof skewTime>[0] => ({
  version,
  priority,
  advertInterval: millis(1000),
  downTimerAdverts: 3,
});

describe("Skew_Time", () => {
  test.for([
    [2, 100, 5000, 609.375],
    [2, 254, 5000, 7.8125],
    [3, 100, 5000, 3046.875],
    [3, 254, 100, 0.781_25],
    [3, 1, 1000, 996.093_75],
  ] as const)(
    "of version %i, priority %i, interval %i ms is %f ms",
    ([version, priority, interval, ms]) => {
      expect(skewTime(timing(version, priority), millis(interval))).toBe(ms);
    },
  );
});

describe("Master_Down_Interval", () => {
  test("is three intervals and the skew", () => {
    expect(masterDownInterval(timing(2, 100), millis(1000))).toBe(3609.375);
    expect(masterDownInterval(timing(3, 100), millis(100))).toBe(360.9375);
  });
  test("is as many as down_timer_adverts says", () => {
    const impatient = { ...timing(3, 200), downTimerAdverts: 1 };
    expect(masterDownInterval(impatient, millis(1000))).toBe(1218.75);
  });
  test("is shorter for the higher priority: one runs out before the other", () => {
    for (let priority = 1; priority < 255; priority++)
      for (const version of [2, 3] as const)
        expect(masterDownInterval(timing(version, priority + 1), millis(1000))).toBeLessThan(
          masterDownInterval(timing(version, priority), millis(1000)),
        );
  });
});

describe("the interval to count with", () => {
  test("is the master's in version 3, our own in version 2", () => {
    expect(activeInterval(timing(3, 100), millis(250))).toBe(250);
    expect(activeInterval(timing(2, 100), millis(250))).toBe(1000);
  });
  test("is our own where the master tells none", () => {
    expect(activeInterval(timing(3, 100), millis(0))).toBe(1000);
  });
});

describe("the next advert", () => {
  test.for([
    ["in time", 5000, 6000],
    ["late within the interval: the rhythm stays", 5400, 6000],
    ["late by several: what was missed is not made up for", 8250, 9000],
    ["exactly one interval late", 6000, 7000],
  ] as const)("%s", ([, now, next]) => {
    expect(nextDue(millis(5000), millis(1000), millis(now))).toBe(next);
  });
});
