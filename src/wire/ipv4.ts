/**
 * The IPv4 header, RFC 791 section 3.1, of packets that a raw socket sends and receives whole.
 *
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------+-------+---------------+-------------------------------+
 * |Version|  IHL  |Type of Service|         Total Length          |
 * +-------+-------+---------------+-----+-------------------------+
 * |         Identification        |Flags|     Fragment Offset     |
 * +---------------+---------------+-----+-------------------------+
 * |  Time to Live |    Protocol   |        Header Checksum        |
 * +---------------+---------------+-------------------------------+
 * |                  Source, then Destination Address             |
 */
import { bytesOfIp, type Ip, ipFromBytes } from "../base/ip.ts";

export interface Packet4 {
  readonly source: Ip;
  readonly destination: Ip;
  readonly ttl: number;
  readonly protocol: number;
  readonly payload: Uint8Array;
}

const HEADER = 20;
/** Internetwork Control, RFC 791: precedence 6. */
const TYPE_OF_SERVICE = 0xc0;

/** A whole packet. Identification and header checksum stay 0: the kernel fills them in, raw(7). */
export function encodePacket4({
  source,
  destination,
  ttl,
  protocol,
  payload,
}: Packet4): Uint8Array {
  const bytes = new Uint8Array(HEADER + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, 0x45);
  view.setUint8(1, TYPE_OF_SERVICE);
  view.setUint16(2, bytes.length);
  view.setUint8(8, ttl);
  view.setUint8(9, protocol);
  bytes.set(bytesOfIp(source), 12);
  bytes.set(bytesOfIp(destination), 16);
  bytes.set(payload, HEADER);
  return bytes;
}

/** Undefined where it is no whole IPv4 packet. Link padding behind the packet is cut off. */
export function decodePacket4(bytes: Uint8Array): Packet4 | undefined {
  if (bytes.length < HEADER) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = (view.getUint8(0) & 0x0f) * 4;
  const total = view.getUint16(2);
  if (view.getUint8(0) >> 4 !== 4 || size < HEADER || total < size || total > bytes.length)
    return undefined;
  return {
    source: ipFromBytes(bytes.subarray(12, 16)),
    destination: ipFromBytes(bytes.subarray(16, 20)),
    ttl: view.getUint8(8),
    protocol: view.getUint8(9),
    payload: bytes.slice(size, total),
  };
}
