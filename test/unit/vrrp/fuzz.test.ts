/** RFC 9568 section 7.1: what does not pass changes nothing; it is counted, and told once a minute. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { advert, advert2, adverts, conf, HIGHER, notices, type Rig, rig } from "./rig.ts";

const PATIENCE = 3000 + ((256 - 100) / 256) * 1000;

const asMaster = (): Rig => {
  const bench = rig();
  bench.until(PATIENCE);
  return bench;
};

/** A router that is MASTER alone goes on as if nothing had come. */
function unmoved(bench: Rig, feed: () => void): void {
  const before = adverts(bench).length;
  feed();
  expect(bench.state()).toBe("MASTER");
  expect(adverts(bench)).toHaveLength(before);
}

const good = advert(200, HIGHER);

describe("an advert that would win is refused", () => {
  const changed = (at: number, value: number): Uint8Array => {
    const bytes = good.slice();
    bytes[at] = value;
    return bytes;
  };
  test.for([
    ["truncated", good.slice(0, 7), 255],
    ["length", good.slice(0, 11), 255],
    ["version", changed(0, 0x21), 255],
    ["type", changed(0, 0x32), 255],
    ["checksum", changed(6, (good[6] ?? 0) ^ 1), 255],
    ["ttl", good, 254],
  ] as const)("%s", ([fault, bytes, ttl]) => {
    const bench = asMaster();
    unmoved(bench, () => {
      bench.hear(bytes, HIGHER, ttl);
    });
    expect(notices(bench, "vrrp.refused").map((each) => each.fault)).toEqual([fault]);
  });
  test("of another VRID, which is nobody's fault", () => {
    const bench = asMaster();
    unmoved(bench, () => {
      bench.hear(changed(1, 52));
    });
    expect(notices(bench, "vrrp.refused")).toEqual([]);
  });
  test("and the untouched one is not", () => {
    const bench = asMaster();
    bench.hear(good);
    expect(bench.state()).toBe("BACKUP");
  });
});

test("any bytes: no exception, no change", () => {
  const bench = asMaster();
  const before = bench.out.length;
  const random = fc.property(fc.uint8Array({ maxLength: 64 }), fc.nat(255), (bytes, ttl) => {
    bench.hear(bytes, HIGHER, ttl);
    return bench.state() === "MASTER";
  });
  fc.assert(random, { numRuns: 2000 });
  const came = bench.out.slice(before).map(({ effect }) => effect.type);
  expect(new Set(came)).toEqual(new Set(["notice"]));
});

test("a good advert with any one bit turned: no change", () => {
  const bench = asMaster();
  const moved = Array.from({ length: good.length * 8 }, (_, bit) => bit).filter((bit) => {
    const bytes = good.slice();
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    bench.hear(bytes);
    return bench.state() !== "MASTER";
  });
  expect(moved).toEqual([]);
});

test("ten thousand of a kind are two lines: the first, and the minute's count", () => {
  const bench = asMaster();
  for (let i = 0; i < 10_000; i++) bench.hear(good.slice(0, 5));
  bench.until(PATIENCE + 61_000);
  expect(notices(bench, "vrrp.refused").map(({ count }) => count)).toEqual([1, 9999]);
});

describe("version 2 with a password", () => {
  const withPassword = conf(
    "version 2",
    "authentication {",
    "auth_type PASS",
    "auth_pass secret",
    "}",
  );
  const bench = rig(withPassword.replace("version 3\n", ""));
  test("refuses adverts of version 3, without it, with another, and of another interval", () => {
    bench.until(PATIENCE);
    unmoved(bench, () => {
      bench.hear(new Uint8Array([...good, ...new Uint8Array(8)]));
      bench.hear(advert2(200));
      bench.hear(advert2(200, "Secret"));
      bench.hear(advert2(200, "secret", 2));
    });
    const faults = notices(bench, "vrrp.refused").map(({ fault }) => fault);
    expect(faults).toEqual(["version", "authType", "authPassword", "interval"]);
  });
  test("and yields to one with it", () => {
    bench.hear(advert2(200, "secret"));
    expect(bench.state()).toBe("BACKUP");
  });
});
