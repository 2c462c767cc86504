/** A netlink socket: requests and their answers, or news. */
import { AF, SO, SOCK, SOL } from "../libc/constants.ts";
import { ERRNO } from "../libc/errno.ts";
import { sockaddrNetlink } from "../libc/sockaddr.ts";
import {
  bindSocket,
  closeFd,
  localAddress,
  openSocket,
  receive,
  send,
  setOption,
} from "../libc/socket.ts";
import { decodeMessages, type Message } from "../wire/netlink/message.ts";

export interface NetlinkSocket {
  readonly fd: number;
  /** The port id by which the kernel knows this socket. */
  readonly port: number;
  /** Answers 0 or more, or a negative errno. */
  send(bytes: Uint8Array): number;
  /** What one read brings; undefined: nothing is waiting; "lost": the kernel had to drop some. */
  read(): readonly Message[] | "lost" | undefined;
  close(): void;
}

const NETLINK_ROUTE = 0;
/** Larger than any one message the kernel makes of a dump (it takes up to 32 KiB where the reader has room). */
const READ_SIZE = 65_536;
/** Room for the news of a few thousand addresses at once. */
const RECEIVE_BUFFER = 4 * 1024 * 1024;

/** A socket of rtnetlink(7) that hears `groups` (a bit mask). A negative errno where it cannot be had. */
export function openRouteSocket(groups: number): NetlinkSocket | number {
  const fd = openSocket(AF.NETLINK, SOCK.RAW, NETLINK_ROUTE);
  if (fd < 0) return fd;
  // The forced size needs CAP_NET_ADMIN; without it the plain one goes as far as rmem_max.
  if (setOption(fd, SOL.SOCKET, SO.RCVBUFFORCE, RECEIVE_BUFFER) < 0)
    setOption(fd, SOL.SOCKET, SO.RCVBUF, RECEIVE_BUFFER);
  const bound = bindSocket(fd, sockaddrNetlink(0, groups));
  if (bound < 0) {
    closeFd(fd);
    return bound;
  }
  const address = localAddress(fd);
  const port = address === undefined ? 0 : new DataView(address.buffer).getUint32(4, true);
  const buffer = new Uint8Array(READ_SIZE);
  return {
    fd,
    port,
    send: (bytes) => send(fd, bytes),
    read() {
      const count = receive(fd, buffer);
      if (count === -ERRNO.ENOBUFS) return "lost";
      return count <= 0 ? undefined : decodeMessages(buffer.slice(0, count));
    },
    close: () => {
      closeFd(fd);
    },
  };
}
