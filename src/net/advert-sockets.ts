/** The open channels of a process, by their key. */
import type { Wait } from "../libc/wait.ts";
import type { AdvertNews, AdvertSockets } from "../ports/adverts.ts";
import type { AdvertSocket } from "./advert-socket.ts";
import { openRawSocket } from "./raw-socket.ts";
import { openUdpSocket } from "./udp-socket.ts";

/** None is open yet. What they receive goes to `push`, which queues it. */
export function createAdvertSockets(
  wait: Pick<Wait, "watch" | "unwatch">,
  push: (news: AdvertNews) => void,
): AdvertSockets {
  const sockets = new Map<string, AdvertSocket>();
  const close = (key: string): void => {
    sockets.get(key)?.close();
    sockets.delete(key);
  };
  return {
    open(channel) {
      close(channel.key);
      if (channel.transport.type === "udp") {
        sockets.set(channel.key, openUdpSocket(channel, channel.transport.port, push));
        return undefined;
      }
      const opened = openRawSocket(channel, wait, push);
      if (!opened.ok) return opened.fault;
      sockets.set(channel.key, opened.value);
      return undefined;
    },
    close,
    send(key, source, to, ttl, payload) {
      const socket = sockets.get(key);
      return socket === undefined
        ? "its socket is not open"
        : socket.send(source, to, ttl, payload);
    },
  };
}
