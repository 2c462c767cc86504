/**
 * Unsolicited Neighbor Advertisement over Ethernet: RFC 4861 sections 4.4 and 7.2.6.
 *
 *  Ethernet 14 | IPv6 40 | type 136, code 0, checksum | R S O flags, reserved 32 bits
 *  | target address 16 | option 2 (target link-layer address), length 1, MAC 6
 */
import { internetChecksum } from "../base/checksum.ts";
import { bytesOfIp, type Ip, ipFromBytes } from "../base/ip.ts";
import { bytesOfMac, type Mac } from "../base/mac.ts";
import { pseudoHeader } from "./pseudo-header.ts";

const ETHERTYPE_IPV6 = 0x86dd;
const PROTOCOL_ICMPV6 = 58;
const HOP_LIMIT = 255;
const TYPE_NEIGHBOR_ADVERTISEMENT = 136;
const FLAG_ROUTER = 0x80;
const FLAG_OVERRIDE = 0x20;
const OPTION_TARGET_LINK_LAYER = 2;
const IPV6_AT = 14;
const ICMP_AT = IPV6_AT + 40;
const ICMP_SIZE = 32;

const ALL_NODES = Uint8Array.from([0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
const ALL_NODES_MAC = Uint8Array.from([0x33, 0x33, 0, 0, 0, 1]);

/** A whole Ethernet frame from `ip` to all nodes: `ip` is at `mac` from now on (override). */
export function encodeNeighborAdvertisement(ip: Ip, mac: Mac, router: boolean): Uint8Array {
  const bytes = new Uint8Array(ICMP_AT + ICMP_SIZE);
  const view = new DataView(bytes.buffer);
  const address = bytesOfIp(ip);
  bytes.set(ALL_NODES_MAC);
  bytes.set(bytesOfMac(mac), 6);
  view.setUint16(12, ETHERTYPE_IPV6);
  view.setUint8(IPV6_AT, 0x60);
  view.setUint16(IPV6_AT + 4, ICMP_SIZE);
  view.setUint8(IPV6_AT + 6, PROTOCOL_ICMPV6);
  view.setUint8(IPV6_AT + 7, HOP_LIMIT);
  bytes.set(address, IPV6_AT + 8);
  bytes.set(ALL_NODES, IPV6_AT + 24);
  view.setUint8(ICMP_AT, TYPE_NEIGHBOR_ADVERTISEMENT);
  view.setUint8(ICMP_AT + 4, FLAG_OVERRIDE | (router ? FLAG_ROUTER : 0));
  bytes.set(address, ICMP_AT + 8);
  view.setUint8(ICMP_AT + 24, OPTION_TARGET_LINK_LAYER);
  view.setUint8(ICMP_AT + 25, 1);
  bytes.set(bytesOfMac(mac), ICMP_AT + 26);
  const pseudo = pseudoHeader(ip, ipFromBytes(ALL_NODES), ICMP_SIZE, PROTOCOL_ICMPV6);
  view.setUint16(ICMP_AT + 2, internetChecksum(pseudo, bytes.subarray(ICMP_AT)));
  return bytes;
}
