/** Interfaces in rtnetlink(7): struct ifinfomsg { family, type, index, flags, change } and IFLA_ attributes. */
import { type Mac, macFromBytes } from "../../base/mac.ts";
import { decodeAttributes, encodePayload } from "./message.ts";

export const RTM_NEWLINK = 16;
export const RTM_DELLINK = 17;
export const RTM_GETLINK = 18;

export interface LinkMessage {
  readonly index: number;
  readonly name: string;
  readonly up: boolean;
  readonly loopback: boolean;
  readonly multicast: boolean;
  readonly noArp: boolean;
  readonly mac: Mac | undefined;
  readonly mtu: number;
}

const FIXED = 16;
const IFLA_ADDRESS = 1;
const IFLA_IFNAME = 3;
const IFLA_MTU = 4;
const IFF_UP = 0x1;
const IFF_LOOPBACK = 0x8;
const IFF_RUNNING = 0x40;
const IFF_NOARP = 0x80;
const IFF_MULTICAST = 0x1000;
const ARPHRD_ETHER = 1;

/** Asks for all interfaces. */
export const encodeLinkDump = (): Uint8Array => encodePayload(new Uint8Array(FIXED), []);

/** Undefined where it is cut short, has no name, or is another family's news (a bridge's of its ports). */
export function decodeLink(payload: Uint8Array): LinkMessage | undefined {
  if (payload.length < FIXED) return undefined;
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const attributes = decodeAttributes(payload, FIXED);
  const name = textOf(attributes.get(IFLA_IFNAME));
  if (view.getUint8(0) !== 0 || name === undefined) return undefined;
  const flags = view.getUint32(8, true);
  const hardware = attributes.get(IFLA_ADDRESS);
  const ethernet = view.getUint16(2, true) === ARPHRD_ETHER && hardware?.length === 6;
  const mtu = attributes.get(IFLA_MTU);
  return {
    index: view.getInt32(4, true),
    name,
    up: (flags & IFF_UP) !== 0 && (flags & IFF_RUNNING) !== 0,
    loopback: (flags & IFF_LOOPBACK) !== 0,
    multicast: (flags & IFF_MULTICAST) !== 0,
    noArp: (flags & IFF_NOARP) !== 0,
    mac: ethernet ? macFromBytes(hardware) : undefined,
    mtu: mtu?.length === 4 ? new DataView(mtu.buffer, mtu.byteOffset).getUint32(0, true) : 0,
  };
}

/** Text that ends at its first NUL. */
function textOf(bytes: Uint8Array | undefined): string | undefined {
  if (bytes === undefined || bytes.length === 0) return undefined;
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}
