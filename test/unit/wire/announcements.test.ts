/** Gratuitous ARP and unsolicited NA. The golden bytes were captured from keepalived 2.2.7. */
import { expect, test } from "vitest";
import { internetChecksum } from "../../../src/base/checksum.ts";
import { parseMac } from "../../../src/base/mac.ts";
import { encodeGratuitousArp } from "../../../src/wire/arp.ts";
import { encodeNeighborAdvertisement } from "../../../src/wire/ndisc.ts";
import { hex } from "../hex.ts";
import { ipOf } from "../ip-of.ts";

const mac = parseMac("02:00:00:00:00:01") ?? expect.fail("a MAC");

test("a gratuitous ARP is the frame that keepalived sends", () => {
  expect(encodeGratuitousArp(ipOf("10.9.0.102"), mac)).toEqual(
    hex(`ff ff ff ff ff ff 02 00 00 00 00 01 08 06 00 01 08 00 06 04 00 01 02 00 00 00 00 01
      0a 09 00 66 ff ff ff ff ff ff 0a 09 00 66`),
  );
});

test("a neighbour advertisement is the frame that keepalived sends", () => {
  expect(encodeNeighborAdvertisement(ipOf("fe80::9:100"), mac, false)).toEqual(
    hex(`33 33 00 00 00 01 02 00 00 00 00 01 86 dd 60 00 00 00 00 20 3a ff
      fe 80 00 00 00 00 00 00 00 00 00 00 00 09 01 00 ff 02 00 00 00 00 00 00 00 00 00 00 00 00 00 01
      88 00 55 8b 20 00 00 00 fe 80 00 00 00 00 00 00 00 00 00 00 00 09 01 00 02 01 02 00 00 00 00 01`),
  );
});

test("the router flag is one bit more, and the checksum follows", () => {
  const frame = encodeNeighborAdvertisement(ipOf("fe80::9:100"), mac, true);
  const pseudo = hex(`fe 80 00 00 00 00 00 00 00 00 00 00 00 09 01 00
    ff 02 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00 00 00 20 00 00 00 3a`);
  expect(frame[58]).toBe(0xa0);
  expect(internetChecksum(pseudo, frame.subarray(54))).toBe(0);
});
