/**
 * Netlink messages and attributes, netlink(7): a run of headers, each with a payload that rtnetlink(7)
 * defines, and attributes behind it. Integers are in the machine's order, which is little-endian here.
 *
 * +---------------------------------------------------------------+
 * |                      Length, header included                  |
 * +-------------------------------+-------------------------------+
 * |             Type              |             Flags             |
 * +-------------------------------+-------------------------------+
 * |                        Sequence number                        |
 * +---------------------------------------------------------------+
 * |                            Port id                            |
 * +---------------------------------------------------------------+
 */
export interface Message {
  readonly type: number;
  readonly flags: number;
  readonly sequence: number;
  /** Whose request this is, or answers. */
  readonly port: number;
  readonly payload: Uint8Array;
}

export const NLM_F_REQUEST = 0x001;
export const NLM_F_ACK = 0x004;
/** The kernel changed what it was listing: something may be missing, or be there twice. */
export const NLM_F_DUMP_INTR = 0x010;
export const NLM_F_DUMP = 0x300;
export const NLM_F_EXCL = 0x200;
export const NLM_F_CREATE = 0x400;

export const NLMSG_ERROR = 2;
export const NLMSG_DONE = 3;

const HEADER = 16;
const ATTRIBUTE_HEADER = 4;
/** NLA_F_NESTED and NLA_F_NET_BYTEORDER share the type's two bytes. */
const ATTRIBUTE_TYPE = 0x3fff;

const aligned = (size: number): number => (size + 3) & ~3;
const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** One message, padded to a multiple of 4 bytes so that others can follow it. */
export function encodeMessage({ type, flags, sequence, port, payload }: Message): Uint8Array {
  const bytes = new Uint8Array(aligned(HEADER + payload.length));
  const view = viewOf(bytes);
  view.setUint32(0, HEADER + payload.length, true);
  view.setUint16(4, type, true);
  view.setUint16(6, flags, true);
  view.setUint32(8, sequence, true);
  view.setUint32(12, port, true);
  bytes.set(payload, HEADER);
  return bytes;
}

/** All whole messages in `bytes`; what follows a length that cannot be right is left out. */
export function decodeMessages(bytes: Uint8Array): readonly Message[] {
  const view = viewOf(bytes);
  const messages: Message[] = [];
  for (let at = 0; at + HEADER <= bytes.length; ) {
    const length = view.getUint32(at, true);
    if (length < HEADER || at + length > bytes.length) break;
    messages.push({
      type: view.getUint16(at + 4, true),
      flags: view.getUint16(at + 6, true),
      sequence: view.getUint32(at + 8, true),
      port: view.getUint32(at + 12, true),
      payload: bytes.subarray(at + HEADER, at + length),
    });
    at += aligned(length);
  }
  return messages;
}

export type Attribute = readonly [type: number, value: Uint8Array];

/** A fixed part followed by attributes. */
export function encodePayload(fixed: Uint8Array, attributes: readonly Attribute[]): Uint8Array {
  let size = aligned(fixed.length);
  for (const [, value] of attributes) size += aligned(ATTRIBUTE_HEADER + value.length);
  const bytes = new Uint8Array(size);
  const view = viewOf(bytes);
  bytes.set(fixed);
  let at = aligned(fixed.length);
  for (const [type, value] of attributes) {
    view.setUint16(at, ATTRIBUTE_HEADER + value.length, true);
    view.setUint16(at + 2, type, true);
    bytes.set(value, at + ATTRIBUTE_HEADER);
    at += aligned(ATTRIBUTE_HEADER + value.length);
  }
  return bytes;
}

/** The attributes from `at` on, the last of each type; a malformed one ends the reading. */
export function decodeAttributes(bytes: Uint8Array, at: number): ReadonlyMap<number, Uint8Array> {
  const view = viewOf(bytes);
  const attributes = new Map<number, Uint8Array>();
  for (let i = at; i + ATTRIBUTE_HEADER <= bytes.length; ) {
    const length = view.getUint16(i, true);
    if (length < ATTRIBUTE_HEADER || i + length > bytes.length) break;
    const type = view.getUint16(i + 2, true) & ATTRIBUTE_TYPE;
    attributes.set(type, bytes.subarray(i + ATTRIBUTE_HEADER, i + length));
    i += aligned(length);
  }
  return attributes;
}

/** What NLMSG_ERROR says: 0 is an acknowledgement, else a negative errno; undefined where it is cut short. */
export function decodeError({ payload }: Message): number | undefined {
  return payload.length < 4 ? undefined : viewOf(payload).getInt32(0, true);
}
