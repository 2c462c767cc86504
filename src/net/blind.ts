/**
 * Ports for a rehearsal: they go through all that the real ones do, but the descriptor is nobody's,
 * so that the kernel answers EBADF and nothing leaves.
 */
import { sockaddrLink } from "../libc/sockaddr.ts";
import { sendTo } from "../libc/socket.ts";
import type { AdvertSockets } from "../ports/adverts.ts";
import type { Frames } from "../ports/kernel.ts";
import { sendAdvert } from "./raw-socket.ts";

const NOBODY = -1;

export const blindAdverts: AdvertSockets = {
  open: () => undefined,
  close: () => undefined,
  send(_key, source, to, ttl, payload) {
    sendAdvert(NOBODY, 0, { source, to, ttl, payload });
    return undefined;
  },
};

export const blindFrames: Frames = {
  send(_link, bytes) {
    sendTo(NOBODY, bytes, sockaddrLink(0, 0));
    return undefined;
  },
};
