/** Listings by netlink(7): a request with NLM_F_DUMP, and all the messages that answer it. */
import { assert } from "../base/assert.ts";
import { errnoReason } from "../libc/errno.ts";
import {
  encodeMessage,
  type Message,
  NLM_F_DUMP,
  NLM_F_DUMP_INTR,
  NLM_F_REQUEST,
  NLMSG_DONE,
  NLMSG_ERROR,
} from "../wire/netlink/message.ts";
import type { NetlinkSocket } from "./netlink-socket.ts";

/** A socket for requests, and the number of the next. */
export interface Requests {
  readonly socket: NetlinkSocket;
  sequence: number;
}

export interface Listing {
  readonly messages: readonly Message[];
  /** It came to its end, and nothing changed meanwhile: what it does not name is not there. */
  readonly whole: boolean;
}

/** Of a listing that changes hands while it is made: the next is hardly disturbed again. */
const TRIES = 5;

/**
 * Asks for a listing until a whole one comes, five times at most; the last one, where none did.
 * `type` is that of the request. Throws where the kernel does not take requests.
 */
export function listAll(requests: Requests, type: number, payload: Uint8Array): Listing {
  let listing = listOnce(requests, type, payload);
  for (let tries = 1; tries < TRIES && !listing.whole; tries++)
    listing = listOnce(requests, type, payload);
  return listing;
}

/** The kernel makes each part when it is read: there is always one waiting until the last. */
function listOnce(requests: Requests, type: number, payload: Uint8Array): Listing {
  const sequence = requests.sequence++;
  const { socket } = requests;
  const flags = NLM_F_REQUEST | NLM_F_DUMP;
  const sent = socket.send(encodeMessage({ type, flags, sequence, port: 0, payload }));
  assert(sent > 0, `the kernel takes a request for a listing (${errnoReason(sent)})`);
  const messages: Message[] = [];
  let whole = true;
  for (;;) {
    const read = socket.read();
    if (read === undefined || read === "lost") return { messages, whole: false };
    for (const message of read) {
      if (message.sequence !== sequence) continue;
      if ((message.flags & NLM_F_DUMP_INTR) !== 0) whole = false;
      if (message.type === NLMSG_DONE) return { messages, whole };
      if (message.type === NLMSG_ERROR) return { messages, whole: false };
      messages.push(message);
    }
  }
}
