/**
 * VRRP version 2, RFC 3768 section 5.1, with the simple text password of RFC 2338 section 5.3.6.
 *
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------+-------+---------------+---------------+---------------+
 * |Version| Type  |     VRID      |   Priority    | Count IP Addrs|
 * +-------+-------+---------------+---------------+---------------+
 * |   Auth Type   |   Adver Int   |           Checksum            |
 * +---------------+---------------+-------------------------------+
 * |               Count addresses of 4 bytes each ...             |
 * +---------------------------------------------------------------+
 * |                  Authentication Data, 8 bytes                 |
 */
import { internetChecksum } from "../base/checksum.ts";
import { bytesOfIp, type Ip } from "../base/ip.ts";
import { fail, ok, type Result } from "../base/result.ts";
import type { AdvertFault } from "./vrrp-fault.ts";
import { readAddresses } from "./vrrp3.ts";

export interface Advert2 {
  readonly vrid: number;
  readonly priority: number;
  /** 0 none, 1 simple text password, 2 IP Authentication Header. */
  readonly authType: number;
  /** Whole seconds. */
  readonly interval: number;
  readonly addresses: readonly Ip[];
  /** 8 bytes; the password padded with NUL, or zeros. */
  readonly authData: Uint8Array;
}

export const AUTH_NONE = 0;
export const AUTH_PASS = 1;

const HEADER = 8;
const AUTH_DATA = 8;
const VERSION_TYPE = 0x21;
const CHECKSUM_AT = 6;

/** The first 8 bytes of a password, padded with NUL: RFC 2338 section 5.3.10. */
export function authDataOf(password: string): Uint8Array {
  const bytes = new Uint8Array(AUTH_DATA);
  bytes.set(new TextEncoder().encode(password).subarray(0, AUTH_DATA));
  return bytes;
}

/** The advert with its checksum, which covers the VRRP message alone, RFC 3768 section 5.3.8. */
export function encodeAdvert2(advert: Advert2): Uint8Array {
  const bytes = new Uint8Array(HEADER + 4 * advert.addresses.length + AUTH_DATA);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, VERSION_TYPE);
  view.setUint8(1, advert.vrid);
  view.setUint8(2, advert.priority);
  view.setUint8(3, advert.addresses.length);
  view.setUint8(4, advert.authType);
  view.setUint8(5, advert.interval);
  let at = HEADER;
  for (const address of advert.addresses) {
    bytes.set(bytesOfIp(address), at);
    at += 4;
  }
  bytes.set(advert.authData.subarray(0, AUTH_DATA), at);
  view.setUint16(CHECKSUM_AT, internetChecksum(bytes));
  return bytes;
}

/** Refuses in the order of RFC 3768 section 7.1. Whether the password is right is the engine's question. */
export function decodeAdvert2(bytes: Uint8Array): Result<Advert2, AdvertFault> {
  if (bytes.length < HEADER + AUTH_DATA) return fail("truncated");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const versionType = view.getUint8(0);
  if (versionType >> 4 !== VERSION_TYPE >> 4) return fail("version");
  if ((versionType & 0x0f) !== (VERSION_TYPE & 0x0f)) return fail("type");
  const count = view.getUint8(3);
  const authAt = HEADER + 4 * count;
  if (bytes.length !== authAt + AUTH_DATA) return fail("length");
  if (internetChecksum(bytes) !== 0) return fail("checksum");
  return ok({
    vrid: view.getUint8(1),
    priority: view.getUint8(2),
    authType: view.getUint8(4),
    interval: view.getUint8(5),
    addresses: readAddresses(bytes, HEADER, count, "inet"),
    authData: bytes.slice(authAt),
  });
}
