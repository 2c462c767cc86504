/** keepalived.conf(5), state, nopreempt, preempt_delay: what a router wishes, and how long it is patient. */
import { describe, expect, test } from "vitest";
import { advert, adverts, conf, HIGHER, notices, rig } from "./rig.ts";

describe("state MASTER below priority 255", () => {
  const eager = conf("state MASTER", "priority 150");
  test("is a wish: it waits an interval and a step of the skew for somebody better", () => {
    const bench = rig(eager);
    expect(bench.state()).toBe("BACKUP");
    bench.until(1000 + 1000 / 256 - 0.01);
    expect(bench.state()).toBe("BACKUP");
    bench.until(1000 + 1000 / 256);
    expect(bench.state()).toBe("MASTER");
  });
  test("and follows whoever is better", () => {
    const bench = rig(eager);
    bench.until(900);
    bench.hear(advert(200, HIGHER));
    bench.until(3900);
    expect(bench.state()).toBe("BACKUP");
  });
});

test("priority 255 that wishes to be BACKUP waits as any other", () => {
  const bench = rig(conf("state BACKUP", "priority 255"));
  expect(bench.state()).toBe("BACKUP");
  bench.until(3000 + 1000 / 256);
  expect(bench.state()).toBe("MASTER");
});

describe("nopreempt", () => {
  test("takes over from a master that is silent all the same", () => {
    const bench = rig(conf("nopreempt", "priority 200"));
    bench.until(1000);
    bench.hear(advert(100, HIGHER));
    bench.until(1000 + 3000 + (56 / 256) * 1000);
    expect(bench.state()).toBe("MASTER");
    expect(notices(bench, "vrrp.transition").at(-1)?.cause).toEqual({
      type: "masterDown",
      master: HIGHER,
      silentFor: 3218.75,
    });
  });
  test("takes over from one that leaves, after the skew", () => {
    const bench = rig(conf("nopreempt", "priority 200"));
    bench.until(1000);
    bench.hear(advert(100, HIGHER));
    bench.hear(advert(0, HIGHER));
    bench.until(1000 + (56 / 256) * 1000);
    expect(bench.state()).toBe("MASTER");
    expect(notices(bench, "vrrp.transition").at(-1)?.cause).toEqual({
      type: "masterLeft",
      master: HIGHER,
    });
  });
});

describe("preempt_delay", () => {
  test("is begun anew by an equal or better master in between", () => {
    const bench = rig(conf("preempt_delay 5", "priority 200"));
    const hear = (priority: number, from: number, to: number): void => {
      for (let at = from; at <= to; at += 1000) {
        bench.until(at);
        bench.hear(advert(priority, HIGHER));
      }
    };
    hear(100, 1000, 4000);
    hear(200, 5000, 5000);
    hear(100, 6000, 10_000);
    expect(bench.state()).toBe("BACKUP");
    // Due at 11 s; the last advert that was followed came at 10 s.
    hear(100, 11_000, 14_000);
    expect(bench.state()).toBe("MASTER");
    expect(adverts(bench)[0]?.[0]).toBe(10_000 + 3000 + (56 / 256) * 1000);
  });
  test("does not hold up the end of a silent master", () => {
    const bench = rig(conf("preempt_delay 100", "priority 200"));
    bench.until(1000);
    bench.hear(advert(100, HIGHER));
    bench.until(1000 + 3000 + (56 / 256) * 1000);
    expect(bench.state()).toBe("MASTER");
  });
});

test("down_timer_adverts is how many adverts may be missed", () => {
  const bench = rig(conf("down_timer_adverts 1", "priority 200"));
  bench.until(1000 + (56 / 256) * 1000);
  expect(bench.state()).toBe("MASTER");
});

test("a late turn sends one advert, and the next is due where it always was", () => {
  const bench = rig(conf("state MASTER", "priority 255", "advert_int 1"));
  bench.until(2000);
  const [at, before] = [5400, adverts(bench).length];
  bench.late(at);
  expect(adverts(bench)).toHaveLength(before + 1);
  bench.until(6000);
  expect(adverts(bench).slice(before)).toEqual([
    [5400, 255],
    [6000, 255],
  ]);
});
