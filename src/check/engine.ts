/** The face of the health engine: what goes in, what comes out. Pure. */
import type { Millis } from "../base/time.ts";
import type { VirtualServer } from "../config/model.ts";
import type { CheckNotice } from "./notice.ts";
import type { Probe, ProbeOutcome } from "./probe.ts";

/** Unique while the process lives, also across reloads: an answer to a check that is gone finds nobody. */
export type ProbeId = number;

export type CheckInput =
  | { readonly type: "probeDone"; readonly id: ProbeId; readonly outcome: ProbeOutcome }
  | { readonly type: "reconfigure"; readonly virtualServers: readonly VirtualServer[] }
  | { readonly type: "stop" };

export type CheckEffect =
  | { readonly type: "startProbe"; readonly id: ProbeId; readonly probe: Probe }
  | { readonly type: "cancelProbe"; readonly id: ProbeId }
  /** `pools()` may have changed. */
  | { readonly type: "poolsChanged" }
  | { readonly type: "notice"; readonly notice: CheckNotice };

/** What a virtual server forwards to right now. */
export interface Pool {
  readonly virtualServer: VirtualServer;
  readonly members: readonly PoolMember[];
}

export interface PoolMember {
  readonly ip: VirtualServer["ip"];
  readonly port: number;
  readonly forwarding: VirtualServer["forwarding"];
  readonly weight: number;
}

export interface CheckEngine {
  /** The first call, be it `step` or `expire`, starts the checkers: their warm-up counts from its time. */
  step(input: CheckInput, now: Millis): readonly CheckEffect[];
  expire(now: Millis): readonly CheckEffect[];
  deadline(): Millis | undefined;
  pools(): readonly Pool[];
}
