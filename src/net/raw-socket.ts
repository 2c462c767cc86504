/**
 * VRRP on the wire: IP protocol 112, RFC 9568 section 5.1. The socket is bound to the group or to
 * the local address, so it hears nothing else; IPv4 packets are sent with a header of our own.
 *
 * The kernel could refuse a TTL below 255 (IP_MINTTL) or a wrong IPv6 checksum (IPV6_CHECKSUM) by
 * itself, but then nobody would count them: the engine does both.
 */
import { bytesOfIp, familyOf, type Ip } from "../base/ip.ts";
import { LIMITS } from "../base/limits.ts";
import { fail, ok, type Result } from "../base/result.ts";
import { monotonicNow } from "../libc/clock.ts";
import { AF, IP, IPV6, SO, SOCK, SOL } from "../libc/constants.ts";
import { errnoReason } from "../libc/errno.ts";
import { receive6, sendFrom6 } from "../libc/message.ts";
import { sockaddrIp } from "../libc/sockaddr.ts";
import {
  bindSocket,
  closeFd,
  interfaceIndex,
  openSocket,
  receive,
  sendTo,
  setOption,
} from "../libc/socket.ts";
import type { Wait } from "../libc/wait.ts";
import type { AdvertNews, Channel } from "../ports/adverts.ts";
import { decodePacket4, encodePacket4 } from "../wire/ipv4.ts";
import { PROTOCOL_VRRP } from "../wire/vrrp3.ts";
import type { AdvertSocket } from "./advert-socket.ts";

/** Internetwork Control, as VRRP has always been sent. */
const TRAFFIC_CLASS = 0xc0;
/** SO_PRIORITY that goes with it. */
const PRIORITY_CONTROL = 7;
const PACKET_MAX = 65_536;

type Wanted = readonly [level: number, name: number, value: number | Uint8Array];

/** Opens, binds and watches it. The fault is errno in words. */
export function openRawSocket(
  channel: Channel,
  wait: Pick<Wait, "watch" | "unwatch">,
  push: (news: AdvertNews) => void,
): Result<AdvertSocket, string> {
  const inet = channel.family === "inet";
  const dev = channel.place.interface;
  const index = dev === undefined ? 0 : interfaceIndex(dev);
  if (index < 0) return fail(errnoReason(index));
  const fd = openSocket(inet ? AF.INET : AF.INET6, SOCK.RAW, PROTOCOL_VRRP);
  if (fd < 0) return fail(errnoReason(fd));
  const problem = prepare(fd, channel, index);
  if (problem < 0) {
    closeFd(fd);
    return fail(errnoReason(problem));
  }
  const drain = inet ? drain4 : drain6;
  wait.watch(fd, { read: true, write: false }, () => {
    drain(fd, channel.key, push);
  });
  return ok({
    send(source, to, ttl, payload) {
      const sent = sendAdvert(fd, index, { source, to, ttl, payload });
      return sent < 0 ? errnoReason(sent) : undefined;
    },
    close() {
      wait.unwatch(fd);
      closeFd(fd);
    },
  });
}

/** 0, or the errno of the first step that failed. */
function prepare(fd: number, channel: Channel, index: number): number {
  const { place } = channel;
  const options: Wanted[] = [
    [SOL.SOCKET, SO.PRIORITY, PRIORITY_CONTROL],
    ...(channel.family === "inet" ? options4(channel, index) : options6(channel, index)),
  ];
  if (place.interface !== undefined)
    options.push([SOL.SOCKET, SO.BINDTODEVICE, new TextEncoder().encode(`${place.interface}\0`)]);
  for (const [level, name, value] of options) {
    const result = setOption(fd, level, name, value);
    if (result < 0) return result;
  }
  const address = place.type === "multicast" ? place.group : place.local;
  return address === undefined ? 0 : bindSocket(fd, sockaddrIp(address, 0, index));
}

