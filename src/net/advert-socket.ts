/** One open channel, whatever carries it. */
import type { Ip } from "../base/ip.ts";

export interface AdvertSocket {
  /** Returns why it could not, or why an earlier one could not where the transport answers late. */
  send(source: Ip, to: Ip, ttl: number, payload: Uint8Array): string | undefined;
  close(): void;
}
