/**
 * The face of the VRRP engine: what goes in, what comes out. Pure: no clock, no socket, no chance.
 *
 * Order inside one step is a promise. On becoming master: the advert, then the addresses; when the
 * addresses' result is back, the announcements, then the notice. On leaving: the priority-0 advert
 * where one is due, then the addresses, then the notice.
 */
import type { Ip } from "../base/ip.ts";
import type { Millis } from "../base/time.ts";
import type { InterfaceAddress, SyncGroup, VrrpInstance } from "../config/model.ts";
import type { Channel, Datagram } from "./channel.ts";
import type { Link } from "./link.ts";
import type { VrrpNotice } from "./notice.ts";

export interface VrrpConfig {
  readonly instances: readonly VrrpInstance[];
  readonly syncGroups: readonly SyncGroup[];
  readonly startupDelay: Millis;
}

export type VrrpInput =
  | {
      readonly type: "datagram";
      readonly channel: string;
      readonly at: Millis;
      readonly datagram: Datagram;
    }
  /** An interface is new or has changed. */
  | { readonly type: "link"; readonly link: Link }
  | { readonly type: "linkGone"; readonly name: string }
  /** Somebody else, not this process, removed an address. */
  | { readonly type: "addressGone"; readonly link: string; readonly ip: Ip }
  /** What became of an `addresses` effect; `failed` are those not there now though they were to be added. */
  | {
      readonly type: "addressesDone";
      readonly instance: string;
      readonly failed: readonly { readonly ip: Ip; readonly reason: string }[];
    }
  /** The socket of a channel could not be opened (reason), or is open (undefined). */
  | { readonly type: "channel"; readonly key: string; readonly problem: string | undefined }
  /**
   * The process was not running for this long: its own silence must not count as the others'. What
   * has arrived meanwhile comes in the same batch.
   */
  | { readonly type: "stalled"; readonly lasted: Millis }
  | { readonly type: "reconfigure"; readonly config: VrrpConfig }
  | { readonly type: "stop" };

export type VrrpEffect =
  | { readonly type: "openChannel"; readonly channel: Channel }
  | { readonly type: "closeChannel"; readonly key: string }
  | {
      readonly type: "send";
      readonly channel: string;
      readonly instance: string;
      readonly source: Ip;
      readonly to: Ip;
      readonly ttl: number;
      /** From the VRRP header on, checksum filled in. */
      readonly payload: Uint8Array;
    }
  /** Always answered by `addressesDone` with the same instance, before time goes on. Removals come first. */
  | {
      readonly type: "addresses";
      readonly instance: string;
      readonly remove: readonly InterfaceAddress[];
      readonly add: readonly InterfaceAddress[];
    }
  /** A whole Ethernet frame: gratuitous ARP or unsolicited NA. */
  | { readonly type: "frame"; readonly link: string; readonly bytes: Uint8Array }
  | { readonly type: "notice"; readonly notice: VrrpNotice };

export interface VrrpEngine {
  /** Feeds what has arrived, in order of arrival. */
  step(input: VrrpInput, now: Millis): readonly VrrpEffect[];
  /** Lets every deadline that is due expire, in deadline order. Called after all input is fed. */
  expire(now: Millis): readonly VrrpEffect[];
  /** When `expire` next has something to do; undefined: only input can move it. */
  deadline(): Millis | undefined;
  snapshot(): readonly InstanceSnapshot[];
}

export type VrrpState = "INIT" | "BACKUP" | "MASTER" | "FAULT";

export interface InstanceSnapshot {
  readonly name: string;
  readonly state: VrrpState;
  readonly priority: number;
  /** Last master heard, or own source while MASTER. */
  readonly master: Ip | undefined;
  readonly addressesHeld: readonly Ip[];
}
