/**
 * Gratuitous ARP for IPv4 over Ethernet: RFC 826, RFC 5227 section 3 ("ARP Announcement").
 *
 *  Ethernet: destination 6 | source 6 | type 0x0806
 *  ARP: hardware 1 | protocol 0x0800 | sizes 6, 4 | operation | sender MAC, IP | target MAC, IP
 */
import { bytesOfIp, type Ip } from "../base/ip.ts";
import { bytesOfMac, type Mac } from "../base/mac.ts";

const ETHERTYPE_ARP = 0x0806;
const ETHERTYPE_IPV4 = 0x0800;
const HARDWARE_ETHERNET = 1;
const OPERATION_REQUEST = 1;
const FRAME = 42;

/**
 * A whole Ethernet frame that tells everybody on the link that `ip` is at `mac`: a request for the
 * sender's own address, with the broadcast address as target hardware address, as keepalived sends it.
 */
export function encodeGratuitousArp(ip: Ip, mac: Mac): Uint8Array {
  const bytes = new Uint8Array(FRAME);
  const view = new DataView(bytes.buffer);
  const hardware = bytesOfMac(mac);
  const address = bytesOfIp(ip);
  bytes.fill(0xff, 0, 6);
  bytes.set(hardware, 6);
  view.setUint16(12, ETHERTYPE_ARP);
  view.setUint16(14, HARDWARE_ETHERNET);
  view.setUint16(16, ETHERTYPE_IPV4);
  view.setUint8(18, 6);
  view.setUint8(19, 4);
  view.setUint16(20, OPERATION_REQUEST);
  bytes.set(hardware, 22);
  bytes.set(address, 28);
  bytes.fill(0xff, 32, 38);
  bytes.set(address, 38);
  return bytes;
}
