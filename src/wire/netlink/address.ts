/** Addresses in rtnetlink(7): struct ifaddrmsg { family, prefixlen, flags, scope, index } and IFA_ attributes. */
import { bytesOfIp, familyOf, type Ip, ipFromBytes } from "../../base/ip.ts";
import { type Attribute, decodeAttributes, encodePayload } from "./message.ts";

export const RTM_NEWADDR = 20;
export const RTM_DELADDR = 21;
export const RTM_GETADDR = 22;

export interface AddressMessage {
  readonly index: number;
  readonly ip: Ip;
  readonly length: number;
  /** Not of use yet (duplicate address detection is under way) or ever (it has failed). */
  readonly unusable: boolean;
}

export interface AddressRequest {
  readonly index: number;
  readonly ip: Ip;
  readonly length: number;
  readonly scope: number;
  readonly broadcast: Ip | undefined;
  readonly label: string | undefined;
}

const FIXED = 8;
const AF_INET = 2;
const AF_INET6 = 10;
const IFA_ADDRESS = 1;
const IFA_LOCAL = 2;
const IFA_LABEL = 3;
const IFA_BROADCAST = 4;
const IFA_CACHEINFO = 6;
const IFA_FLAGS = 8;
const IFA_F_NODAD = 0x02;
const IFA_F_DADFAILED = 0x08;
const IFA_F_TENTATIVE = 0x40;
const FOREVER = 0xffffffff;

/** Asks for all addresses of both families. */
export const encodeAddressDump = (): Uint8Array => encodePayload(new Uint8Array(FIXED), []);

/** The payload of RTM_NEWADDR. Virtual IPv6 addresses skip duplicate detection: the old master may not be gone yet. */
export function encodeAddress(request: AddressRequest): Uint8Array {
  const { ip, broadcast, label } = request;
  const value = bytesOfIp(ip);
  const inet = familyOf(ip) === "inet";
  const attributes: Attribute[] = [
    [IFA_LOCAL, value],
    [IFA_ADDRESS, value],
  ];
  if (inet && broadcast !== undefined) attributes.push([IFA_BROADCAST, bytesOfIp(broadcast)]);
  if (inet && label !== undefined)
    attributes.push([IFA_LABEL, new TextEncoder().encode(`${label}\0`)]);
  if (!inet) {
    attributes.push([IFA_FLAGS, integers(IFA_F_NODAD)]);
    // keepalived.conf(5): preferred lifetime 0, so that a /128 is never chosen as a source.
    if (request.length === 128) attributes.push([IFA_CACHEINFO, integers(0, FOREVER, 0, 0)]);
  }
  return encodePayload(fixedPart(request), attributes);
}

/** The payload of RTM_DELADDR: the address alone tells which. */
export const encodeAddressRemoval = (request: AddressRequest): Uint8Array =>
  encodePayload(fixedPart(request), [[IFA_LOCAL, bytesOfIp(request.ip)]]);

function fixedPart({ index, ip, length, scope }: AddressRequest): Uint8Array {
  const bytes = new Uint8Array(FIXED);
  const view = new DataView(bytes.buffer);
  const inet = familyOf(ip) === "inet";
  view.setUint8(0, inet ? AF_INET : AF_INET6);
  view.setUint8(1, length);
  view.setUint8(2, inet ? 0 : IFA_F_NODAD);
  view.setUint8(3, inet ? scope : 0);
  view.setUint32(4, index, true);
  return bytes;
}

function integers(...values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 * values.length);
  const view = new DataView(bytes.buffer);
  for (const [i, value] of values.entries()) view.setUint32(4 * i, value, true);
  return bytes;
}

/** Undefined where it is cut short, of another family, or without an address. */
export function decodeAddress(payload: Uint8Array): AddressMessage | undefined {
  if (payload.length < FIXED) return undefined;
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const size = { [AF_INET]: 4, [AF_INET6]: 16 }[view.getUint8(0)];
  const attributes = decodeAttributes(payload, FIXED);
  // IFA_ADDRESS is the peer's where a link has one, and IFA_LOCAL then is ours.
  const value = attributes.get(IFA_LOCAL) ?? attributes.get(IFA_ADDRESS);
  if (value === undefined || value.length !== size) return undefined;
  const wide = attributes.get(IFA_FLAGS);
  const flags =
    wide?.length === 4
      ? new DataView(wide.buffer, wide.byteOffset).getUint32(0, true)
      : view.getUint8(2);
  return {
    index: view.getUint32(4, true),
    ip: ipFromBytes(value),
    length: view.getUint8(1),
    unusable: (flags & (IFA_F_TENTATIVE | IFA_F_DADFAILED)) !== 0,
  };
}
