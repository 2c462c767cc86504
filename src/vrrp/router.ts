/**
 * What the engine remembers: one Router for each vrrp_instance, its phase with the deadlines that
 * exist only in that phase, and the World that they share. Everything else in this folder is
 * functions over these.
 */
import type { Ip } from "../base/ip.ts";
import type { Millis } from "../base/time.ts";
import type { InterfaceAddress, VrrpInstance } from "../config/model.ts";
import type { Advertised } from "./advertised.ts";
import type { Announcements } from "./announcements.ts";
import type { Channel } from "./channel.ts";
import type { VrrpEffect } from "./engine.ts";
import type { Link } from "./link.ts";
import type { TransitionCause, VrrpNotice } from "./notice.ts";
import type { Refusals } from "./refusals.ts";

export type Phase = Initial | Fault | Backup | Master;

/** Not started yet, or stopped. */
export interface Initial {
  readonly state: "INIT";
}

export interface Fault {
  readonly state: "FAULT";
  readonly reasons: readonly string[];
}

export interface Backup {
  readonly state: "BACKUP";
  /** What has come in before is none of its business: RFC 9568 section 6.4.1, "discard". */
  readonly since: Millis;
  /** After a stall: whatever adverts from before `at` say, it does not take over until `notBefore`. */
  readonly resumed: { readonly at: Millis; readonly notBefore: Millis } | undefined;
  /** Master_Down_Timer: when the master counts as gone. */
  readonly masterDownAt: Millis;
  /** Advertisement interval of the master: learned in version 3, our own in version 2. */
  readonly masterInterval: Millis;
  /** Whom we last heard and followed. */
  readonly master: Ip | undefined;
  readonly heardAt: Millis;
  /** Why we would become master if the timer ran out now. */
  readonly outlook: Outlook;
  /** preempt_delay: set by the first advert of a lower priority. */
  readonly preemptAt: Millis | undefined;
  /** The timer has run out, and the other members of the sync group are waited for. */
  readonly wantsMaster: Want | undefined;
}

export type Outlook =
  | { readonly type: "silence" }
  | { readonly type: "left"; readonly master: Ip }
  | { readonly type: "lower"; readonly master: Ip; readonly priority: number };

export interface Want {
  readonly since: Millis;
  readonly cause: TransitionCause;
}

export interface Master {
  readonly state: "MASTER";
  /** Adver_Timer. */
  readonly nextAdvertAt: Millis;
  /** After a stall: says nothing before it has listened, see stall.ts. */
  readonly listening: boolean;
}

/** What is to be done when the kernel has answered an `addresses` effect. */
export type Answer =
  | { readonly type: "removed" }
  /** `group`: why, where this is the last of its sync group to become master. */
  | {
      readonly type: "promoted";
      readonly notice: TransitionNotice;
      readonly group: TransitionCause | undefined;
    }
  | { readonly type: "added"; readonly addresses: readonly InterfaceAddress[] };

export type TransitionNotice = Extract<VrrpNotice, { type: "vrrp.transition" }>;

export interface Router {
  config: VrrpInstance;
  phase: Phase;
  group: Group | undefined;
  /** Addresses that the kernel was asked to hold for us, by their key. */
  readonly held: Map<string, InterfaceAddress>;
  /** Of those, the ones that the kernel refused: they are not announced. */
  readonly missing: Set<Ip>;
  /** `addresses` effects that the kernel has yet to answer, oldest first. */
  readonly unanswered: Answer[];
  channel: Channel | undefined;
  /** What was last told about adverts that differ from our conf; told again only when it changes. */
  readonly told: Map<string, string>;
  /** The address part of our adverts, kept while nothing changes. */
  advertised: Advertised | undefined;
}

export interface Group {
  readonly name: string;
  readonly members: readonly Router[];
  /** What was last told of the group as a whole. */
  told: Phase["state"];
}

export type ChannelStatus =
  | "opening"
  | "open"
  | { readonly problem: string; readonly retryAt: Millis };

export interface OpenedChannel {
  readonly channel: Channel;
  status: ChannelStatus;
}

export interface World {
  readonly links: Map<string, Link>;
  readonly routers: Map<string, Router>;
  readonly groups: Map<string, Group>;
  readonly channels: Map<string, OpenedChannel>;
  readonly refusals: Refusals;
  readonly announcements: Announcements;
  now: Millis;
  /** When processing starts: the first call plus startupDelay. */
  startAt: Millis | undefined;
  started: boolean;
  stopped: boolean;
  effects: VrrpEffect[];
}

export const emit = (world: World, effect: VrrpEffect): void => {
  world.effects.push(effect);
};

export const tell = (world: World, notice: VrrpNotice): void => {
  world.effects.push({ type: "notice", notice });
};

/** What makes an address the same address: where it is, and all that the kernel stores with it. */
export const keyOfAddress = ({ prefix, dev, broadcast, scope, label }: InterfaceAddress): string =>
  [prefix.ip, prefix.length, dev, broadcast ?? "", scope, label ?? ""].join(" ");

/** All that the instance holds while it is MASTER: those it advertises, then the excluded ones. */
export const addressesOf = (config: VrrpInstance): readonly InterfaceAddress[] => [
  ...config.addresses,
  ...config.excludedAddresses,
];
