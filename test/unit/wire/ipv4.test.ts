import * as fc from "fast-check";
import { expect, test } from "vitest";
import { decodePacket4, encodePacket4 } from "../../../src/wire/ipv4.ts";
import { hex } from "../hex.ts";
import { ipOf } from "../ip-of.ts";

const packet = {
  source: ipOf("10.9.0.1"),
  destination: ipOf("224.0.0.18"),
  ttl: 255,
  protocol: 112,
  payload: hex("31 34 96 01 00 32 43 90 0a 09 00 66"),
};

test("the header is keepalived's but for identification and checksum, which the kernel fills in", () => {
  expect(encodePacket4(packet).subarray(0, 20)).toEqual(
    hex("45 c0 00 20 00 00 00 00 ff 70 00 00 0a 09 00 01 e0 00 00 12"),
  );
});

test("options are skipped, and padding behind the packet is cut off", () => {
  const bytes = hex(
    "46 c0 00 1c 00 00 00 00 01 70 00 00 0a 09 00 01 0a 09 00 02 94 04 00 00 aa bb cc dd 00 00 00",
  );
  expect(decodePacket4(bytes)).toEqual({
    source: "10.9.0.1",
    destination: "10.9.0.2",
    ttl: 1,
    protocol: 112,
    payload: hex("aa bb cc dd"),
  });
});

test("any bytes are a packet or none, without a throw", () => {
  expect(() => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const decoded = decodePacket4(bytes);
        return decoded === undefined || decoded.payload.length <= bytes.length - 20;
      }),
      { numRuns: 2000 },
    );
  }).not.toThrow();
});
