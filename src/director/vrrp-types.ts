/** The types of the VRRP engine that ports and adapters speak; they may not import the engine itself. */

export type { InterfaceAddress, NotifyScripts, Script } from "../config/model.ts";
export type { Channel, Datagram } from "../vrrp/channel.ts";
export type { InstanceSnapshot, VrrpEffect, VrrpInput, VrrpState } from "../vrrp/engine.ts";
export type { Link } from "../vrrp/link.ts";
export type { PacketFault, TransitionCause, VrrpNotice } from "../vrrp/notice.ts";
