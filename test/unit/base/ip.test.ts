import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  broadcastOf,
  bytesOfIp,
  compareIp,
  ipFromBytes,
  isLinkLocal,
  isMulticast,
  parseIp,
  parsePrefix,
} from "../../../src/base/ip.ts";
import { ipOf } from "../ip-of.ts";

describe("an address in text", () => {
  test.for([
    ["192.0.2.1", "192.0.2.1"],
    ["2001:DB8:0:0:0:0:0:1", "2001:db8::1"],
    ["2001:db8:0:1:0:0:0:1", "2001:db8:0:1::1"],
    ["::", "::"],
    ["::ffff:192.0.2.1", "::ffff:c000:201"],
    ["1:0:2:0:3:0:4:0", "1:0:2:0:3:0:4:0"],
  ])("%s is %s (RFC 5952)", ([text, canonical]) => {
    expect(parseIp(text ?? "")).toBe(canonical);
  });

  test.for([
    "",
    "1.2.3",
    "1.2.3.4.5",
    "1.2.3.256",
    "01.2.3.4",
    "1.2.3.4/24",
    ":::",
    "1::2::3",
    "fe80::1%eth0",
    "12345::",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "g::",
  ])("%s is none", (text) => {
    expect(parseIp(text)).toBeUndefined();
  });

  test("bytes and text say the same, whatever the bytes", () => {
    const bytes = fc.oneof(
      fc.uint8Array({ minLength: 4, maxLength: 4 }),
      fc.uint8Array({ minLength: 16, maxLength: 16 }),
    );
    fc.assert(
      fc.property(bytes, (value) => {
        const ip = ipFromBytes(value);
        expect(parseIp(ip)).toBe(ip);
        expect(bytesOfIp(ip)).toEqual(value);
      }),
    );
  });
});

test("addresses compare as unsigned numbers, not as text", () => {
  expect(compareIp(ipOf("10.0.0.9"), ipOf("10.0.0.10"))).toBeLessThan(0);
  expect(compareIp(ipOf("200.0.0.1"), ipOf("100.0.0.1"))).toBeGreaterThan(0);
  expect(compareIp(ipOf("fe80::1"), ipOf("fe80::1"))).toBe(0);
});

test("prefixes keep host bits and refuse lengths beyond the family", () => {
  expect(parsePrefix("192.0.2.1/24")).toEqual({ ip: "192.0.2.1", length: 24 });
  expect(parsePrefix("192.0.2.1")).toEqual({ ip: "192.0.2.1", length: 32 });
  expect(parsePrefix("192.0.2.1/33")).toBeUndefined();
  expect(parsePrefix("::1/129")).toBeUndefined();
  expect(parsePrefix("::1/")).toBeUndefined();
});

test("the broadcast address is the highest of its prefix", () => {
  expect(broadcastOf({ ip: ipOf("192.0.2.77"), length: 26 })).toBe("192.0.2.127");
});

test("multicast and link-local are told by their first bits", () => {
  expect(["224.0.0.18", "239.1.1.1", "ff02::12"].map((ip) => isMulticast(ipOf(ip)))).toEqual([
    true,
    true,
    true,
  ]);
  expect(["223.255.255.255", "240.0.0.1", "fe80::1"].map((ip) => isMulticast(ipOf(ip)))).toEqual([
    false,
    false,
    false,
  ]);
  expect(["169.254.1.1", "fe80::1", "febf::1"].map((ip) => isLinkLocal(ipOf(ip)))).toEqual([
    true,
    true,
    true,
  ]);
  expect(["169.253.1.1", "fec0::1"].map((ip) => isLinkLocal(ipOf(ip)))).toEqual([false, false]);
});
