/** Whole Ethernet frames out of an interface: packet(7). */
import { AF, SOCK } from "../libc/constants.ts";
import { ERRNO, errnoReason } from "../libc/errno.ts";
import { sockaddrLink } from "../libc/sockaddr.ts";
import { interfaceIndex, openSocket, sendTo } from "../libc/socket.ts";
import type { Frames } from "../ports/kernel.ts";

/** Without CAP_NET_RAW the rest of the daemon still works, and each frame asks for the socket again. */
export function createFrames(): Frames {
  // Now, not with the first frame: that one is part of a takeover.
  let fd: number | undefined = openPacketSocket();
  if (fd < 0) fd = undefined;
  const addresses = new Map<string, Uint8Array>();

  const addressOf = (link: string): Uint8Array | number => {
    const known = addresses.get(link);
    if (known !== undefined) return known;
    const index = interfaceIndex(link);
    if (index < 0) return index;
    const address = sockaddrLink(index, 0);
    addresses.set(link, address);
    return address;
  };
  const sendOnce = (link: string, bytes: Uint8Array): number => {
    fd ??= openPacketSocket();
    if (fd < 0) {
      const refused = fd;
      fd = undefined;
      return refused;
    }
    const address = addressOf(link);
    return typeof address === "number" ? address : sendTo(fd, bytes, address);
  };
  return {
    send(link, bytes) {
      let sent = sendOnce(link, bytes);
      if (sent === -ERRNO.ENXIO || sent === -ERRNO.ENODEV) {
        // The interface of that name is another one now.
        addresses.delete(link);
        sent = sendOnce(link, bytes);
      }
      return sent < 0 ? errnoReason(sent) : undefined;
    },
  };
}

/** Protocol 0: it receives nothing. */
const openPacketSocket = (): number => openSocket(AF.PACKET, SOCK.RAW, 0);
