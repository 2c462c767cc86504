/** How the processes of the daemon run: names, priorities, memory, CPUs. The same words for each of them. */

import type { Statement } from "../pieces.ts";
import type { Report } from "../report.ts";
import {
  badValue,
  type Declared,
  type Entry,
  entry,
  flag,
  integer,
  missing,
  notYet,
  oldNameOf,
  surplus,
  type Table,
  value,
} from "./entry.ts";
import { readInteger } from "./numbers.ts";

export interface ProcessDraft {
  /** nice(2). */
  priority?: number | undefined;
  locked?: boolean | undefined;
  rtPriority?: number | undefined;
  /** Microseconds. */
  rttime?: number | undefined;
  cpus?: number[] | undefined;
  processName?: string | undefined;
}

export interface ProcessesDraft {
  vrrpProcess?: ProcessDraft | undefined;
  checkerProcess?: ProcessDraft | undefined;
  bfdProcess?: ProcessDraft | undefined;
  processNames?: boolean | undefined;
  processName?: string | undefined;
  maxAutoPriority?: number | undefined;
  minAutoPriorityDelay?: number | undefined;
}

type ProcessKey = "vrrpProcess" | "checkerProcess" | "bfdProcess";

const CPU_MAX = 1023;
/** prctl(2), PR_SET_NAME: 16 bytes with the NUL. */
const NAME_MAX = 15;

const rtPriority = integer("rtPriority", { min: 1, max: 99, meaning: "its SCHED_RR priority" });
const rttime = integer("rttime", {
  min: 1,
  max: 4_294_967_295,
  unit: "us",
  meaning: "how long it may run without waiting, with an rt_priority",
  byDefault: "10000",
});
const cpus: Entry<ProcessDraft> = entry(
  { meaning: "the CPUs that it may run on" },
  "CPU ...",
  `0..${CPU_MAX}`,
  readCpus,
);
const processName = commandName({ meaning: "its name in listings of processes" });

const common: Table<ProcessDraft> = {
  priority: integer("priority", { min: -20, max: 19, meaning: "its niceness, nice(2)" }),
  no_swap: flag("locked", true, { meaning: "its memory is never swapped out" }),
  rlimit_rttime: rttime,
  cpu_affinity: cpus,
};

/** An entry of a process, read into its own draft. */
const of = (key: ProcessKey, each: Entry<ProcessDraft>): Entry<ProcessesDraft> => ({
  ...each,
  slot: each.slot === undefined ? undefined : `${key} ${each.slot}`,
  read: (draft, statement, report) => {
    const made: ProcessDraft = { ...draft[key] };
    each.read(made, statement, report);
    if (Object.keys(made).length > 0) draft[key] = made;
  },
});

const all = (prefix: string, key: ProcessKey): Table<ProcessesDraft> => ({
  ...Object.fromEntries(
    Object.entries(common).map(([name, each]) => [`${prefix}_${name}`, of(key, each)]),
  ),
  [`${prefix}_rlimit_rtime`]: oldNameOf(`${prefix}_rlimit_rttime`, of(key, rttime)),
  [`${prefix}_process_name`]: of(key, processName),
});

export const processKeywords: Table<ProcessesDraft> = {
  vrrp_rt_priority: of("vrrpProcess", rtPriority),
  checker_rt_priority: of("checkerProcess", rtPriority),
  ...notYet<ProcessesDraft>({
    bfd_rt_priority: of("bfdProcess", rtPriority),
    ...all("vrrp", "vrrpProcess"),
    ...all("checker", "checkerProcess"),
    ...all("bfd", "bfdProcess"),
    lvs_process_name: oldNameOf("checker_process_name", of("checkerProcess", processName)),
    process_names: flag("processNames", true, { meaning: "each process has a name of its own" }),
    process_name: commandName({ meaning: "name of the first process in listings of processes" }),
    max_auto_priority: entry(
      {
        meaning: "how far a real-time priority is raised by itself where it runs late; alone 99",
        byDefault: "0",
      },
      "[NUMBER]",
      "-1..99",
      readAutoPriority,
    ),
    min_auto_priority_delay: integer("minAutoPriorityDelay", {
      min: 1,
      max: 10_000_000,
      unit: "us",
      meaning: "how late is late enough to raise it",
      byDefault: "1000000",
    }),
  }),
};

function commandName(declared: Declared): Entry<{ processName?: string | undefined }> {
  return value("processName", declared, "NAME", undefined, (word, report) => {
    if (word.text !== "" && word.text.length <= NAME_MAX) return word.text;
    badValue(report, word, `expected a name of at most ${NAME_MAX} characters`);
    return undefined;
  });
}

function readCpus(draft: ProcessDraft, { keyword, args }: Statement, report: Report): void {
  if (args.length === 0) missing(report, keyword, "CPU ...");
  const found = args.map((word) => readInteger(word, { min: 0, max: CPU_MAX }, report));
  const usable = found.filter((cpu) => cpu !== undefined);
  if (usable.length > 0 && usable.length === found.length) draft.cpus = usable;
}

function readAutoPriority(draft: ProcessesDraft, { args }: Statement, report: Report): void {
  const [word] = args;
  surplus(args, 1, report);
  const number = word === undefined ? 99 : readInteger(word, { min: -1, max: 99 }, report);
  if (number !== undefined) draft.maxAutoPriority = number;
}
