/**
 * Sockets: socket(2), bind(2), connect(2), send(2), recv(2), setsockopt(2). Each function answers 0,
 * a count or a descriptor, or a negative errno.
 */
import { SOCK } from "./constants.ts";
import { answer, native } from "./native.ts";

const cSocket: (domain: number, type: number, protocol: number) => number = native.func(
  "int socket(int domain, int type, int protocol)",
);
const cBind: (fd: number, address: Uint8Array, size: number) => number = native.func(
  "int bind(int fd, void *address, uint32_t size)",
);
const cConnect: (fd: number, address: Uint8Array, size: number) => number = native.func(
  "int connect(int fd, void *address, uint32_t size)",
);
const cGetsockname: (fd: number, address: Uint8Array, size: Uint32Array) => number = native.func(
  "int getsockname(int fd, void *address, void *size)",
);
const cSend: (fd: number, bytes: Uint8Array, size: number, flags: number) => number = native.func(
  "int64_t send(int fd, void *bytes, size_t size, int flags)",
);
const cSendto: (
  fd: number,
  bytes: Uint8Array,
  size: number,
  flags: number,
  address: Uint8Array,
  addressSize: number,
) => number = native.func(
  "int64_t sendto(int fd, void *bytes, size_t size, int flags, void *address, uint32_t addressSize)",
);
const cRecv: (fd: number, bytes: Uint8Array, size: number, flags: number) => number = native.func(
  "int64_t recv(int fd, void *bytes, size_t size, int flags)",
);
const cSetsockopt: (
  fd: number,
  level: number,
  name: number,
  value: Uint8Array | Int32Array,
  size: number,
) => number = native.func(
  "int setsockopt(int fd, int level, int name, void *value, uint32_t size)",
);
const cGetsockopt: (
  fd: number,
  level: number,
  name: number,
  value: Int32Array,
  size: Uint32Array,
) => number = native.func("int getsockopt(int fd, int level, int name, void *value, void *size)");
const cClose: (fd: number) => number = native.func("int close(int fd)");
const cNametoindex: (name: string) => number = native.func(
  "uint32_t if_nametoindex(const char *name)",
);

const integer = new Int32Array(1);
const integerSize = new Uint32Array(1);

/** A non-blocking socket that children do not inherit. */
export const openSocket = (domain: number, type: number, protocol: number): number =>
  answer(cSocket(domain, type | SOCK.NONBLOCK | SOCK.CLOEXEC, protocol));

export const bindSocket = (fd: number, address: Uint8Array): number =>
  answer(cBind(fd, address, address.length));

/** -EINPROGRESS: the descriptor becomes writable when it is decided, and `socketError` tells how. */
export const connectSocket = (fd: number, address: Uint8Array): number =>
  answer(cConnect(fd, address, address.length));

/** Sends on a connected socket; answers how many bytes went. */
export const send = (fd: number, bytes: Uint8Array, flags = 0): number =>
  answer(cSend(fd, bytes, bytes.length, flags));

export const sendTo = (fd: number, bytes: Uint8Array, address: Uint8Array, flags = 0): number =>
  answer(cSendto(fd, bytes, bytes.length, flags, address, address.length));

/** Reads once into `buffer`; answers how many bytes came, 0 at the end of a stream. */
export const receive = (fd: number, buffer: Uint8Array, flags = 0): number =>
  answer(cRecv(fd, buffer, buffer.length, flags));

/** Sets an option whose value is an int or a structure. */
export function setOption(
  fd: number,
  level: number,
  name: number,
  value: number | Uint8Array,
): number {
  if (typeof value !== "number") return answer(cSetsockopt(fd, level, name, value, value.length));
  integer[0] = value;
  return answer(cSetsockopt(fd, level, name, integer, 4));
}

/** Reads an option whose value is an int that is never negative. */
export function getOption(fd: number, level: number, name: number): number {
  integerSize[0] = 4;
  const result = answer(cGetsockopt(fd, level, name, integer, integerSize));
  return result < 0 ? result : (integer[0] ?? 0);
}

/** The address that a socket is bound to, as the kernel lays it out; undefined where it has none. */
export function localAddress(fd: number): Uint8Array | undefined {
  const address = new Uint8Array(128);
  const size = Uint32Array.of(address.length);
  return cGetsockname(fd, address, size) < 0 ? undefined : address.subarray(0, size[0]);
}

/** close(2), once: on Linux the descriptor is gone even where it answers an error. */
export const closeFd = (fd: number): number => answer(cClose(fd));

/** if_nametoindex(3): the interface's index, or a negative errno. */
export function interfaceIndex(name: string): number {
  const index = cNametoindex(name);
  return index === 0 ? answer(-1) : index;
}
