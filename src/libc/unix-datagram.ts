/** One datagram to a UNIX socket, as sd_notify(3) wants it. */
import { AF, MSG, SOCK } from "./constants.ts";
import { errnoReason } from "./errno.ts";
import { sockaddrUnix } from "./sockaddr.ts";
import { closeFd, openSocket, sendTo } from "./socket.ts";

/** Sends to `path`, or to an abstract name where it begins with @. Answers why it could not. */
export function sendUnixDatagram(path: string, bytes: Uint8Array): string | undefined {
  const address = sockaddrUnix(path);
  if (address === undefined) return `no socket address: ${path}`;
  const fd = openSocket(AF.UNIX, SOCK.DGRAM, 0);
  if (fd < 0) return errnoReason(fd);
  const sent = sendTo(fd, bytes, address, MSG.NOSIGNAL);
  closeFd(fd);
  return sent < 0 ? errnoReason(sent) : undefined;
}
