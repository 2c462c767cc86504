/**
 * Where adverts travel: one channel is one socket. Instances that would listen at the same place
 * share a channel; which instance a packet is for is told by its VRID, family and source.
 */
import type { Family, Ip } from "../base/ip.ts";

export interface Channel {
  /** Unique and stable: equal keys are the same socket. */
  readonly key: string;
  readonly family: Family;
  readonly transport: { readonly type: "raw" } | { readonly type: "udp"; readonly port: number };
  readonly place:
    | {
        readonly type: "multicast";
        readonly interface: string;
        readonly group: Ip;
        /** Where all adverts of the channel come from; undefined: each says so itself. */
        readonly source: Ip | undefined;
      }
    /** `local` undefined: any address. */
    | {
        readonly type: "unicast";
        readonly interface: string | undefined;
        readonly local: Ip | undefined;
      };
}

/** A datagram as it came: `payload` begins with the VRRP header, the IP header is already read. */
export interface Datagram {
  readonly source: Ip;
  /** Undefined where the transport does not tell. */
  readonly destination: Ip | undefined;
  /** TTL or hop limit; undefined where the transport does not tell. */
  readonly ttl: number | undefined;
  readonly payload: Uint8Array;
}
