/** Interfaces and addresses by rtnetlink(7): changes in batches, and news of what others change. */
import { assert } from "../base/assert.ts";
import { ERRNO, errnoReason } from "../libc/errno.ts";
import { send } from "../libc/socket.ts";
import type { Wait } from "../libc/wait.ts";
import type {
  AddressFailure,
  InterfaceAddress,
  InterfaceNews,
  Interfaces,
} from "../ports/kernel.ts";
import {
  type AddressRequest,
  decodeAddress,
  encodeAddress,
  encodeAddressDump,
  encodeAddressRemoval,
  RTM_DELADDR,
  RTM_GETADDR,
  RTM_NEWADDR,
} from "../wire/netlink/address.ts";
import { decodeLink, encodeLinkDump, RTM_GETLINK, RTM_NEWLINK } from "../wire/netlink/link.ts";
import {
  decodeError,
  encodeMessage,
  NLM_F_ACK,
  NLM_F_CREATE,
  NLM_F_EXCL,
  NLM_F_REQUEST,
  NLMSG_ERROR,
} from "../wire/netlink/message.ts";
import {
  absorb,
  addressKey,
  createInterfaceTable,
  type InterfaceTable,
  indexOf,
  retain,
} from "./interface-table.ts";
import { listAll, type Requests } from "./listing.ts";
import { type NetlinkSocket, openRouteSocket } from "./netlink-socket.ts";

const RTMGRP_LINK = 0x1;
const RTMGRP_IPV4_IFADDR = 0x10;
const RTMGRP_IPV6_IFADDR = 0x100;
/** Requests in one system call: their answers must fit the receive buffer of any kernel. */
const BATCH = 128;
/** Reads before the engines are stepped again. */
const READS = 256;

/** Its requests reach nobody, and nobody answers. */
const nowhere: Requests = {
  socket: {
    fd: -1,
    port: 0,
    send: (bytes) => send(-1, bytes),
    read: () => undefined,
    close: () => undefined,
  },
  sequence: 1,
};

/** Lists what is there now, and goes on telling. `rehearse` is `apply` that changes nothing. Throws where the kernel gives no netlink socket at all. */
export function createInterfaces(
  wait: Pick<Wait, "watch">,
  push: (news: InterfaceNews) => void,
  open: typeof openRouteSocket = openRouteSocket,
): Interfaces & { readonly rehearse: Interfaces["apply"] } {
  const monitor = checked(open(RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR));
  const requests: Requests = { socket: checked(open(0)), sequence: 1 };
  const table = createInterfaceTable();
  // After joining the groups: what changes while we list is heard twice rather than never.
  resync(table, requests, push);
  wait.watch(monitor.fd, { read: true, write: false }, () => {
    for (let i = 0; i < READS; i++) {
      const messages = monitor.read();
      if (messages === undefined) return;
      if (messages === "lost") resync(table, requests, push);
      else
        for (const message of messages) tellAll(absorb(table, message, requests.socket.port), push);
    }
  });
  return {
    apply: (remove, add) => apply(table, requests, remove, add),
    rehearse: (remove, add) => {
      apply(table, nowhere, remove, add);
      return [];
    },
  };
}

function checked(socket: NetlinkSocket | number): NetlinkSocket {
  assert(typeof socket !== "number", "a netlink socket can be had");
  return socket;
}

function tellAll(news: readonly InterfaceNews[], push: (news: InterfaceNews) => void): void {
  for (const each of news) push(each);
}

