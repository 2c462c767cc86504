/** What keeps a router from working, and what it does when that is over: interfaces, addresses, sockets. */
import { describe, expect, test } from "vitest";
import { type Prefix, parsePrefix } from "../../../src/base/ip.ts";
import { millis } from "../../../src/base/time.ts";
import {
  advert,
  adverts,
  announcements,
  conf,
  eth0,
  HIGHER,
  ip,
  link,
  notices,
  OWN,
  type Rig,
  rig,
  VIP,
} from "./rig.ts";

const SKEW = ((256 - 100) / 256) * 1000;
const PATIENCE = 3000 + SKEW;

const prefix = (text: string): Prefix => {
  const parsed = parsePrefix(text);
  if (parsed === undefined) throw new Error(text);
  return parsed;
};

function master(...lines: readonly string[]): Rig {
  const bench = rig(conf(...lines));
  bench.until(PATIENCE);
  expect(bench.state()).toBe("MASTER");
  return bench;
}

const reasons = (bench: Rig): readonly string[] | undefined => {
  const cause = notices(bench, "vrrp.transition").at(-1)?.cause;
  return cause?.type === "fault" ? cause.reasons : undefined;
};

describe("an interface that goes down", () => {
  test("is FAULT: goodbye, and no addresses", () => {
    const bench = master();
    bench.until(PATIENCE + 300);
    bench.feed({ type: "link", link: eth0({ up: false }) });
    expect(bench.state()).toBe("FAULT");
    expect(reasons(bench)).toEqual(["interface eth0 is down"]);
    expect(adverts(bench).at(-1)).toEqual([PATIENCE + 300, 0]);
    bench.until(60_000);
    expect(adverts(bench).at(-1)).toEqual([PATIENCE + 300, 0]);
    expect(announcements(bench, PATIENCE + 301)).toEqual([]);
  });
  test("and comes back is BACKUP, and waits in full", () => {
    const bench = master();
    bench.feed({ type: "link", link: eth0({ up: false }) });
    bench.until(10_000);
    bench.feed({ type: "link", link: eth0() });
    expect(bench.state()).toBe("BACKUP");
    expect(notices(bench, "vrrp.transition").at(-1)?.cause.type).toBe("faultCleared");
    bench.until(10_000 + PATIENCE - 1);
    expect(bench.state()).toBe("BACKUP");
    bench.until(10_000 + PATIENCE);
    expect(bench.state()).toBe("MASTER");
  });
  test("is no fault with dont_track_primary", () => {
    const bench = master("dont_track_primary");
    bench.feed({ type: "link", link: eth0({ up: false }) });
    expect(bench.state()).toBe("MASTER");
  });
  test("twice is told once", () => {
    const bench = master();
    bench.feed({ type: "link", link: eth0({ up: false }) });
    bench.feed({ type: "link", link: eth0({ up: false, mtu: 1400 }) });
    expect(notices(bench, "vrrp.transition").filter(({ to }) => to === "FAULT")).toHaveLength(1);
  });
});

describe("an interface that is not there", () => {
  test("is FAULT from the start, and the router begins when it appears", () => {
    const bench = rig(conf(), []);
    expect(bench.state()).toBe("FAULT");
    expect(reasons(bench)).toEqual(["interface eth0 does not exist"]);
    bench.feed({ type: "link", link: eth0() });
    expect(bench.state()).toBe("BACKUP");
  });
  test("that goes away closes its socket", () => {
    const bench = master();
    bench.feed({ type: "linkGone", name: "eth0" });
    expect(bench.state()).toBe("FAULT");
    expect(bench.out.some(({ effect }) => effect.type === "closeChannel")).toBe(true);
  });
  test("but would bear one of the addresses, is FAULT as well", () => {
    const bench = rig(conf().replace(`${VIP}/24`, `${VIP}/24 dev eth7`));
    expect(reasons(bench)).toEqual(["interface eth7 does not exist"]);
    bench.feed({ type: "link", link: link("eth7", "10.7.0.1/24") });
    expect(bench.state()).toBe("BACKUP");
  });
});

describe("the source of adverts", () => {
  test("must be there: an interface without an address is FAULT", () => {
    const bench = rig(conf(), [eth0({ addresses: [] })]);
    expect(reasons(bench)).toEqual(["interface eth0 has no IPv4 address to send from"]);
  });
  test("is not the virtual address that a former life left there", () => {
    const bench = rig(conf(), [eth0({ addresses: [prefix(`${VIP}/24`)] })]);
    expect(bench.state()).toBe("FAULT");
  });
  test("that is configured must be on some interface", () => {
    const bench = rig(conf("mcast_src_ip 192.0.2.77"));
    expect(reasons(bench)).toEqual(["no interface has the source address 192.0.2.77"]);
    bench.feed({
      type: "link",
      link: eth0({ addresses: [prefix(`${OWN}/24`), prefix("192.0.2.77/24")] }),
    });
    expect(bench.state()).toBe("BACKUP");
  });
  test("is the link-local address with IPv6", () => {
    const six = conf().replace(`${VIP}/24`, "fe80::100/64");
    const addresses = [prefix("2001:db8::11/64"), prefix("fe80::11/64")];
    const bench = rig(six, [eth0({ addresses })]);
    bench.until(PATIENCE);
    const sources = bench.out.flatMap(({ effect }) =>
      effect.type === "send" ? [effect.source] : [],
    );
    expect(new Set(sources)).toEqual(new Set(["fe80::11"]));
  });
});

