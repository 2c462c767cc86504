/** Keywords of the file itself and of global_defs that say where and as what the daemon runs. */
import type { Word } from "../pieces.ts";
import type { Report } from "../report.ts";
import {
  badValue,
  entry,
  flag,
  integer,
  notYet,
  seconds,
  surplus,
  type Table,
  text,
  value,
} from "./entry.ts";

export interface DaemonDraft {
  netNamespace?: string | undefined;
  /** Without a name: the namespace that the daemon was started in. */
  ipvsNamespace?: { readonly name: string | undefined } | undefined;
  ipsetsInNamespace?: boolean | undefined;
  instanceName?: string | undefined;
  pidDirectory?: boolean | undefined;
  childWait?: number | undefined;
}

/** Outside of all blocks. */
export const daemonKeywords: Table<DaemonDraft> = notYet<DaemonDraft>({
  net_namespace: text("netNamespace", { meaning: "run in this network namespace" }, "NAME"),
  net_namespace_ipvs: entry(
    { meaning: "run IPVS in this network namespace; alone in the one of the start" },
    "[NAME]",
    undefined,
    (draft, { args }, report) => {
      surplus(args, 1, report);
      draft.ipvsNamespace = { name: args[0]?.text };
    },
  ),
  namespace_with_ipsets: flag("ipsetsInNamespace", true, {
    meaning: "use ipsets in a network namespace, which kernels before 3.13 cannot",
  }),
  instance: text(
    "instanceName",
    { meaning: "a name that is part of those of pid files and dumps" },
    "NAME",
  ),
  use_pid_dir: flag("pidDirectory", true, { meaning: "pid files in a directory of their own" }),
  child_wait_time: seconds("childWait", {
    min: 0,
    max: 4_294_967,
    meaning: "how long processes may take to end before they are killed",
    byDefault: "5",
  }),
});

export interface DaemonGlobalDraft {
  umask?: number | undefined;
  randomSeed?: number | undefined;
}

/** Of global_defs. */
export const daemonGlobalKeywords: Table<DaemonGlobalDraft> = {
  ...notYet<DaemonGlobalDraft>({
    umask: value(
      "umask",
      { meaning: "permissions that files do not get, umask(2)", byDefault: "0177" },
      "NUMBER|NAME[|NAME...]",
      undefined,
      readUmask,
    ),
  }),
  random_seed: integer("randomSeed", {
    strict: true,
    min: 0,
    max: 4_294_967_295,
    meaning: "makes ${_RANDOM} repeat itself",
  }),
};

const BITS = { R: 4, W: 2, X: 1 } as const;
const SHIFTS: Readonly<Record<string, number>> = { U: 6, G: 3, O: 0, USR: 6, GRP: 3, OTH: 0 };
const UMASK_MAX = 0o777;

/** A number as C writes it, or the names of sys/stat.h: IRUSR, IWGRP, IRWXO ..., joined by |. */
function readUmask(word: Word, report: Report): number | undefined {
  const found = /^\d/.test(word.text) ? umaskNumber(word.text) : umaskNames(word.text);
  if (found !== undefined && found <= UMASK_MAX) return found;
  badValue(report, word, "expected a mask such as 0177, or names such as IXUSR|IRWXG");
  return undefined;
}

function umaskNumber(mask: string): number | undefined {
  if (/^0[0-7]*$/.test(mask)) return Number.parseInt(mask, 8);
  return /^(0[xX][0-9a-fA-F]+|[1-9]\d*)$/.test(mask) ? Number(mask) : undefined;
}

function umaskNames(names: string): number | undefined {
  let mask = 0;
  for (const name of names.split("|")) {
    const [, whole, bit, who] = /^I(?:RWX([UGO])|([RWX])(USR|GRP|OTH))$/.exec(name) ?? [];
    const shift = SHIFTS[whole ?? who ?? ""];
    if (shift === undefined) return undefined;
    const bits = bit === "R" || bit === "W" || bit === "X" ? BITS[bit] : 7;
    mask |= bits << shift;
  }
  return mask;
}
