/** What the VRRP engine has to say. Data only; the words are in observe/. */
import type { Ip } from "../base/ip.ts";
import type { Millis } from "../base/time.ts";
import type { VrrpState } from "./engine.ts";

export type VrrpNotice =
  | {
      readonly type: "vrrp.transition";
      readonly instance: string;
      readonly from: VrrpState;
      readonly to: VrrpState;
      readonly cause: TransitionCause;
      readonly priority: number;
      /** When what led to it happened: the deadline's due time, or the packet's arrival. */
      readonly triggeredAt: Millis;
    }
  | {
      readonly type: "vrrp.group";
      readonly group: string;
      readonly to: VrrpState;
      readonly cause: TransitionCause;
    }
  /** The last announcement of the first burst has left, where pacing spread it over time. */
  | { readonly type: "vrrp.announced"; readonly instance: string; readonly triggeredAt: Millis }
  /** Repeated garbage is counted: one notice at once, then one a minute with the count since. */
  | {
      readonly type: "vrrp.refused";
      readonly instance: string | undefined;
      readonly channel: string;
      readonly source: Ip;
      readonly fault: PacketFault;
      readonly count: number;
      readonly detail: string;
    }
  | {
      readonly type: "vrrp.mismatch";
      readonly instance: string;
      readonly source: Ip;
      /** `duplicate`: another router speaks with our own address and priority. */
      readonly what: "addresses" | "interval" | "duplicate";
      readonly detail: string;
    }
  | {
      readonly type: "vrrp.lowerPriority";
      readonly instance: string;
      readonly source: Ip;
      readonly priority: number;
    }
  | {
      readonly type: "vrrp.address";
      readonly instance: string;
      readonly ip: Ip;
      readonly problem: string;
    }
  | { readonly type: "vrrp.leftover"; readonly instance: string; readonly ips: readonly Ip[] }
  | { readonly type: "vrrp.addressGone"; readonly instance: string; readonly ip: Ip }
  /** Its socket cannot be opened; that it is open again shows in the transitions of its instances. */
  | { readonly type: "vrrp.channel"; readonly channel: string; readonly problem: string }
  | {
      readonly type: "vrrp.reconfigured";
      readonly instance: string;
      readonly changes: readonly string[];
    };

export type TransitionCause =
  | { readonly type: "start" }
  | { readonly type: "stop" }
  | { readonly type: "removed" }
  /** No advert from the master for Master_Down_Interval. */
  | { readonly type: "masterDown"; readonly master: Ip | undefined; readonly silentFor: Millis }
  /** The master said goodbye with priority 0. */
  | { readonly type: "masterLeft"; readonly master: Ip }
  /** We preempted a master of lower priority. */
  | { readonly type: "preempted"; readonly master: Ip; readonly priority: number }
  | { readonly type: "higherPriority"; readonly from: Ip; readonly priority: number }
  | { readonly type: "equalPriorityHigherAddress"; readonly from: Ip; readonly priority: number }
  /** While this process did not run somebody else took over, and we may not preempt. */
  | { readonly type: "replacedInStall"; readonly from: Ip; readonly priority: number }
  | { readonly type: "owner" }
  | { readonly type: "fault"; readonly reasons: readonly string[] }
  | { readonly type: "faultCleared" }
  | { readonly type: "addressRemoved"; readonly ip: Ip }
  /** A reload put instances of different states into one sync group. */
  | { readonly type: "regrouped"; readonly group: string }
  | { readonly type: "group"; readonly member: string; readonly because: TransitionCause };

export type PacketFault =
  | "truncated"
  | "length"
  | "ttl"
  | "version"
  | "type"
  | "checksum"
  | "authType"
  | "authPassword"
  | "interval"
  | "vrid"
  | "source"
  | "destination";
