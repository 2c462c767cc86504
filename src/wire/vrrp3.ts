/**
 * VRRP version 3, RFC 9568 section 5.1, for IPv4 and IPv6.
 *
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------+-------+---------------+---------------+---------------+
 * |Version| Type  |     VRID      |   Priority    |IPvX Addr Count|
 * +-------+-------+---------------+---------------+---------------+
 * | Rsrvd |  Max Advertise Int    |           Checksum            |
 * +-------+-----------------------+-------------------------------+
 * |       Addr Count addresses of 4 or 16 bytes each ...          |
 */
import { internetChecksum } from "../base/checksum.ts";
import { bytesOfIp, type Family, familyOf, type Ip, ipFromBytes } from "../base/ip.ts";
import { fail, ok, type Result } from "../base/result.ts";
import { type Centis, centis } from "../base/time.ts";
import { pseudoHeader } from "./pseudo-header.ts";
import type { AdvertFault } from "./vrrp-fault.ts";

/** IANA protocol number of VRRP, RFC 9568 section 5.1.1.4. */
export const PROTOCOL_VRRP = 112;

export interface Advert3 {
  readonly vrid: number;
  readonly priority: number;
  /** Max Advertise Interval, centiseconds, 12 bits. */
  readonly interval: Centis;
  readonly addresses: readonly Ip[];
}

const HEADER = 8;
const VERSION_TYPE = 0x31;
const CHECKSUM_AT = 6;

/** The advert with its checksum, which covers the pseudo-header of `source` and `destination`, section 5.2.8. */
export function encodeAdvert3(advert: Advert3, source: Ip, destination: Ip): Uint8Array {
  const size = familyOf(source) === "inet" ? 4 : 16;
  const bytes = new Uint8Array(HEADER + size * advert.addresses.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, VERSION_TYPE);
  view.setUint8(1, advert.vrid);
  view.setUint8(2, advert.priority);
  view.setUint8(3, advert.addresses.length);
  view.setUint16(4, advert.interval & 0x0fff);
  let at = HEADER;
  for (const address of advert.addresses) {
    bytes.set(bytesOfIp(address), at);
    at += size;
  }
  const pseudo = pseudoHeader(source, destination, bytes.length, PROTOCOL_VRRP);
  view.setUint16(CHECKSUM_AT, internetChecksum(pseudo, bytes));
  return bytes;
}

/** Reads an advert that came from `source` to `destination`; refuses in the order of section 7.1. */
export function decodeAdvert3(
  bytes: Uint8Array,
  source: Ip,
  destination: Ip,
): Result<Advert3, AdvertFault> {
  if (bytes.length < HEADER) return fail("truncated");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const versionType = view.getUint8(0);
  if (versionType >> 4 !== VERSION_TYPE >> 4) return fail("version");
  if ((versionType & 0x0f) !== (VERSION_TYPE & 0x0f)) return fail("type");
  const family = familyOf(source);
  const size = family === "inet" ? 4 : 16;
  const count = view.getUint8(3);
  if (bytes.length !== HEADER + size * count) return fail("length");
  const pseudo = pseudoHeader(source, destination, bytes.length, PROTOCOL_VRRP);
  if (internetChecksum(pseudo, bytes) !== 0) return fail("checksum");
  return ok({
    vrid: view.getUint8(1),
    priority: view.getUint8(2),
    interval: centis(view.getUint16(4) & 0x0fff),
    addresses: readAddresses(bytes, HEADER, count, family),
  });
}

/** `count` addresses from `at` on; the caller has checked that they are there. */
export function readAddresses(
  bytes: Uint8Array,
  at: number,
  count: number,
  family: Family,
): readonly Ip[] {
  const size = family === "inet" ? 4 : 16;
  return Array.from({ length: count }, (_, i) =>
    ipFromBytes(bytes.subarray(at + i * size, at + (i + 1) * size)),
  );
}
