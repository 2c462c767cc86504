/** What a connect probe needs of TCP: tcp(7), connect(2). Answers as in socket.ts. */
import type { Family, Ip } from "../base/ip.ts";
import { AF, SO, SOCK, SOL } from "./constants.ts";
import { sockaddrIp } from "./sockaddr.ts";
import { bindSocket, closeFd, connectSocket, getOption, openSocket } from "./socket.ts";

/** A non-blocking TCP socket, bound to `bindTo` where given. A negative errno otherwise. */
export function openTcp(family: Family, bindTo?: Ip): number {
  const fd = openSocket(family === "inet" ? AF.INET : AF.INET6, SOCK.STREAM, 0);
  if (fd < 0 || bindTo === undefined) return fd;
  const problem = bindSocket(fd, sockaddrIp(bindTo, 0));
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
