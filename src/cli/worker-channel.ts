/** A worker's end of the channel to its supervisor. */
import type { Config } from "../config/model.ts";
import type { Notice, ProcessName } from "../director/notice.ts";
import { monotonicNow } from "../libc/clock.ts";
import type { FromWorker, ToWorker } from "../runtime/messages.ts";

export interface WorkerChannel {
  /** Stamps a notice with both clocks, now, and sends it. */
  readonly notice: (notice: Notice) => void;
  /** Ends the process once all that was sent has left. */
  readonly leave: () => void;
}

/** What the supervisor asks of a worker. */
interface Orders {
  /** The conf that holds from now on; the first one starts the work. */
  readonly configure: (config: Config) => void;
  /** Ends the work, and leaves. */
  readonly stop: () => void;
}

/**
 * Listens to the supervisor. A supervisor that goes away is an order to stop: nobody would be left
 * to stop this process, and a pair must never have a master that nobody can reach.
 */
export function openWorkerChannel(
  process: NodeJS.Process,
  name: ProcessName,
  { configure, stop }: Orders,
): WorkerChannel {
  const post = (message: FromWorker, sent?: () => void): void => {
    if (process.connected) process.send?.(message, undefined, undefined, sent);
    else sent?.();
  };
  process.on("message", (message: ToWorker) => {
    switch (message.type) {
      case "configure":
        configure(message.config);
        post({ type: "configured" });
        return;
      case "ping":
        post({ type: "alive", serial: message.serial });
        return;
      case "stop":
        stop();
    }
  });
  process.on("disconnect", stop);
  // The supervisor decides what a signal means; a Ctrl-C in a terminal reaches the whole group.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => undefined);
  return {
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
