/**
 * Failures that every operator has lived through, to the millisecond, in virtual time. All routers
 * start at 0; a has priority 150, b 100, both advertise every second in version 3.
 */
import { describe, expect, test } from "vitest";
import type { TransitionNotice } from "./seen.ts";
import { createWorld, holders, type Plan, SIMPLE, seconds, type World } from "./world.ts";

/** Master_Down_Interval, milliseconds, of a router of this priority with adverts every second. */
const patience = (priority: number): number => 3000 + ((256 - priority) / 256) * 1000;
const skew = (priority: number): number => ((256 - priority) / 256) * 1000;
/** Milliseconds: no packet travels longer. */
const TRAVEL = 0.5;

function pair(change: Partial<Plan> = {}, extra = ""): World {
  const routers = SIMPLE.routers.map((router) => ({ ...router, extra }));
  const world = createWorld({ ...SIMPLE, routers, ...change }, 1);
  for (const host of world.hosts.values())
    world.network.at(seconds(0), () => {
      host.start();
    });
  return world;
}

const transitions = (
  { seen }: World,
  host: string,
): readonly (TransitionNotice & { at: number })[] =>
  seen.flatMap(({ at, host: whose, effect }) =>
    whose === host && effect.type === "notice" && effect.notice.type === "vrrp.transition"
      ? [{ ...effect.notice, at }]
      : [],
  );

/** When a host last changed to a state; milliseconds. */
const becameAt = (world: World, host: string, to: string): number =>
  transitions(world, host).findLast((each) => each.to === to)?.at ?? Number.NaN;

const statesOf = (world: World, host: string): readonly string[] =>
  transitions(world, host).map(({ to }) => to);

const lastSentAt = ({ seen }: World, host: string): number =>
  seen.findLast((each) => each.host === host && each.effect.type === "send")?.at ?? Number.NaN;

const at = (world: World, second: number, action: () => void): void => {
  world.network.at(seconds(second), action);
};

test("the higher priority rules, Master_Down_Interval after the start", () => {
  const world = pair();
  world.network.run(seconds(10));
  expect(holders(world, "WAN")).toEqual(["a"]);
  expect(becameAt(world, "a", "MASTER")).toBeCloseTo(patience(150), 3);
  expect(statesOf(world, "b")).toEqual(["BACKUP"]);
});

test("a dead master is replaced Master_Down_Interval after its last advert was heard", () => {
  const world = pair();
  at(world, 10.5, () => {
    world.host("a").powerOff();
  });
  world.network.run(seconds(20));
  const waited = becameAt(world, "b", "MASTER") - lastSentAt(world, "a");
  expect(waited).toBeGreaterThan(patience(100));
  expect(waited).toBeLessThan(patience(100) + TRAVEL);
});

test("a master that leaves is followed after the skew time alone", () => {
  const world = pair();
  at(world, 10.5, () => {
    world.host("a").stop();
  });
  world.network.run(seconds(20));
  const waited = becameAt(world, "b", "MASTER") - 10_500;
  expect(waited).toBeGreaterThan(skew(100));
  expect(waited).toBeLessThan(skew(100) + TRAVEL);
});

test("a partition makes two masters, its end one: with the first advert that gets through", () => {
  const world = pair();
  at(world, 10, () => {
    world.network.cut("a", "b");
    world.network.cut("b", "a");
  });
  at(world, 20, () => {
    expect(holders(world, "WAN")).toEqual(["a", "b"]);
    world.network.mendAll();
  });
  world.network.run(seconds(30));
  expect(holders(world, "WAN")).toEqual(["a"]);
  expect(becameAt(world, "b", "BACKUP") - 20_000).toBeLessThan(1000 + TRAVEL);
});

const returning = (extra: string): World => {
  const world = pair({}, extra);
  at(world, 10, () => {
    world.host("a").powerOff();
  });
  at(world, 20, () => {
    world.host("a").start();
  });
  world.network.run(seconds(40));
  return world;
};

describe("when the better router comes back", () => {
  test("it preempts after Master_Down_Interval", () => {
    const world = returning("");
    expect(holders(world, "WAN")).toEqual(["a"]);
    expect(becameAt(world, "a", "MASTER")).toBeCloseTo(20_000 + patience(150), 3);
  });
  test("with nopreempt it stays behind whoever rules", () => {
    const world = returning("nopreempt");
    expect(holders(world, "WAN")).toEqual(["b"]);
    expect(statesOf(world, "a").at(-1)).toBe("BACKUP");
  });
  test("with preempt_delay it waits that much longer", () => {
    const world = returning("preempt_delay 5");
    expect(holders(world, "WAN")).toEqual(["a"]);
    const waited = becameAt(world, "a", "MASTER") - 20_000;
    expect(waited).toBeGreaterThan(5000);
    expect(waited).toBeLessThan(5000 + 1000 + patience(150) + TRAVEL);
  });
});

test("equal priorities: the higher address wins the tie, and stays", () => {
  const routers = ["a", "b"].map((name) => ({ name, priority: 100 }));
  const world = pair({ routers });
  world.network.run(seconds(20));
  expect(holders(world, "WAN")).toEqual(["b"]);
});

test("one pulled link moves both addresses of a sync group, and both at once", () => {
  const world = pair({ group: true });
  at(world, 10.3, () => {
    world.host("a").setLink("lan", false);
  });
  world.network.run(seconds(15));
  expect(holders(world, "WAN")).toEqual(["b"]);
  expect(holders(world, "LAN")).toEqual(["b"]);
  const risen = transitions(world, "b").filter(({ to }) => to === "MASTER");
  expect(new Set(risen.map((each) => each.at)).size).toBe(1);
  // The group says goodbye where it still can.
  expect(becameAt(world, "b", "MASTER") - 10_300).toBeLessThan(patience(100) + TRAVEL);
});

describe("after the process of a router did not run for 8 s", () => {
  test("a backup that finds adverts in its socket follows them", () => {
    const world = pair();
    at(world, 10.2, () => {
      world.host("b").stall(seconds(8));
    });
    world.network.run(seconds(30));
    expect(statesOf(world, "b")).toEqual(["BACKUP"]);
    expect(statesOf(world, "a")).toEqual(["BACKUP", "MASTER"]);
  });
  test("a backup whose machine was paused, and heard nothing, listens before it speaks", () => {
    const world = pair();
    at(world, 10.2, () => {
      world.host("b").pause(seconds(8));
    });
    world.network.run(seconds(30));
    expect(statesOf(world, "b")).toEqual(["BACKUP"]);
  });
  test("a master with nopreempt leaves what was taken over to whoever has it", () => {
    const world = pair({}, "nopreempt");
    at(world, 10.2, () => {
      world.host("a").pause(seconds(8));
    });
    world.network.run(seconds(30));
    expect(holders(world, "WAN")).toEqual(["b"]);
    expect(becameAt(world, "a", "BACKUP") - 18_200).toBeLessThan(1000 + TRAVEL);
  });
});

test("adverts keep to their beat: each is due a whole number of intervals after the first", () => {
  const world = pair({ interval: 0.2 });
  world.network.run(seconds(60));
  const sent = world.seen
    .filter(({ host, effect }) => host === "a" && effect.type === "send")
    .map((each) => each.at);
  const first = sent[0] ?? Number.NaN;
  expect(sent.length).toBeGreaterThan(200);
  for (const [i, each] of sent.entries()) expect(each - first).toBeCloseTo(i * 200, 1);
});
