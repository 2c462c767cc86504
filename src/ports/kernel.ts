/** What the kernel is asked to hold, and what it tells. */
import type { Ip } from "../base/ip.ts";
import type { IpvsNews, IpvsOp } from "../desired/ipvs.ts";
import type { InterfaceAddress, Link } from "../director/vrrp-types.ts";

export type { InterfaceAddress, IpvsNews, Link };

export interface AddressFailure {
  readonly ip: Ip;
  readonly reason: string;
}

/** Interfaces and addresses, by rtnetlink. News go to the sink given at creation. */
export interface Interfaces {
  /**
   * Removes, then adds, in as few system calls as can be; returns when the kernel has answered them all.
   * What is already there, or already gone, is no failure.
   */
  apply(
    remove: readonly InterfaceAddress[],
    add: readonly InterfaceAddress[],
  ): readonly AddressFailure[];
}

export type InterfaceNews =
  | { readonly type: "link"; readonly link: Link }
  | { readonly type: "linkGone"; readonly name: string }
  /** Removed by somebody else than this process. */
  | { readonly type: "addressGone"; readonly link: string; readonly ip: Ip };

/** Whole Ethernet frames out of an interface. */
export interface Frames {
  /** Returns why it could not be sent. */
  send(link: string, bytes: Uint8Array): string | undefined;
}

/** The IPVS table. Answers go to the sink given at creation. */
export interface Ipvs {
  /** Streams the changes in order. */
  apply(ops: readonly IpvsOp[]): void;
  /**
   * Reads the kernel's table as it is after all that was applied before, and before anything that
   * is applied later; answered by exactly one `listed` or `unlisted`.
   */
  list(): void;
  /** Returns when all that was applied has taken effect. */
  close(): Promise<void>;
}
