/** What passes between the supervisor and its workers, over the channel that Node gives a forked child. */
import type { Config } from "../config/model.ts";
import type { StampedNotice } from "../director/notice.ts";

export type WorkerName = "vrrp" | "checker";

export type ToWorker =
  /** First, and at every reload. Answered by `configured`. */
  | { readonly type: "configure"; readonly config: Config }
  /** Leave orderly: answered by the end of the process. */
  | { readonly type: "stop" }
  /** Answered by `alive` from the engine's own loop. */
  | { readonly type: "ping"; readonly serial: number };

export type FromWorker =
  | { readonly type: "configured" }
  /** The last word of a worker that leaves orderly. */
  | { readonly type: "stopped" }
  | { readonly type: "alive"; readonly serial: number }
  | { readonly type: "notice"; readonly notice: StampedNotice };
