/** The sockets that adverts come and go by. */
import type { Ip } from "../base/ip.ts";
import type { Channel, Datagram, VrrpInput } from "../director/vrrp-types.ts";

export type { Channel, Datagram };

/** What sockets tell: a datagram, or that a channel that seemed open cannot be had after all. */
export type AdvertNews = Extract<VrrpInput, { type: "datagram" | "channel" }>;

export interface AdvertSockets {
  /** Opens the channel's socket; what it receives goes to the sink given at creation. Returns why it cannot be had. */
  open(channel: Channel): string | undefined;
  close(key: string): void;
  /** Sends at once. Returns why it could not, as errno name and text. */
  send(key: string, source: Ip, to: Ip, ttl: number, payload: Uint8Array): string | undefined;
}
