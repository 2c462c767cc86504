/** The connections of probes. */
import type {
  HttpUrl,
  Probe,
  ProbeFailure,
  ProbeId,
  ProbeOutcome,
} from "../director/check-types.ts";

export type { HttpUrl, Probe, ProbeFailure, ProbeId, ProbeOutcome };

export interface Probes {
  /** Starts a probe; exactly one outcome follows, in the sink given at creation, unless it is cancelled. */
  start(id: ProbeId, probe: Probe): void;
  cancel(id: ProbeId): void;
}

export type ProbeSink = (id: ProbeId, outcome: ProbeOutcome) => void;
