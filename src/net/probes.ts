/** The connections of probes, each by its kind. */
import type { Wait } from "../libc/wait.ts";
import type { ProbeId, ProbeSink, Probes } from "../ports/probes.ts";
import type { HttpProbe, HttpProbes } from "./probe-http.ts";
import { createTcpProbes } from "./probe-tcp.ts";

/** Exactly one outcome of each probe goes to `sink`, unless it is cancelled. */
export function createProbes(
  wait: Pick<Wait, "watch" | "unwatch" | "wakeAt">,
  sink: ProbeSink,
): Probes & {
  /** Ends connections whose time is over; to be called at each turn. */ readonly expire: () => void;
} {
  const tcp = createTcpProbes(wait, sink);
  const http = createHttpWhenNeeded(sink);
  return {
    start(id, probe) {
      if (probe.type === "tcp") tcp.start(id, probe);
      else http.start(id, probe);
    },
    cancel(id) {
      tcp.cancel(id);
      http.cancel(id);
    },
    expire: tcp.expire,
  };
}

/**
 * Loaded with the first probe that needs it: HTTP and TLS are most of what the checker process is made
 * of, and at a start, which is part of an outage, it shares the processors with the VRRP process.
 */
function createHttpWhenNeeded(sink: ProbeSink): HttpProbes {
  let http: HttpProbes | undefined;
  let loading: Promise<void> | undefined;
  const early = new Map<ProbeId, HttpProbe>();
  const load = async (): Promise<void> => {
    const { createHttpProbes } = await import("./probe-http.ts");
    http = createHttpProbes(sink);
    for (const [id, probe] of early) http.start(id, probe);
    early.clear();
  };
  return {
    start(id, probe) {
      if (http !== undefined) {
        http.start(id, probe);
        return;
      }
      early.set(id, probe);
      // A checker that cannot load it dies of that, and is started anew.
      loading ??= load();
    },
    cancel(id) {
      early.delete(id);
      http?.cancel(id);
    },
  };
}
