/**
 * The pseudo-header that transport checksums cover: RFC 793 section 3.1 for IPv4, RFC 8200 section
 * 8.1 for IPv6.
 */
import { bytesOfIp, familyOf, type Ip } from "../base/ip.ts";

/** `length` is that of the upper-layer packet in bytes, `protocol` its number. */
export function pseudoHeader(
  source: Ip,
  destination: Ip,
  length: number,
  protocol: number,
): Uint8Array {
  const from = bytesOfIp(source);
  const to = bytesOfIp(destination);
  const inet = familyOf(source) === "inet";
  const bytes = new Uint8Array(from.length + to.length + (inet ? 4 : 8));
  const view = new DataView(bytes.buffer);
  const at = from.length + to.length;
  bytes.set(from);
  bytes.set(to, from.length);
  if (inet) {
    view.setUint8(at + 1, protocol);
    view.setUint16(at + 2, length);
  } else {
    view.setUint32(at, length);
    view.setUint8(at + 7, protocol);
  }
  return bytes;
}
