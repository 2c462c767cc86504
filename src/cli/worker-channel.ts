/** A worker's end of the channel to its supervisor. */

import type { Notice, ProcessName } from "../director/notice.ts";
import { monotonicNow } from "../libc/clock.ts";
import type { FromWorker, ToWorker } from "../runtime/messages.ts";

export interface WorkerChannel {
  readonly send: (message: FromWorker) => void;
  /** Stamps a notice with both clocks, now, and sends it. */
  readonly notice: (notice: Notice) => void;
  /** Ends the process once all that was sent has left. */
  readonly leave: () => void;
}

/**
 * Listens to the supervisor. A supervisor that goes away is an order to stop: nobody would be left
 * to stop this process, and a pair must never have a master that nobody can reach.
 */
export function openWorkerChannel(
  process: NodeJS.Process,
  name: ProcessName,
  receive: (message: ToWorker) => void,
): WorkerChannel {
  const post = (message: FromWorker, sent?: () => void): void => {
    if (process.connected) process.send?.(message, undefined, undefined, sent);
    else sent?.();
  };
  process.on("message", (message: ToWorker) => {
    receive(message);
  });
  process.on("disconnect", () => {
    receive({ type: "stop" });
  });
  // The supervisor decides what a signal means; a Ctrl-C in a terminal reaches the whole group.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => undefined);
  return {
    send: post,
    notice: (notice) => {
      post({
        type: "notice",
        notice: { process: name, wall: Date.now(), monotonic: monotonicNow(), notice },
      });
    },
    leave: () => {
      post({ type: "stopped" }, () => {
        process.exit(0);
      });
    },
  };
}