/** struct ip_mreqn { group, address, interface index }, ip(7). */
function membership4(group: Ip, index: number): Uint8Array {
  const bytes = new Uint8Array(12);
  bytes.set(bytesOfIp(group));
  new DataView(bytes.buffer).setInt32(8, index, true);
  return bytes;
}

function options4({ place }: Channel, index: number): readonly Wanted[] {
  const header: Wanted = [SOL.IP, IP.HDRINCL, 1];
  // FREEBIND: the address may come later than the daemon.
  if (place.type === "unicast") return [header, [SOL.IP, IP.FREEBIND, 1]];
  const member = membership4(place.group, index);
  return [
    header,
    [SOL.IP, IP.MULTICAST_ALL, 0],
    [SOL.IP, IP.MULTICAST_LOOP, 0],
    [SOL.IP, IP.MULTICAST_IF, member],
    [SOL.IP, IP.ADD_MEMBERSHIP, member],
  ];
}

/** struct ipv6_mreq { group, interface index }, ipv6(7). */
function membership6(group: Ip, index: number): Uint8Array {
  const bytes = new Uint8Array(20);
  bytes.set(bytesOfIp(group));
  new DataView(bytes.buffer).setInt32(16, index, true);
  return bytes;
}

function options6({ place }: Channel, index: number): readonly Wanted[] {
  const common: readonly Wanted[] = [
    [SOL.IPV6, IPV6.RECVPKTINFO, 1],
    [SOL.IPV6, IPV6.RECVHOPLIMIT, 1],
    [SOL.IPV6, IPV6.TCLASS, TRAFFIC_CLASS],
  ];
  if (place.type === "unicast")
    return [...common, [SOL.IPV6, IPV6.UNICAST_HOPS, 255], [SOL.IPV6, IPV6.FREEBIND, 1]];
  return [
    ...common,
    [SOL.IPV6, IPV6.MULTICAST_ALL, 0],
    [SOL.IPV6, IPV6.MULTICAST_LOOP, 0],
    [SOL.IPV6, IPV6.MULTICAST_HOPS, 255],
    [SOL.IPV6, IPV6.MULTICAST_IF, index],
    [SOL.IPV6, IPV6.JOIN_GROUP, membership6(place.group, index)],
  ];
}

export interface Outgoing {
  readonly source: Ip;
  readonly to: Ip;
  readonly ttl: number;
  readonly payload: Uint8Array;
}

/** By a socket of the addresses' family; answers a negative errno where it does not leave. */
export const sendAdvert = (fd: number, index: number, outgoing: Outgoing): number =>
  (familyOf(outgoing.to) === "inet" ? send4 : send6)(fd, index, outgoing);

function send4(fd: number, _index: number, { source, to, ttl, payload }: Outgoing): number {
  const packet = encodePacket4({ source, destination: to, ttl, protocol: PROTOCOL_VRRP, payload });
  return sendTo(fd, packet, sockaddrIp(to, 0));
}

const send6 = (fd: number, index: number, { source, to, payload }: Outgoing): number =>
  sendFrom6(fd, payload, sockaddrIp(to, 0, index), source, index);

const buffer = new Uint8Array(PACKET_MAX);

function drain4(fd: number, channel: string, push: (news: AdvertNews) => void): void {
  for (let i = 0; i < LIMITS.datagramsPerRead; i++) {
    const count = receive(fd, buffer);
    if (count < 0) return;
    const packet = decodePacket4(buffer.subarray(0, count));
    if (packet === undefined) continue;
    push({ type: "datagram", channel, at: monotonicNow(), datagram: packet });
  }
}

function drain6(fd: number, channel: string, push: (news: AdvertNews) => void): void {
  for (let i = 0; i < LIMITS.datagramsPerRead; i++) {
    const received = receive6(fd);
    if (typeof received === "number") return;
    const { hopLimit: ttl, ...rest } = received;
    push({ type: "datagram", channel, at: monotonicNow(), datagram: { ...rest, ttl } });
  }
}
