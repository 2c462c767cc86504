/** vrrp_sync_group: all members hold the same state, and change it in one step. */
import { describe, expect, test } from "vitest";
import { advert, adverts, eth0, HIGHER, link, notices, type Rig, rig, VIP } from "./rig.ts";

const LAN_VIP = "10.0.0.100";
const LAN_PEER = "10.0.0.12";
const SKEW = ((256 - 100) / 256) * 1000;
const PATIENCE = 3000 + SKEW;

const instance = (name: string, dev: string, vrid: number, vip: string): string =>
  `vrrp_instance ${name} {
    interface ${dev}
    virtual_router_id ${vrid}
    version 3
    virtual_ipaddress {
      ${vip}/24
    }
  }
`;
const MEMBERS = `${instance("WEB", "eth0", 51, VIP)}${instance("LAN", "eth1", 52, LAN_VIP)}`;
const GROUP = `${MEMBERS}vrrp_sync_group PAIR {
  group {
    WEB
    LAN
  }
}
`;
const eth1 = (up = true): ReturnType<typeof link> => link("eth1", "10.0.0.11/24", { up });

const pair = (text = GROUP): Rig => rig(text, [eth0(), eth1()]);
const states = (bench: Rig): readonly unknown[] => [bench.state("WEB"), bench.state("LAN")];
const hearLan = (bench: Rig, priority: number): void => {
  const bytes = advert(priority, LAN_PEER, 1, { vrid: 52, vip: LAN_VIP });
  bench.hear(bytes, LAN_PEER, 255, "eth1");
};

function master(): Rig {
  const bench = pair();
  bench.until(PATIENCE);
  expect(states(bench)).toEqual(["MASTER", "MASTER"]);
  return bench;
}

/** What came out at this moment, in short. */
const trace = ({ out }: Rig, since: number): readonly string[] =>
  out.flatMap(({ at, effect }) => {
    if (at < since || effect.type === "frame") return [];
    if (effect.type === "send") return [`${effect.instance} ${effect.payload[2]}`];
    if (effect.type === "addresses") return [`${effect.instance} addresses`];
    return effect.type === "notice" ? [effect.notice.type] : [];
  });

describe("becoming master", () => {
  test("is one step: all adverts, then all addresses, then what is told, the group last", () => {
    expect(trace(master(), PATIENCE)).toEqual([
      "WEB 100",
      "LAN 100",
      "WEB addresses",
      "LAN addresses",
      "vrrp.transition",
      "vrrp.transition",
      "vrrp.group",
    ]);
  });
  test("waits for the last member to want to", () => {
    const bench = pair();
    for (let at = 1000; at <= 10_000; at += 1000) {
      bench.until(at);
      hearLan(bench, 150);
    }
    expect(states(bench)).toEqual(["BACKUP", "BACKUP"]);
    bench.until(10_000 + PATIENCE);
    expect(states(bench)).toEqual(["MASTER", "MASTER"]);
  });
  test("is told of the group once", () => {
    const bench = master();
    bench.until(60_000);
    expect(notices(bench, "vrrp.group").map(({ to }) => to)).toEqual(["BACKUP", "MASTER"]);
  });
});

describe("yielding", () => {
  test("of one member takes the other along, and names whom it followed", () => {
    const bench = master();
    hearLan(bench, 150);
    expect(states(bench)).toEqual(["BACKUP", "BACKUP"]);
    expect(
      notices(bench, "vrrp.transition")
        .slice(-2)
        .map(({ cause }) => cause),
    ).toEqual([
      { type: "higherPriority", from: LAN_PEER, priority: 150 },
      {
        type: "group",
        member: "LAN",
        because: { type: "higherPriority", from: LAN_PEER, priority: 150 },
      },
    ]);
  });
  test("says no goodbye: the other one is master already", () => {
    const bench = master();
    const before = adverts(bench).length;
    hearLan(bench, 150);
    expect(adverts(bench)).toHaveLength(before);
  });
});

describe("a fault", () => {
  test("of one member is a fault of all: the master says goodbye on both sides", () => {
    const bench = master();
    bench.until(PATIENCE + 500);
    bench.feed({ type: "link", link: eth1(false) });
    expect(states(bench)).toEqual(["FAULT", "FAULT"]);
    expect(trace(bench, PATIENCE + 500).slice(0, 4)).toEqual([
      "WEB 0",
      "LAN 0",
      "WEB addresses",
      "LAN addresses",
    ]);
  });
  test("ends for all when the last reason has cleared", () => {
    const bench = master();
    bench.feed({ type: "link", link: eth1(false) });
    bench.feed({ type: "link", link: eth0({ up: false }) });
    bench.feed({ type: "link", link: eth1() });
    expect(states(bench)).toEqual(["FAULT", "FAULT"]);
    bench.feed({ type: "link", link: eth0() });
    expect(states(bench)).toEqual(["BACKUP", "BACKUP"]);
  });
  test("keeps a member that could work from taking over", () => {
    const bench = pair();
    bench.feed({ type: "link", link: eth1(false) });
    bench.until(60_000);
    expect(states(bench)).toEqual(["FAULT", "FAULT"]);
    expect(adverts(bench)).toEqual([]);
  });
});

test("a master that keeps hearing a lesser router announces on all sides: the others may have learnt from it", () => {
  const bench = master();
  bench.until(PATIENCE + 500);
  hearLan(bench, 50);
  const on = bench.out.flatMap(({ at, effect }) =>
    effect.type === "frame" && at === PATIENCE + 500 ? [effect.link] : [],
  );
  expect(new Set(on)).toEqual(new Set(["eth0", "eth1"]));
});

describe("a reload", () => {
  test("that dissolves the group keeps both masters", () => {
    const bench = master();
    const before = bench.out.length;
    bench.reload(MEMBERS);
    expect(bench.out).toHaveLength(before);
    hearLan(bench, 150);
    expect(states(bench)).toEqual(["MASTER", "BACKUP"]);
  });
  test("that joins masters keeps them", () => {
    const bench = pair(MEMBERS);
    bench.until(PATIENCE);
    bench.reload(GROUP);
    expect(states(bench)).toEqual(["MASTER", "MASTER"]);
    hearLan(bench, 150);
    expect(states(bench)).toEqual(["BACKUP", "BACKUP"]);
  });
  test("that joins a master and a backup has them elected as one", () => {
    const bench = pair(MEMBERS);
    for (let at = 0; at <= 5000; at += 1000) {
      bench.until(at);
      hearLan(bench, 150);
    }
    expect(states(bench)).toEqual(["MASTER", "BACKUP"]);
    bench.reload(GROUP);
    expect(states(bench)).toEqual(["BACKUP", "BACKUP"]);
    expect(adverts(bench).at(-1)).toEqual([5000, 0]);
  });
  test("that takes a member out of the conf leaves the other master", () => {
    const bench = master();
    bench.reload(instance("WEB", "eth0", 51, VIP));
    expect(states(bench)).toEqual(["MASTER", undefined]);
    bench.hear(advert(150, HIGHER));
    expect(bench.state()).toBe("BACKUP");
  });
});
