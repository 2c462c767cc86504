/** What the observer understands of a frame; read here by hand, so that nothing of daruma judges itself. */
import type { Packet } from "./pcap.ts";

export interface Advert {
  readonly kind: "advert";
  readonly at: number;
  /** The last byte of the sender's MAC address: its host's number. */
  readonly from: number;
  readonly vrid: number;
  readonly priority: number;
}

export interface GratuitousArp {
  readonly kind: "garp";
  readonly at: number;
  readonly from: number;
}

export type Frame = Advert | GratuitousArp;

const ETHERNET = 14;
const TYPE_IPV4 = 0x0800;
const TYPE_ARP = 0x0806;
const PROTOCOL_VRRP = 112;

/** Undefined for everything else that crosses a LAN. */
export function readFrame({ at, bytes }: Packet): Frame | undefined {
  const from = bytes[11] ?? 0;
  const body = bytes.subarray(ETHERNET);
  switch (bytes.readUInt16BE(12)) {
    case TYPE_IPV4: {
      if (body[9] !== PROTOCOL_VRRP) return undefined;
      const vrrp = body.subarray(((body[0] ?? 0) & 15) * 4);
      return { kind: "advert", at, from, vrid: vrrp[1] ?? 0, priority: vrrp[2] ?? 0 };
    }
    case TYPE_ARP:
      // RFC 5227: sender and target are the same address.
      return body.subarray(14, 18).equals(body.subarray(24, 28))
        ? { kind: "garp", at, from }
        : undefined;
    default:
      return undefined;
  }
}
