/** What an import found, before it is written as a conf: services with their servers, and remarks on both. */
import type { Ip } from "../../base/ip.ts";
import type { ForwardingMethod, Protocol } from "../model.ts";
import type { Item } from "./items.ts";

/** What a service is known by: an address, or the mark that the firewall puts on its packets. */
export type ServiceId =
  /** Port 0: all ports. */
  | {
      readonly type: "address";
      readonly protocol: Protocol;
      readonly ip: Ip;
      readonly port: number;
    }
  | { readonly type: "mark"; readonly mark: number; readonly family: "inet" | "inet6" };

export interface ImportedServer {
  readonly ip: Ip;
  /** 0: as the service. */
  readonly port: number;
  readonly forwarding: ForwardingMethod;
  /** Behind TUN: how the tunnel is made, in the words of a conf; empty: plain ipip. */
  readonly tunnel: string;
  readonly weight: number;
  /** Further lines and checks of its block. */
  readonly items: readonly Item[];
}

export interface ImportedService {
  readonly id: ServiceId;
  readonly scheduler: string;
  /** Further lines of its block, between protocol and servers. */
  readonly items: readonly Item[];
  readonly servers: readonly ImportedServer[];
}

export interface Imported {
  /** Lines of global_defs. */
  readonly global: readonly Item[];
  /** Remarks on the source as a whole. */
  readonly remarks: readonly Item[];
  readonly services: readonly ImportedService[];
}

/** Schedulers that a conf may name: lb_algo of keepalived.conf(5). */
export const SCHEDULERS: ReadonlySet<string> = new Set(
  "rr wrr lc wlc lblc sh mh dh fo ovf lblcr sed nq twos".split(" "),
);
export const DEFAULT_SCHEDULER = "wlc";

/** Same text for the same service. */
export const keyOf = (id: ServiceId): string =>
  id.type === "mark" ? `mark ${id.mark} ${id.family}` : `${id.protocol} ${id.ip} ${id.port}`;

/** Real servers of one file; a range is written out, so a few words can ask for many. */
export const MOST_SERVERS = 65_536;
