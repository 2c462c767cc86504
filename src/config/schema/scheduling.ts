/** How a virtual server shares out connections: keepalived.conf(5), lvs_sched and its flags. */
import type { Word } from "../pieces.ts";
import { choice, type Entry, entry, notYet, surplus, type Table } from "./entry.ts";

export interface SchedulingDraft {
  scheduler?: string | undefined;
  /** Each as it is written, in the order of the text. */
  schedulerFlags?: Word[] | undefined;
}

const SCHEDULERS = "rr wrr lc wlc lblc sh mh dh fo ovf lblcr sed nq twos";
const schedulers = Object.fromEntries(SCHEDULERS.split(" ").map((name) => [name, name]));

const scheduler = choice("scheduler", schedulers, {
  meaning: "how connections are shared out",
  byDefault: "wlc",
});

export const schedulingKeywords: Table<SchedulingDraft> = {
  lb_algo: scheduler,
  lvs_sched: scheduler,
  ...notYet({
    hashed: flagOf("entries are kept in a hash table"),
    ops: flagOf("each datagram is scheduled for itself; UDP alone"),
    "flag-1": flagOf("first flag of the scheduler"),
    "flag-2": flagOf("second flag of the scheduler"),
    "flag-3": flagOf("third flag of the scheduler"),
    "sh-port": flagOf("sh hashes the source port as well"),
    "sh-fallback": flagOf("sh goes to another server where its own has weight 0"),
    "mh-port": flagOf("mh hashes the source port as well"),
    "mh-fallback": flagOf("mh goes to another server where its own has weight 0"),
  }),
};

function flagOf(meaning: string): Entry<SchedulingDraft> {
  return entry({ meaning }, "", undefined, (draft, { keyword, args }, report) => {
    surplus(args, 0, report);
    (draft.schedulerFlags ??= []).push(keyword);
  });
}
