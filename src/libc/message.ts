/**
 * sendmsg(2) and recvmsg(2) with one piece of data and control messages: what a raw IPv6 socket
 * needs to choose its source address, and to tell hop limit and destination of what it received.
 */
import koffi from "koffi";
import { bytesOfIp, type Ip, ipFromBytes } from "../base/ip.ts";
import { IPV6, MSG, SOL } from "./constants.ts";
import { answer, native } from "./native.ts";

const cSendmsg: (fd: number, message: unknown, flags: number) => number = native.func(
  "int64_t sendmsg(int fd, void *message, int flags)",
);
const cRecvmsg: (fd: number, message: unknown, flags: number) => number = native.func(
  "int64_t recvmsg(int fd, void *message, int flags)",
);

/** struct msghdr, iovec and room for name, control and data, in memory that the C library can point into. */
const AT = { message: 0, vector: 56, name: 72, control: 104, data: 360 } as const;
const NAME_SIZE = 32;
const CONTROL_SIZE = 256;
const DATA_SIZE = 65_536;
const SIZE = AT.data + DATA_SIZE;

/** struct cmsghdr { size_t len; int level; int type; }. */
const CONTROL_HEADER = 16;
/** struct in6_pktinfo { struct in6_addr address; unsigned int interface; }. */
const PKTINFO_SIZE = 20;
const PKTINFO_SPACE = CONTROL_HEADER + 24;

const memory: unknown = koffi.alloc("uint8_t", SIZE);
const base: bigint = koffi.address(memory);
const bytes = new Uint8Array(koffi.view(memory, SIZE));
const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function pointers(nameSize: number, controlSize: number, dataSize: number): void {
  const set = (at: number, value: bigint): void => {
    view.setBigUint64(at, value, true);
  };
  set(AT.message, base + BigInt(AT.name));
  view.setUint32(AT.message + 8, nameSize, true);
  set(AT.message + 16, base + BigInt(AT.vector));
  set(AT.message + 24, 1n);
  set(AT.message + 32, controlSize === 0 ? 0n : base + BigInt(AT.control));
  set(AT.message + 40, BigInt(controlSize));
  view.setInt32(AT.message + 48, 0, true);
  set(AT.vector, base + BigInt(AT.data));
  set(AT.vector + 8, BigInt(dataSize));
}

/** Sends from `source` over interface `index` (0: by the route). Answers the count, or a negative errno. */
export function sendFrom6(
  fd: number,
  data: Uint8Array,
  address: Uint8Array,
  source: Ip,
  index: number,
): number {
  pointers(address.length, PKTINFO_SPACE, data.length);
  bytes.set(address, AT.name);
  bytes.set(data, AT.data);
  view.setBigUint64(AT.control, BigInt(CONTROL_HEADER + PKTINFO_SIZE), true);
  view.setInt32(AT.control + 8, SOL.IPV6, true);
  view.setInt32(AT.control + 12, IPV6.PKTINFO, true);
  bytes.set(bytesOfIp(source), AT.control + CONTROL_HEADER);
  view.setUint32(AT.control + CONTROL_HEADER + 16, index, true);
  return answer(cSendmsg(fd, memory, MSG.NOSIGNAL));
}

export interface Received6 {
  readonly source: Ip;
  readonly destination: Ip | undefined;
  readonly hopLimit: number | undefined;
  readonly payload: Uint8Array;
}

/** One datagram, or a negative errno. Needs RECVPKTINFO and RECVHOPLIMIT for all its fields. */
export function receive6(fd: number): Received6 | number {
  pointers(NAME_SIZE, CONTROL_SIZE, DATA_SIZE);
  const count = answer(cRecvmsg(fd, memory, 0));
  if (count < 0) return count;
  const control = readControl(Number(view.getBigUint64(AT.message + 40, true)));
  return {
    source: ipFromBytes(bytes.slice(AT.name + 8, AT.name + 24)),
    payload: bytes.slice(AT.data, AT.data + count),
    ...control,
  };
}

function readControl(size: number): Pick<Received6, "destination" | "hopLimit"> {
  let destination: Ip | undefined;
  let hopLimit: number | undefined;
  const end = AT.control + Math.min(size, CONTROL_SIZE);
  for (let at: number = AT.control; at + CONTROL_HEADER <= end; ) {
    const length = Number(view.getBigUint64(at, true));
    if (length < CONTROL_HEADER) break;
    const type = view.getInt32(at + 12, true);
    const data = at + CONTROL_HEADER;
    if (type === IPV6.PKTINFO) destination = ipFromBytes(bytes.slice(data, data + 16));
    if (type === IPV6.HOPLIMIT) hopLimit = view.getInt32(data, true);
    at += (length + 7) & ~7;
  }
  return { destination, hopLimit };
}
