/** A socket in the network namespace of a host, to send what no honest router would. */
import { closeSync, openSync } from "node:fs";
import type { Ip } from "../../../src/base/ip.ts";
import { AF, IP, IPV6, SO, SOCK, SOL } from "../../../src/libc/constants.ts";
import { errnoReason } from "../../../src/libc/errno.ts";
import { sendFrom6 } from "../../../src/libc/message.ts";
import { answer, native } from "../../../src/libc/native.ts";
import { sockaddrIp } from "../../../src/libc/sockaddr.ts";
import { closeFd, openSocket, sendTo, setOption } from "../../../src/libc/socket.ts";
import { encodePacket4 } from "../../../src/wire/ipv4.ts";
import { PROTOCOL_VRRP } from "../../../src/wire/vrrp3.ts";
import { DEVICE, type Host } from "./lan.ts";

export interface Attacker {
  /** Sends to the group, from `source`. */
  send(source: Ip, group: Ip, ttl: number, payload: Uint8Array): void;
  close(): void;
}

/** setns(2): only this thread changes its namespace, and a socket stays where it was made. */
const setns: (fd: number, kind: number) => number = native.func("int setns(int fd, int kind)");
const CLONE_NEWNET = 0x4000_0000;

/** Sends protocol 112, or UDP to `port`. */
export function openAttacker(host: Host, family: 4 | 6, port?: number): Attacker {
  const domain = family === 4 ? AF.INET : AF.INET6;
  const [type, protocol] =
    port === undefined ? ([SOCK.RAW, PROTOCOL_VRRP] as const) : ([SOCK.DGRAM, 0] as const);
  const fd = within(host, () => openSocket(domain, type, protocol));
  must("socket", fd);
  const device = new TextEncoder().encode(`${DEVICE}\0`);
  must("SO_BINDTODEVICE", setOption(fd, SOL.SOCKET, SO.BINDTODEVICE, device));
  const send = port === undefined ? (family === 4 ? sendRaw4 : sendRaw6) : sendUdp(port);
  if (send === sendRaw4) must("IP_HDRINCL", setOption(fd, SOL.IP, IP.HDRINCL, 1));
  return {
    send: (source, group, ttl, payload) => {
      must("send", send(fd, { source, group, ttl, payload }));
    },
    close: () => void closeFd(fd),
  };
}

interface Outgoing {
  readonly source: Ip;
  readonly group: Ip;
  readonly ttl: number;
  readonly payload: Uint8Array;
}

function sendRaw4(fd: number, { source, group: destination, ttl, payload }: Outgoing): number {
  const packet = { source, destination, ttl, protocol: PROTOCOL_VRRP, payload };
  return sendTo(fd, encodePacket4(packet), sockaddrIp(destination, 0));
}

function sendRaw6(fd: number, { source, group, ttl, payload }: Outgoing): number {
  must("IPV6_MULTICAST_HOPS", setOption(fd, SOL.IPV6, IPV6.MULTICAST_HOPS, ttl));
  return sendFrom6(fd, payload, sockaddrIp(group, 0), source, 0);
}

/** From whatever address the kernel chooses: the host has one. */
const sendUdp =
  (port: number) =>
  (fd: number, { group, payload }: Outgoing): number =>
    sendTo(fd, payload, sockaddrIp(group, port));

/** Runs `work`, which must not wait, in the network namespace of `host`. */
function within<T>(host: Host, work: () => T): T {
  const home = openSync("/proc/thread-self/ns/net", "r");
  const there = openSync(`/run/netns/${host.namespace}`, "r");
  try {
    must("setns", answer(setns(there, CLONE_NEWNET)));
    return work();
  } finally {
    must("setns", answer(setns(home, CLONE_NEWNET)));
    closeSync(there);
    closeSync(home);
  }
}

function must(what: string, result: number): void {
  if (result < 0) throw new Error(`${what}: ${errnoReason(result)}`);
}