/** Reads everything anew and tells the difference. */
function resync(
  table: InterfaceTable,
  requests: Requests,
  push: (news: InterfaceNews) => void,
): void {
  const links = listAll(requests, RTM_GETLINK, encodeLinkDump());
  const addresses = listAll(requests, RTM_GETADDR, encodeAddressDump());
  for (const message of [...links.messages, ...addresses.messages])
    tellAll(absorb(table, message, requests.socket.port), push);
  // What a broken listing does not name may be there all the same.
  if (!links.whole || !addresses.whole) return;
  const linkIndexes = links.messages
    .filter(({ type }) => type === RTM_NEWLINK)
    .map(({ payload }) => decodeLink(payload)?.index);
  const addressKeys = addresses.messages
    .filter(({ type }) => type === RTM_NEWADDR)
    .flatMap(({ payload }) => decodeAddress(payload) ?? [])
    .map(addressKey);
  const known = new Set(linkIndexes.filter((index) => index !== undefined));
  tellAll(retain(table, known, new Set(addressKeys)), push);
}

interface Request {
  readonly type: number;
  readonly address: InterfaceAddress;
}

function apply(
  table: InterfaceTable,
  requests: Requests,
  remove: readonly InterfaceAddress[],
  add: readonly InterfaceAddress[],
): readonly AddressFailure[] {
  const failures: AddressFailure[] = [];
  const wanted: Request[] = [
    ...remove.map((address): Request => ({ type: RTM_DELADDR, address })),
    ...add.map((address): Request => ({ type: RTM_NEWADDR, address })),
  ];
  for (let at = 0; at < wanted.length; at += BATCH)
    failures.push(...applyBatch(table, requests, wanted.slice(at, at + BATCH)));
  return failures;
}

function applyBatch(
  table: InterfaceTable,
  requests: Requests,
  batch: readonly Request[],
): readonly AddressFailure[] {
  const failures: AddressFailure[] = [];
  const pending = new Map<number, Request>();
  const messages: Uint8Array[] = [];
  for (const request of batch) {
    const index = indexOf(table, request.address.dev);
    if (index === undefined) {
      const { dev, prefix } = request.address;
      if (request.type === RTM_NEWADDR)
        failures.push({ ip: prefix.ip, reason: `interface ${dev} does not exist` });
      continue;
    }
    const sequence = requests.sequence++;
    pending.set(sequence, request);
    messages.push(encodeRequest(request, index, sequence));
  }
  if (messages.length > 0) requests.socket.send(concat(messages));
  collectAnswers(requests.socket, pending, (request, errno) => {
    const reason = reasonOf(request, errno);
    if (reason !== undefined) failures.push({ ip: request.address.prefix.ip, reason });
  });
  return failures;
}

function encodeRequest({ type, address }: Request, index: number, sequence: number): Uint8Array {
  const { prefix, scope, broadcast, label } = address;
  const fields: AddressRequest = { index, ...prefix, scope, broadcast, label };
  const adds = type === RTM_NEWADDR;
  const flags = NLM_F_REQUEST | NLM_F_ACK | (adds ? NLM_F_CREATE | NLM_F_EXCL : 0);
  const payload = adds ? encodeAddress(fields) : encodeAddressRemoval(fields);
  return encodeMessage({ type, flags, sequence, port: 0, payload });
}

/** The kernel has answered every request when `send` returns: a missing answer is its fault, and told as one. */
function collectAnswers(
  socket: NetlinkSocket,
  pending: Map<number, Request>,
  answered: (request: Request, errno: number) => void,
): void {
  while (pending.size > 0) {
    const messages = socket.read();
    if (messages === undefined || messages === "lost") break;
    for (const message of messages) {
      const request = pending.get(message.sequence);
      if (message.type !== NLMSG_ERROR || request === undefined) continue;
      pending.delete(message.sequence);
      answered(request, decodeError(message) ?? 0);
    }
  }
  for (const request of pending.values()) answered(request, -ERRNO.ENOBUFS);
}

/** What is already there, or already gone, is no failure. */
function reasonOf({ type }: Request, errno: number): string | undefined {
  if (errno === 0) return undefined;
  if (type === RTM_NEWADDR) return errno === -ERRNO.EEXIST ? undefined : errnoReason(errno);
  return errno === -ERRNO.EADDRNOTAVAIL || errno === -ERRNO.ENODEV ? undefined : errnoReason(errno);
}

function concat(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
