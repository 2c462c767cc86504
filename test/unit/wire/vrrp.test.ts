/** VRRP's messages. The golden bytes were captured from keepalived 2.2.7. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { centis } from "../../../src/base/time.ts";
import { authDataOf, decodeAdvert2, encodeAdvert2 } from "../../../src/wire/vrrp2.ts";
import { decodeAdvert3, encodeAdvert3 } from "../../../src/wire/vrrp3.ts";
import { hex } from "../hex.ts";
import { ipOf } from "../ip-of.ts";

const source4 = ipOf("10.9.0.1");
const group4 = ipOf("224.0.0.18");
const source6 = ipOf("fe80::9:1");
const group6 = ipOf("ff02::12");

const advert2 = {
  vrid: 51,
  priority: 100,
  authType: 1,
  interval: 1,
  addresses: [ipOf("10.9.0.100"), ipOf("10.9.0.101")],
  authData: authDataOf("secret"),
};
const bytes2 = hex("21 33 64 02 01 01 28 a2 0a 09 00 64 0a 09 00 65 73 65 63 72 65 74 00 00");

const advert3 = { vrid: 52, priority: 150, interval: centis(50), addresses: [ipOf("10.9.0.102")] };
const bytes3 = hex("31 34 96 01 00 32 43 90 0a 09 00 66");

const advert6 = {
  vrid: 53,
  priority: 200,
  interval: centis(100),
  addresses: [ipOf("fe80::9:100"), ipOf("2001:db8:9::100")],
};
const bytes6 = hex(`31 35 c8 02 00 64 d9 df fe 80 00 00 00 00 00 00 00 00 00 00 00 09 01 00
  20 01 0d b8 00 09 00 00 00 00 00 00 00 00 01 00`);

describe("what keepalived sent", () => {
  test("version 2 with a password", () => {
    expect(encodeAdvert2(advert2)).toEqual(bytes2);
    expect(decodeAdvert2(bytes2)).toEqual({ ok: true, value: advert2 });
  });

  test("version 3 over IPv4, whose checksum covers the pseudo-header", () => {
    expect(encodeAdvert3(advert3, source4, group4)).toEqual(bytes3);
    expect(decodeAdvert3(bytes3, source4, group4)).toEqual({ ok: true, value: advert3 });
  });

  test("version 3 over IPv6", () => {
    expect(encodeAdvert3(advert6, source6, group6)).toEqual(bytes6);
    expect(decodeAdvert3(bytes6, source6, group6)).toEqual({ ok: true, value: advert6 });
  });
});

const decode3 = (bytes: Uint8Array): unknown => decodeAdvert3(bytes, source4, group4);

describe("what is refused", () => {
  test("every truncation", () => {
    for (let length = 0; length < bytes2.length; length++)
      expect(decodeAdvert2(bytes2.subarray(0, length))).toMatchObject({ ok: false });
    for (let length = 0; length < bytes3.length; length++)
      expect(decode3(bytes3.subarray(0, length))).toMatchObject({ ok: false });
  });

  test.for([
    { name: "another version", at: 0, value: 0x21, fault: "version" },
    { name: "another type", at: 0, value: 0x32, fault: "type" },
    { name: "an address count that does not fit", at: 3, value: 2, fault: "length" },
    { name: "a flipped bit", at: 2, value: 151, fault: "checksum" },
  ])("$name", ({ at, value, fault }) => {
    const bytes = bytes3.slice();
    bytes[at] = value;
    expect(decode3(bytes)).toEqual({ ok: false, fault });
  });

  test("a message that was sent to somebody else: the pseudo-header tells", () => {
    expect(decodeAdvert3(bytes3, source4, ipOf("10.9.0.2"))).toEqual({
      ok: false,
      fault: "checksum",
    });
  });

  test("bytes behind the message", () => {
    expect(decodeAdvert2(Uint8Array.of(...bytes2, 0))).toEqual({ ok: false, fault: "length" });
  });

  test("any bytes at all, without a throw", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        expect(typeof decodeAdvert2(bytes).ok).toBe("boolean");
        expect(typeof decodeAdvert3(bytes, source4, group4).ok).toBe("boolean");
        expect(typeof decodeAdvert3(bytes, source6, group6).ok).toBe("boolean");
      }),
      { numRuns: 2000 },
    );
  });
});

test("what is encoded is decoded to the same, whatever it says", () => {
  const ip4 = fc
    .tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255))
    .map((parts) => ipOf(parts.join(".")));
  const advert = fc.record({
    vrid: fc.integer({ min: 1, max: 255 }),
    priority: fc.nat(255),
    interval: fc.integer({ min: 1, max: 4095 }).map(centis),
    addresses: fc.array(ip4, { maxLength: 255 }),
  });
  fc.assert(
    fc.property(advert, ip4, ip4, (value, from, to) => {
      expect(decodeAdvert3(encodeAdvert3(value, from, to), from, to)).toEqual({ ok: true, value });
    }),
  );
});

test("a password is cut to 8 bytes and padded with NUL", () => {
  expect(authDataOf("ab")).toEqual(hex("61 62 00 00 00 00 00 00"));
  expect(authDataOf("0123456789")).toEqual(hex("30 31 32 33 34 35 36 37"));
});
