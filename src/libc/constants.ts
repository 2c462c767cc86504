/** Numbers of Linux's headers, the same on every 64-bit little-endian machine; named as the man pages name them. */

/** <bits/socket.h>: address families. */
export const AF = { UNIX: 1, INET: 2, INET6: 10, NETLINK: 16, PACKET: 17 } as const;

/** <bits/socket_type.h>: types, and the flags that socket(2) takes beside them. */
export const SOCK = { STREAM: 1, DGRAM: 2, RAW: 3, NONBLOCK: 0o4000, CLOEXEC: 0o2000000 } as const;

/** Levels of setsockopt(2). */
export const SOL = { IP: 0, SOCKET: 1, TCP: 6, IPV6: 41, PACKET: 263, NETLINK: 270 } as const;

/** socket(7). */
export const SO = {
  ERROR: 4,
  SNDBUF: 7,
  RCVBUF: 8,
  PRIORITY: 12,
  LINGER: 13,
  BINDTODEVICE: 25,
  RCVBUFFORCE: 33,
} as const;

/** ip(7). */
export const IP = {
  HDRINCL: 3,
  FREEBIND: 15,
  MULTICAST_IF: 32,
  MULTICAST_LOOP: 34,
  ADD_MEMBERSHIP: 35,
  MULTICAST_ALL: 49,
} as const;

/** ipv6(7). */
export const IPV6 = {
  CHECKSUM: 7,
  UNICAST_HOPS: 16,
  MULTICAST_IF: 17,
  MULTICAST_HOPS: 18,
  MULTICAST_LOOP: 19,
  JOIN_GROUP: 20,
  MULTICAST_ALL: 29,
  RECVPKTINFO: 49,
  PKTINFO: 50,
  RECVHOPLIMIT: 51,
  HOPLIMIT: 52,
  TCLASS: 67,
  FREEBIND: 78,
} as const;

/** send(2) and recv(2). */
export const MSG = {
  PEEK: 0x02,
  CTRUNC: 0x08,
  TRUNC: 0x20,
  DONTWAIT: 0x40,
  NOSIGNAL: 0x4000,
} as const;
