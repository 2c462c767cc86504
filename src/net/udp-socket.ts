/**
 * The same VRRP messages as the payload of UDP datagrams: for networks that drop protocol 112 or
 * multicast, and for running without privileges. UDP answers late: a socket that cannot be bound,
 * or a datagram that could not be sent, is told when it is known.
 */
import { networkInterfaces } from "node:os";
import { DgramAsPromised, type SocketAsPromised } from "dgram-as-promised";
import { assert } from "../base/assert.ts";
import { familyOf, type Ip, isLinkLocal, parseIp } from "../base/ip.ts";
import { monotonicNow } from "../libc/clock.ts";
import type { AdvertNews, Channel } from "../ports/adverts.ts";
import type { AdvertSocket } from "./advert-socket.ts";

/** Binding goes on in the background; a failure comes as news of the channel. */
export function openUdpSocket(
  channel: Channel,
  port: number,
  push: (news: AdvertNews) => void,
): AdvertSocket {
  const type = channel.family === "inet" ? "udp4" : "udp6";
  const listener = DgramAsPromised.createSocket({ type, reuseAddr: true });
  // Bound to a group it would send from any address that the kernel likes.
  const multicast = channel.place.type === "multicast";
  const sender = multicast ? DgramAsPromised.createSocket({ type }) : listener;
  const state: { open: boolean; problem: string | undefined } = { open: true, problem: undefined };
  const failed = (error: unknown): void => {
    if (state.open) push({ type: "channel", key: channel.key, problem: reasonOf(error) });
  };
  bind({ listener, sender }, channel, port)
    .then(() => listen(listener, channel.key, push))
    .catch(failed);
  return {
    send(_source, to, _ttl, payload) {
      const { problem } = state;
      state.problem = undefined;
      sender.send(payload, port, zoned(to, channel)).catch((error: unknown) => {
        state.problem = reasonOf(error);
      });
      return problem;
    },
    close() {
      state.open = false;
      listener.destroy();
      if (sender !== listener) sender.destroy();
    },
  };
}

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.message;
};

interface Sockets {
  readonly listener: SocketAsPromised;
  readonly sender: SocketAsPromised;
}

async function bind({ listener, sender }: Sockets, channel: Channel, port: number): Promise<void> {
  const { place } = channel;
  if (place.type === "unicast") {
    const address = place.local === undefined ? {} : { address: zoned(place.local, channel) };
    await listener.bind({ port, ...address });
    return;
  }
  assert(place.source !== undefined, "a channel over UDP has one source");
  // Both at once: a packet that is sent before a socket is being bound would bind it by itself.
  await Promise.all([
    // Bound to the group: what is sent to the port by unicast is somebody else's.
    listener.bind({ port, address: zoned(place.group, channel) }),
    sender.bind({ port: 0, address: zoned(place.source, channel) }),
  ]);
  const dev = multicastInterface(place.interface, channel.family);
  listener.addMembership(place.group, dev);
  sender.setMulticastInterface(dev);
  sender.setMulticastTTL(255);
}

/** How Node names an interface: an IPv4 address of it, or an IPv6 zone. */
function multicastInterface(dev: string, family: Channel["family"]): string {
  if (family === "inet6") return `::%${dev}`;
  const address = networkInterfaces()[dev]?.find((each) => each.family === "IPv4")?.address;
  if (address === undefined) throw new Error(`interface ${dev} has no IPv4 address`);
  return address;
}

/** IPv6 addresses that mean something on one link only carry its name. */
function zoned(ip: Ip, { place }: Channel): string {
  const local = familyOf(ip) === "inet6" && (isLinkLocal(ip) || ip.startsWith("ff02:"));
  return local && place.interface !== undefined ? `${ip}%${place.interface}` : ip;
}

async function listen(
  socket: SocketAsPromised,
  channel: string,
  push: (news: AdvertNews) => void,
): Promise<void> {
  for await (const { msg, rinfo } of socket) {
    const source = parseIp(rinfo.address.replace(/%.*/, ""));
    if (source === undefined) continue;
    const datagram = { source, destination: undefined, ttl: undefined, payload: msg };
    push({ type: "datagram", channel, at: monotonicNow(), datagram });
  }
}
