/** unicast_peer: one advert to each peer, and which of several routers of one VRID a packet is for. */
import { describe, expect, test } from "vitest";
import { advert2, HIGHER, LOWER, notices, OWN, type Rig, rig } from "./rig.ts";

const STRANGER = "192.0.2.66";
/** Version 2: its checksum does not cover who sends to whom. */
const instance = (name: string, vip: string, peer: string, ...lines: readonly string[]): string =>
  `vrrp_instance ${name} {
    interface eth0
    virtual_router_id 51
    version 2
    unicast_src_ip ${OWN}
    unicast_peer {
      ${peer}
    }
    ${lines.join("\n")}
    virtual_ipaddress {
      ${vip}/24
    }
  }
`;
const one = instance("WEB", "192.0.2.100", `${HIGHER}\n${LOWER}`);
const two = `${instance("WEB", "192.0.2.100", HIGHER)}${instance("API", "192.0.2.101", LOWER)}`;
const PATIENCE = 3000 + ((256 - 100) / 256) * 1000;

function master(text: string): Rig {
  const bench = rig(text);
  bench.until(PATIENCE);
  expect(bench.state()).toBe("MASTER");
  return bench;
}

const receivers = ({ out }: Rig, since = 0): readonly string[] =>
  out.flatMap(({ at, effect }) =>
    effect.type === "send" && at >= since ? [`${effect.instance} ${effect.to}`] : [],
  );

test("each peer gets its own copy, and nobody else any", () => {
  expect(receivers(master(one))).toEqual([`WEB ${HIGHER}`, `WEB ${LOWER}`]);
});

test("who is no peer is heard, unless check_unicast_src", () => {
  const open = master(one);
  open.hear(advert2(200), STRANGER);
  expect(open.state()).toBe("BACKUP");
  const strict = master(instance("WEB", "192.0.2.100", HIGHER, "check_unicast_src"));
  strict.hear(advert2(200), STRANGER);
  expect(strict.state()).toBe("MASTER");
  expect(notices(strict, "vrrp.refused").map(({ fault }) => fault)).toEqual(["source"]);
});

test("a packet that crossed routers is heard: TTL 255 is for multicast", () => {
  const bench = master(one);
  bench.hear(advert2(200), HIGHER, 60);
  expect(bench.state()).toBe("BACKUP");
});

describe("two instances of one VRID with different peers", () => {
  test("are told apart by who speaks", () => {
    const bench = master(two);
    bench.hear(advert2(200), LOWER);
    expect([bench.state("WEB"), bench.state("API")]).toEqual(["MASTER", "BACKUP"]);
  });
  test("go through a reload as they are", () => {
    const bench = master(two);
    const before = bench.out.length;
    bench.reload(two);
    expect(bench.out).toHaveLength(before);
    expect([bench.state("WEB"), bench.state("API")]).toEqual(["MASTER", "MASTER"]);
    bench.hear(advert2(200), LOWER);
    expect([bench.state("WEB"), bench.state("API")]).toEqual(["MASTER", "BACKUP"]);
  });
});

test("a peer that joins gets adverts, and mastership is kept", () => {
  const bench = master(instance("WEB", "192.0.2.100", HIGHER));
  bench.reload(one);
  expect(bench.state()).toBe("MASTER");
  bench.until(PATIENCE + 1000);
  expect(receivers(bench, PATIENCE + 1)).toEqual([`WEB ${HIGHER}`, `WEB ${LOWER}`]);
});

test("of two instances of one VRID the one whose peers stayed is the same, whatever it is called", () => {
  const bench = master(two);
  const renamed = instance("SITE", "192.0.2.100", HIGHER);
  bench.reload(`${instance("API", "192.0.2.101", STRANGER)}${renamed}`);
  expect([bench.state("SITE"), bench.state("API")]).toEqual(["MASTER", "MASTER"]);
  const moved = bench.out.filter(
    ({ at, effect }) =>
      at === bench.now() && effect.type === "addresses" && effect.remove.length > 0,
  );
  expect(moved).toEqual([]);
});
