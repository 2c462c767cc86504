/** The words of the engine that the simulation's judges use. */
import type { VrrpNotice } from "../../src/director/vrrp-types.ts";

export type { Datagram } from "../../src/director/vrrp-types.ts";
export type TransitionNotice = Extract<VrrpNotice, { type: "vrrp.transition" }>;
