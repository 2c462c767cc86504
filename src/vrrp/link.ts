/** What the VRRP engine knows of a network interface. Level, not edge: each news is the whole truth. */
import type { Prefix } from "../base/ip.ts";
import type { Mac } from "../base/mac.ts";

export interface Link {
  readonly name: string;
  readonly index: number;
  /** Administratively up and with carrier (IFF_UP and IFF_RUNNING). */
  readonly up: boolean;
  readonly loopback: boolean;
  readonly multicast: boolean;
  /** IFF_NOARP: nothing is announced there. */
  readonly noArp: boolean;
  /** Undefined where the interface is not Ethernet-like. */
  readonly mac: Mac | undefined;
  readonly mtu: number;
  readonly addresses: readonly Prefix[];
}
