/** RFC 9568 section 6.4, sentence by sentence; the numbers in brackets are its own. */
import { describe, expect, test } from "vitest";
import {
  advert,
  adverts,
  announcements,
  conf,
  HIGHER,
  LOWER,
  notices,
  OWN,
  type Rig,
  rig,
} from "./rig.ts";

const SKEW = ((256 - 100) / 256) * 1000;
const PATIENCE = 3000 + SKEW;

/** MASTER since Master_Down_Interval. */
function master(...lines: readonly string[]): Rig {
  const bench = rig(conf(...lines));
  bench.until(PATIENCE);
  expect(bench.state()).toBe("MASTER");
  return bench;
}

describe("6.4.1 Initialize", () => {
  test("(100) priority 255 that wishes to be master is so at once, and says so", () => {
    const bench = rig(conf("priority 255", "state MASTER"));
    expect(bench.state()).toBe("MASTER");
    expect(adverts(bench)).toEqual([[0, 255]]);
    expect(announcements(bench).length).toBeGreaterThan(0);
  });
  test("(150) any other becomes BACKUP, and is silent for Master_Down_Interval", () => {
    const bench = rig();
    expect(bench.state()).toBe("BACKUP");
    bench.until(PATIENCE - 1);
    expect(bench.state()).toBe("BACKUP");
    expect(adverts(bench)).toEqual([]);
    bench.until(PATIENCE);
    expect(bench.state()).toBe("MASTER");
  });
});

describe("6.4.2 BACKUP", () => {
  test("(420) an advert of priority 0 leaves the skew time to wait", () => {
    const bench = rig();
    bench.until(1000);
    bench.hear(advert(0, HIGHER));
    bench.until(1000 + SKEW - 1);
    expect(bench.state()).toBe("BACKUP");
    bench.until(1000 + SKEW);
    expect(bench.state()).toBe("MASTER");
  });
  test("(435) a higher priority is followed for Master_Down_Interval from each advert", () => {
    const bench = rig();
    for (let at = 1000; at <= 20_000; at += 1000) {
      bench.until(at);
      bench.hear(advert(150, HIGHER));
    }
    bench.until(20_000 + PATIENCE - 1);
    expect(bench.state()).toBe("BACKUP");
    bench.until(20_000 + PATIENCE);
    expect(bench.state()).toBe("MASTER");
  });
  test("(435) so is an equal priority, whatever its address", () => {
    const bench = rig();
    bench.until(3000);
    bench.hear(advert(100, LOWER), LOWER);
    bench.until(3000 + PATIENCE - 1);
    expect(bench.state()).toBe("BACKUP");
  });
  test("(440) the master's own interval is the one to count with", () => {
    const bench = rig();
    bench.until(1000);
    bench.hear(advert(150, HIGHER, 0.1));
    const patience = 300 + ((256 - 100) / 256) * 100;
    bench.until(1000 + patience - 0.1);
    expect(bench.state()).toBe("BACKUP");
    bench.until(1000 + patience);
    expect(bench.state()).toBe("MASTER");
  });
  test("(450) a lower priority is discarded: the timer runs out", () => {
    const bench = rig();
    bench.until(3000);
    bench.hear(advert(99, HIGHER));
    bench.until(PATIENCE);
    expect(bench.state()).toBe("MASTER");
    expect(notices(bench, "vrrp.transition").at(-1)?.cause.type).toBe("preempted");
  });
  test("(445) but followed with nopreempt", () => {
    const bench = rig(conf("nopreempt"));
    bench.until(3000);
    bench.hear(advert(99, HIGHER));
    bench.until(3000 + PATIENCE - 1);
    expect(bench.state()).toBe("BACKUP");
  });
  test("(380) becoming master: the advert, then the addresses, then the announcements", () => {
    const bench = master();
    const order = bench.out.filter(({ at }) => at === PATIENCE).map(({ effect }) => effect.type);
    expect(order).toEqual([
      "send",
      "addresses",
      "frame",
      "frame",
      "frame",
      "frame",
      "frame",
      "notice",
    ]);
  });
});

