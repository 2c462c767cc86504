/** The types of the health engine that ports and adapters speak; they may not import the engine itself. */

export type { ProbeId } from "../check/engine.ts";
export type { CheckNotice } from "../check/notice.ts";
export type { Probe, ProbeFailure, ProbeOutcome } from "../check/probe.ts";
export type { HttpUrl, StatusRange } from "../config/model.ts";
