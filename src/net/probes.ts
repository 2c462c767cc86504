/** The connections of probes, each by its kind. */
import type { Wait } from "../libc/wait.ts";
import type { ProbeSink, Probes } from "../ports/probes.ts";
import { createHttpProbes } from "./probe-http.ts";
import { createTcpProbes } from "./probe-tcp.ts";

/** Exactly one outcome of each probe goes to `sink`, unless it is cancelled. */
export function createProbes(
  wait: Pick<Wait, "watch" | "unwatch" | "wakeAt">,
  sink: ProbeSink,
): Probes & {
  /** Ends connections whose time is over; to be called at each turn. */ readonly expire: () => void;
} {
  const tcp = createTcpProbes(wait, sink);
  const http = createHttpProbes(sink);
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
