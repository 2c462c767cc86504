import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  decodeAddress,
  encodeAddress,
  encodeAddressRemoval,
} from "../../../src/wire/netlink/address.ts";
import { decodeLink } from "../../../src/wire/netlink/link.ts";
import {
  decodeAttributes,
  decodeMessages,
  encodeMessage,
} from "../../../src/wire/netlink/message.ts";
import { hex } from "../hex.ts";
import { ipOf } from "../ip-of.ts";

const address = {
  index: 7,
  ip: ipOf("192.0.2.1"),
  length: 24,
  scope: 0,
  broadcast: ipOf("192.0.2.255"),
  label: "eth0:1",
};

test("an IPv4 address is struct ifaddrmsg and its attributes", () => {
  expect(encodeAddress(address)).toEqual(
    hex(`02 18 00 00 07 00 00 00
      08 00 02 00 c0 00 02 01  08 00 01 00 c0 00 02 01  08 00 04 00 c0 00 02 ff
      0b 00 03 00 65 74 68 30 3a 31 00 00`),
  );
});

test("an IPv6 address skips duplicate detection, and a /128 is never preferred", () => {
  const request = { ...address, ip: ipOf("2001:db8::1"), length: 128 };
  const attributes = decodeAttributes(encodeAddress(request), 8);
  expect(attributes.get(8)).toEqual(hex("02 00 00 00"));
  expect(attributes.get(6)).toEqual(hex("00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00"));
  expect(attributes.has(4)).toBe(false);
});

test("what is asked for is what would be read", () => {
  expect(decodeAddress(encodeAddress(address))).toEqual({
    index: 7,
    ip: "192.0.2.1",
    length: 24,
    unusable: false,
  });
  expect(decodeAddress(encodeAddressRemoval(address))?.ip).toBe("192.0.2.1");
});

test("a tentative address is of no use yet", () => {
  const payload = encodeAddress({ ...address, ip: ipOf("fe80::1"), length: 64 });
  const flags = payload.findIndex((_, at) => at >= 8 && payload[at] === 8 && payload[at + 2] === 8);
  payload[flags + 4] = 0x40;
  expect(decodeAddress(payload)?.unusable).toBe(true);
});

test("messages follow one another, each padded to 4 bytes", () => {
  const one = { type: 20, flags: 5, sequence: 1, port: 0, payload: hex("aa bb cc") };
  const two = { type: 21, flags: 5, sequence: 2, port: 9, payload: hex("dd") };
  const bytes = Uint8Array.of(...encodeMessage(one), ...encodeMessage(two));
  expect(decodeMessages(bytes)).toEqual([one, two]);
});

describe("hostile bytes", () => {
  test("a length that cannot be right ends the reading", () => {
    const bytes = encodeMessage({ type: 1, flags: 0, sequence: 0, port: 0, payload: hex("00") });
    bytes[0] = 200;
    expect(decodeMessages(bytes)).toEqual([]);
    bytes[0] = 3;
    expect(decodeMessages(bytes)).toEqual([]);
  });

  test("never throw and never loop", () => {
    expect(() => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
          for (const { payload } of decodeMessages(bytes)) {
            decodeLink(payload);
            decodeAddress(payload);
          }
          decodeLink(bytes);
          decodeAddress(bytes);
          decodeAttributes(bytes, 0);
        }),
        { numRuns: 3000 },
      );
    }).not.toThrow();
  });
});
