/** What a connect probe needs of TCP: tcp(7), connect(2). Answers as in socket.ts. */
import type { Family, Ip } from "../base/ip.ts";
import { AF, SO, SOCK, SOL } from "./constants.ts";
import { sockaddrIp } from "./sockaddr.ts";
import { bindSocket, closeFd, connectSocket, getOption, openSocket, setOption } from "./socket.ts";

/** struct linger { on, 0 seconds }: close resets the connection, and leaves no TIME_WAIT behind. */
const RESET_ON_CLOSE = Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0);

/** A non-blocking TCP socket that closes by reset; bound to `bindTo` where given. A negative errno otherwise. */
export function openTcp(family: Family, bindTo?: Ip): number {
  const fd = openSocket(family === "inet" ? AF.INET : AF.INET6, SOCK.STREAM, 0);
  if (fd < 0) return fd;
  const lingers = setOption(fd, SOL.SOCKET, SO.LINGER, RESET_ON_CLOSE);
  const problem =
    lingers < 0 || bindTo === undefined ? lingers : bindSocket(fd, sockaddrIp(bindTo, 0));
  if (problem >= 0) return fd;
  closeFd(fd);
  return problem;
}

/** 0 where it is connected at once, -EINPROGRESS where it will become writable, another negative errno where it failed. */
export const connectTcp = (fd: number, ip: Ip, port: number): number =>
  connectSocket(fd, sockaddrIp(ip, port));

/** SO_ERROR, which asking clears: 0, or the errno (positive) that the connection ended with. */
export const socketError = (fd: number): number => Math.abs(getOption(fd, SOL.SOCKET, SO.ERROR));

export { closeFd } from "./socket.ts";