describe("addresses of an earlier life", () => {
  const left = eth0({ addresses: [prefix(`${OWN}/24`), prefix(`${VIP}/24`)] });
  test("go at the start: nobody answers for them before the election", () => {
    const bench = rig(conf(), [left]);
    const removed = bench.out.flatMap(({ effect }) =>
      effect.type === "addresses" ? effect.remove : [],
    );
    expect(removed.map(({ prefix: each }) => each.ip)).toEqual([VIP]);
    expect(notices(bench, "vrrp.leftover").map(({ ips }) => ips)).toEqual([[VIP]]);
  });
  test("stay where the router owns them", () => {
    const bench = rig(conf("priority 255", "state MASTER"), [left]);
    expect(notices(bench, "vrrp.leftover")).toEqual([]);
    expect(bench.state()).toBe("MASTER");
  });
});

describe("an address that the kernel refuses", () => {
  test("is told, and not announced; the router is MASTER all the same", () => {
    const bench = rig();
    bench.refused.set(VIP, "EINVAL");
    bench.until(PATIENCE + 10_000);
    expect(bench.state()).toBe("MASTER");
    expect(notices(bench, "vrrp.address")).toMatchObject([{ ip: VIP, problem: "EINVAL" }]);
    expect(announcements(bench)).toEqual([]);
  });
});

describe("an address that somebody else removes", () => {
  test("gives mastership up with a goodbye, to be elected again after the skew", () => {
    const bench = master();
    bench.until(PATIENCE + 300);
    bench.feed({ type: "addressGone", link: "eth0", ip: ip(VIP) });
    expect(bench.state()).toBe("BACKUP");
    expect(adverts(bench).at(-1)).toEqual([PATIENCE + 300, 0]);
    bench.until(PATIENCE + 300 + SKEW);
    expect(bench.state()).toBe("MASTER");
  });
  test("is nothing to us where it is not ours", () => {
    const bench = master();
    const before = bench.out.length;
    bench.feed({ type: "addressGone", link: "eth0", ip: ip("192.0.2.200") });
    bench.feed({ type: "addressGone", link: "eth9", ip: ip(VIP) });
    expect(bench.out).toHaveLength(before);
  });
});

const channelOf = (bench: Rig): string =>
  bench.out.flatMap(({ effect }) =>
    effect.type === "openChannel" ? [effect.channel.key] : [],
  )[0] ?? "";

const broken = (): Rig => {
  const bench = rig();
  bench.feed({ type: "channel", key: channelOf(bench), problem: "EPERM" });
  return bench;
};

describe("a socket that cannot be opened", () => {
  test("is FAULT, told with its reason, once", () => {
    const bench = broken();
    expect(bench.state()).toBe("FAULT");
    expect(reasons(bench)).toEqual(["socket: EPERM"]);
    bench.feed({ type: "channel", key: channelOf(bench), problem: "EPERM" });
    expect(notices(bench, "vrrp.channel")).toHaveLength(1);
  });
  test("is tried again a second later", () => {
    const bench = broken();
    bench.until(999);
    expect(bench.state()).toBe("FAULT");
    bench.until(1000);
    expect(bench.state()).toBe("BACKUP");
  });
});

describe("vrrp_startup_delay", () => {
  const delayed = `global_defs {\n vrrp_startup_delay 5\n}\n${conf()}`;
  test("keeps the router in INIT, deaf and silent", () => {
    const bench = rig(delayed);
    bench.until(4999);
    expect(bench.state()).toBe("INIT");
    bench.until(5000);
    expect(bench.state()).toBe("BACKUP");
    bench.until(5000 + PATIENCE);
    expect(bench.state()).toBe("MASTER");
  });
});

describe("after a stall", () => {
  test("a BACKUP gives the master an interval and the skew to be heard in", () => {
    const bench = rig();
    bench.until(1000);
    bench.hear(advert(150, HIGHER));
    bench.until(1500);
    bench.feed({ type: "stalled", lasted: millis(20_000) });
    bench.until(1500 + 1000 + SKEW - 1);
    expect(bench.state()).toBe("BACKUP");
  });
});
