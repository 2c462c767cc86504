/** Scripts of the daemon itself, and the FIFOs that tell others of every change. */
import type { ScriptUser } from "../model.ts";
import {
  boolean,
  type Entry,
  entry,
  flag,
  integer,
  missing,
  notYet,
  surplus,
  type Table,
} from "./entry.ts";
import { script, type WrittenScript } from "./values.ts";

interface FifoDraft {
  readonly path: string;
  readonly owner: ScriptUser | undefined;
}

export interface ScriptsDraft {
  symlinkPaths?: boolean | undefined;
  startupScript?: WrittenScript | undefined;
  startupTimeout?: number | undefined;
  shutdownScript?: WrittenScript | undefined;
  shutdownTimeout?: number | undefined;
  fifo?: FifoDraft | undefined;
  vrrpFifo?: FifoDraft | undefined;
  ipvsFifo?: FifoDraft | undefined;
  fifoScript?: WrittenScript | undefined;
  vrrpFifoScript?: WrittenScript | undefined;
  ipvsFifoScript?: WrittenScript | undefined;
  tellPriorities?: boolean | undefined;
  statesOnReload?: boolean | undefined;
}

/** notify_priority_changes of an instance or a sync group. */
export interface PriorityChangesDraft {
  tellPriorities?: boolean | undefined;
}

const TIMEOUT = { min: 1, max: 1000, unit: "s", byDefault: "10" } as const;

export const scriptsKeywords: Table<ScriptsDraft> = notYet<ScriptsDraft>({
  use_symlink_paths: boolean("symlinkPaths", {
    meaning: "run scripts by the path that the conf names, not by what it leads to",
  }),
  startup_script: script("startupScript", "run once before all else"),
  startup_script_timeout: integer("startupTimeout", {
    ...TIMEOUT,
    meaning: "how long startup_script may take",
  }),
  shutdown_script: script("shutdownScript", "run once when all else has ended"),
  shutdown_script_timeout: integer("shutdownTimeout", {
    ...TIMEOUT,
    meaning: "how long shutdown_script may take",
  }),
  notify_fifo: fifo("fifo", "every change"),
  vrrp_notify_fifo: fifo("vrrpFifo", "changes of instances and sync groups"),
  lvs_notify_fifo: fifo("ipvsFifo", "changes of virtual and real servers"),
  notify_fifo_script: script("fifoScript", "reads notify_fifo, whose path it gets last"),
  vrrp_notify_fifo_script: script(
    "vrrpFifoScript",
    "reads vrrp_notify_fifo, whose path it gets last",
  ),
  lvs_notify_fifo_script: script(
    "ipvsFifoScript",
    "reads lvs_notify_fifo, whose path it gets last",
  ),
  vrrp_notify_priority_changes: boolean("tellPriorities", {
    meaning: "a line in the FIFO when a priority changes",
    byDefault: "off",
  }),
  fifo_write_vrrp_states_on_reload: flag("statesOnReload", true, {
    meaning: "all states in the FIFO again after a reload",
  }),
});

export const priorityChangesKeyword: Table<PriorityChangesDraft> = notYet<PriorityChangesDraft>({
  notify_priority_changes: boolean("tellPriorities", {
    meaning: "a line in the FIFO when its priority changes",
    inherits: "global_defs vrrp_notify_priority_changes",
  }),
});

function fifo<K extends string>(
  key: K,
  what: string,
): Entry<{ [key in K]?: FifoDraft | undefined }> {
  return entry(
    { meaning: `a FIFO that gets a line for ${what}; whose it is` },
    "PATH [USER [GROUP]]",
    undefined,
    (draft, { keyword, args }, report) => {
      const [path, user, group] = args;
      if (path === undefined) {
        missing(report, keyword, "PATH [USER [GROUP]]");
        return;
      }
      surplus(args, 3, report);
      const owner = user === undefined ? undefined : { user: user.text, group: group?.text };
      draft[key] = { path: path.text, owner };
    },
  );
}
