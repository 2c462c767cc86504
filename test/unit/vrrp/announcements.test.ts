/** Gratuitous ARP and neighbour advertisements: how many, when, how far apart, and of what. */
import { describe, expect, test } from "vitest";
import { parsePrefix } from "../../../src/base/ip.ts";
import { advert, announcements, conf, eth0, HIGHER, notices, type Rig, rig, VIP } from "./rig.ts";

const PATIENCE = 3000 + ((256 - 100) / 256) * 1000;
const SECOND = "192.0.2.101";
const both = conf().replace(`${VIP}/24`, `${VIP}/24\n    ${SECOND}/24`);
const global = (...lines: readonly string[]): string => `global_defs {\n${lines.join("\n")}\n}\n`;

/** Last byte of the address that each frame announces, with its time after the takeover. */
const announced = ({ out }: Rig): readonly (readonly [number, number])[] =>
  out.flatMap(({ at, effect }) =>
    effect.type === "frame" ? [[at - PATIENCE, effect.bytes[31] ?? -1] as const] : [],
  );

function master(text: string, links?: Parameters<typeof rig>[1]): Rig {
  const bench = rig(text, links);
  bench.until(PATIENCE);
  expect(bench.state()).toBe("MASTER");
  return bench;
}

test("each round names every address, so that each neighbour hears of each soon", () => {
  expect(announced(master(both)).map(([, ip]) => ip)).toEqual([
    100, 101, 100, 101, 100, 101, 100, 101, 100, 101,
  ]);
});

test("excluded addresses are announced as the others", () => {
  const excluded = conf(
    "virtual_ipaddress_excluded {",
    `${SECOND}/24`,
    "}",
    "garp_master_repeat 1",
  );
  expect(announced(master(excluded)).map(([, ip]) => ip)).toEqual([100, 101]);
});

describe("vrrp_garp_interval", () => {
  const paced = `${global("vrrp_garp_interval 0.5", "vrrp_garp_master_repeat 2", "vrrp_garp_master_delay 0")}${both}`;
  test("keeps frames of one interface apart", () => {
    const bench = master(paced);
    bench.until(PATIENCE + 10_000);
    expect(announced(bench)).toEqual([
      [0, 100],
      [500, 101],
      [1000, 100],
      [1500, 101],
    ]);
  });
  test("tells when the last of a takeover has left", () => {
    const bench = master(paced);
    bench.until(PATIENCE + 1499);
    expect(notices(bench, "vrrp.announced")).toEqual([]);
    bench.until(PATIENCE + 1500);
    expect(notices(bench, "vrrp.announced")).toMatchObject([{ instance: "WEB" }]);
  });
  test("drops what waits when mastership ends", () => {
    const bench = master(paced);
    bench.until(PATIENCE + 700);
    bench.hear(advert(150, HIGHER));
    bench.until(PATIENCE + 3000);
    expect(announced(bench)).toHaveLength(2);
  });
  test("drops what waits for an address that a reload takes away", () => {
    const bench = master(paced);
    bench.until(PATIENCE + 200);
    bench.reload(paced.replace(`${SECOND}/24`, ""));
    bench.until(PATIENCE + 10_000);
    expect(announced(bench).map(([, ip]) => ip)).toEqual([100, 100]);
    expect(notices(bench, "vrrp.announced")).toHaveLength(1);
  });
});

describe("after an advert of a lower priority", () => {
  test("a burst goes out at once, and another after garp_lower_prio_delay", () => {
    const bench = master(
      conf("garp_master_delay 0", "garp_lower_prio_repeat 2", "garp_lower_prio_delay 3"),
    );
    bench.until(PATIENCE + 500);
    bench.hear(advert(50, HIGHER));
    bench.until(PATIENCE + 20_000);
    expect(announcements(bench, PATIENCE + 1).map((at) => at - PATIENCE)).toEqual([
      500, 500, 3500, 3500,
    ]);
  });
  test("none where garp_lower_prio_repeat is 0", () => {
    const bench = master(conf("garp_master_delay 0", "garp_lower_prio_repeat 0"));
    bench.until(PATIENCE + 500);
    bench.hear(advert(50, HIGHER));
    bench.until(PATIENCE + 20_000);
    expect(announcements(bench, PATIENCE + 1)).toEqual([]);
  });
});

describe("nothing is sent", () => {
  test.for([
    ["where the interface does no ARP", { noArp: true }],
    ["where it is no Ethernet", { mac: undefined }],
    ["on loopback", { loopback: true }],
  ] as const)("%s", ([, change]) => {
    const bench = master(conf(), [eth0(change)]);
    bench.until(PATIENCE + 10_000);
    expect(announcements(bench)).toEqual([]);
  });
});

test("an IPv6 address is told by a neighbour advertisement to all nodes", () => {
  const own = parsePrefix("fe80::11/64");
  const six = conf().replace(`${VIP}/24`, "fe80::100/64");
  const bench = master(six, [eth0({ addresses: own === undefined ? [] : [own] })]);
  const frames = bench.out.flatMap(({ effect }) =>
    effect.type === "frame" ? [Array.from(effect.bytes.subarray(0, 14))] : [],
  );
  expect(frames).toHaveLength(5);
  expect(frames[0]).toEqual([0x33, 0x33, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0x11, 0x86, 0xdd]);
});