describe("6.4.3 MASTER", () => {
  test("(705) adverts are due a whole number of intervals after the first, however late we are", () => {
    const bench = master();
    bench.until(PATIENCE + 10_000);
    const times = adverts(bench).map(([at]) => at - PATIENCE);
    expect(times).toEqual([0, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000, 10_000]);
  });
  test("(710) priority 0 is answered at once", () => {
    const bench = master();
    bench.until(PATIENCE + 500);
    bench.hear(advert(0, HIGHER));
    expect(adverts(bench, PATIENCE + 500)).toEqual([[PATIENCE + 500, 100]]);
    expect(bench.state()).toBe("MASTER");
  });
  test("(725) a higher priority makes it BACKUP, and takes its addresses", () => {
    const bench = master();
    bench.hear(advert(150, LOWER), LOWER);
    expect(bench.state()).toBe("BACKUP");
    const removed = bench.out.flatMap(({ effect }) =>
      effect.type === "addresses" ? effect.remove : [],
    );
    expect(removed).toHaveLength(1);
  });
  test("(730) so does an equal priority from a higher address", () => {
    const bench = master();
    bench.hear(advert(100, HIGHER));
    expect(bench.state()).toBe("BACKUP");
  });
  test("but not from a lower one", () => {
    const bench = master();
    bench.hear(advert(100, LOWER), LOWER);
    expect(bench.state()).toBe("MASTER");
  });
  test("(750) a lower priority changes nothing; it is answered, as keepalived does", () => {
    const bench = master();
    bench.until(PATIENCE + 500);
    bench.hear(advert(99, HIGHER));
    expect(bench.state()).toBe("MASTER");
    expect(adverts(bench, PATIENCE + 500)).toHaveLength(1);
    expect(announcements(bench, PATIENCE + 500).length).toBeGreaterThan(0);
  });
  test("a flood of lower priorities is answered ten times an interval at most, and told once", () => {
    const bench = master();
    for (let i = 0; i < 1000; i++) {
      bench.until(PATIENCE + i);
      bench.hear(advert(99, HIGHER));
    }
    expect(adverts(bench).length).toBeLessThanOrEqual(11);
    expect(notices(bench, "vrrp.lowerPriority")).toHaveLength(1);
  });
  test("(655) it leaves with priority 0, then without addresses", () => {
    const bench = master();
    bench.until(PATIENCE + 300);
    bench.feed({ type: "stop" });
    const order = bench.out
      .filter(({ at }) => at === PATIENCE + 300)
      .map(({ effect }) => effect.type);
    expect(order.slice(0, 2)).toEqual(["send", "addresses"]);
    expect(adverts(bench).at(-1)).toEqual([PATIENCE + 300, 0]);
    expect(bench.state()).toBe("INIT");
    bench.until(60_000);
    expect(adverts(bench).at(-1)).toEqual([PATIENCE + 300, 0]);
  });
});

describe("preempt_delay", () => {
  test("counts from the first lower advert", () => {
    const bench = rig(conf("preempt_delay 5"));
    for (let at = 0; at <= 20_000 && bench.state() === "BACKUP"; at += 1000) {
      bench.until(at);
      bench.hear(advert(50, HIGHER));
    }
    bench.until(20_000);
    expect(bench.state()).toBe("MASTER");
    const at = bench.out.find(({ effect }) => effect.type === "send")?.at ?? 0;
    expect(at).toBeGreaterThan(5000);
    expect(at).toBeLessThan(5000 + 1000 + PATIENCE);
  });
});

describe("the schedule of announcements", () => {
  test("is keepalived's: five at once, five more after garp_master_delay 5 s", () => {
    const bench = master();
    bench.until(PATIENCE + 60_000);
    const times = announcements(bench).map((at) => at - PATIENCE);
    expect(times).toEqual([0, 0, 0, 0, 0, 5000, 5000, 5000, 5000, 5000]);
  });
  test("follows the conf: the refresh begins after the delay", () => {
    const bench = master("garp_master_repeat 2", "garp_master_delay 3", "garp_master_refresh 10");
    bench.until(PATIENCE + 25_000);
    const times = announcements(bench).map((at) => at - PATIENCE);
    expect(times).toEqual([0, 0, 3000, 3000, 13_000, 23_000]);
  });
  test("ends when mastership does", () => {
    const bench = master();
    bench.hear(advert(150, HIGHER));
    bench.until(PATIENCE + 20_000 - 17_000);
    expect(announcements(bench, PATIENCE + 1)).toEqual([]);
  });
});

test("the sender is the interface's own address, not the virtual one", () => {
  const bench = master();
  const sources = bench.out.flatMap(({ effect }) =>
    effect.type === "send" ? [effect.source] : [],
  );
  expect(new Set(sources)).toEqual(new Set([OWN]));
});
