/** global_defs of the checker side: IPVS as a whole, its sync daemon, what is logged of checks. */
import type { Ip } from "../../base/ip.ts";
import type { Statement, Word } from "../pieces.ts";
import type { Report } from "../report.ts";
import {
  badValue,
  boolean,
  entry,
  flag,
  integer,
  missing,
  notYet,
  oldNameOf,
  surplus,
  type Table,
  text,
} from "./entry.ts";
import { readInterface } from "./links.ts";
import { readInteger } from "./numbers.ts";
import { multicastGroup } from "./values.ts";
import { defineLine, type Line, readWords } from "./words.ts";

interface TimeoutsDraft {
  /** Seconds. */
  tcp?: number | undefined;
  tcpfin?: number | undefined;
  udp?: number | undefined;
}

interface SyncDaemonDraft {
  readonly interface: string;
  /** The instance that it follows; undefined: master and backup both run. */
  instance?: string | undefined;
  id?: number | undefined;
  maxLength?: number | undefined;
  port?: number | undefined;
  ttl?: number | undefined;
  group?: Ip | undefined;
}

export interface IpvsDraft {
  ipvsTimeouts?: TimeoutsDraft | undefined;
  flush?: boolean | undefined;
  flushOnStop?: "all" | "own" | undefined;
  syncDaemon?: SyncDaemonDraft | undefined;
  notifyInitially?: boolean | undefined;
  logAllFailures?: boolean | undefined;
}

const TIMEOUT = { strict: true, min: 0, max: 2_678_400, unit: "s" } as const;
const ID = { strict: true, min: 0, max: 255 } as const;

const timeouts: Line<TimeoutsDraft> = defineLine<TimeoutsDraft>("lvs_timeouts", {
  tcp: integer("tcp", { ...TIMEOUT, meaning: "of TCP connections" }),
  tcpfin: integer("tcpfin", { ...TIMEOUT, meaning: "of TCP connections behind a FIN" }),
  udp: integer("udp", { ...TIMEOUT, meaning: "of UDP" }),
});

const instance = text("instance", { meaning: "the instance whose state it follows" }, "INSTANCE");
const syncDaemon: Line<SyncDaemonDraft> = defineLine<SyncDaemonDraft>("lvs_sync_daemon", {
  inst: instance,
  id: integer("id", { ...ID, meaning: "its number; without it the VRID of the instance, else 0" }),
  maxlen: integer("maxLength", {
    strict: true,
    min: 1,
    max: 65_507,
    meaning: "most bytes of a packet",
  }),
  port: integer("port", { strict: true, min: 1, max: 65_535, meaning: "its UDP port" }),
  ttl: integer("ttl", { strict: true, min: 1, max: 255, meaning: "TTL of its packets" }),
  group: multicastGroup("group", undefined, "the group that it sends to", "224.0.0.81"),
});

const flushOnStop = entry<IpvsDraft>(
  { meaning: "empty the IPVS table at the end: all of it, or with VS what the conf names" },
  "[VS]",
  undefined,
  (draft, { args }, report) => {
    const [word] = args;
    surplus(args, 1, report);
    if (word === undefined || word.text === "VS")
      draft.flushOnStop = word === undefined ? "all" : "own";
    else badValue(report, word, "expected VS or nothing");
  },
);

export const ipvsKeywords: Table<IpvsDraft> = notYet<IpvsDraft>({
  lvs_timeouts: entry(
    { meaning: "how long IPVS remembers connections, ipvsadm(8) --set" },
    "[tcp SECONDS] [tcpfin SECONDS] [udp SECONDS]",
    undefined,
    (draft, { keyword, args }, report) => {
      if (args.length === 0) missing(report, keyword, "tcp, tcpfin or udp SECONDS");
      draft.ipvsTimeouts = { ...draft.ipvsTimeouts };
      readWords(timeouts, draft.ipvsTimeouts, args, report);
    },
  ),
  lvs_flush: flag("flush", true, { meaning: "empty the IPVS table at the start" }),
  lvs_flush_on_stop: flushOnStop,
  lvs_flush_onstop: oldNameOf("lvs_flush_on_stop", flushOnStop),
  lvs_sync_daemon: entry(
    { meaning: "tell connections to the other balancer" },
    "INTERFACE [[inst] INSTANCE] [id NUMBER] [maxlen BYTES] [port PORT] [ttl TTL] [group GROUP]",
    undefined,
    readSyncDaemon,
  ),
  rs_init_notifies: boolean("notifyInitially", {
    meaning: "notify_up of real servers that are in the pool from the start",
  }),
  checker_log_all_failures: boolean("logAllFailures", {
    meaning: "log every failed attempt of a check, not the last alone",
  }),
});

function readSyncDaemon(draft: IpvsDraft, { keyword, args }: Statement, report: Report): void {
  const [first, ...rest] = args;
  if (first === undefined) {
    missing(report, keyword, "INTERFACE");
    return;
  }
  const name = readInterface(first, report);
  if (name === undefined) return;
  const made: SyncDaemonDraft = { interface: name };
  readWords(syncDaemon, made, rest, report, positional);
  draft.syncDaemon = made;
}

/** Before it had words: INTERFACE INSTANCE ID. */
function positional(draft: SyncDaemonDraft, word: Word, report: Report): boolean {
  if (draft.instance === undefined) draft.instance = word.text;
  else if (draft.id === undefined && /^\d+$/.test(word.text))
    draft.id = readInteger(word, ID, report);
  else return false;
  return true;
}
