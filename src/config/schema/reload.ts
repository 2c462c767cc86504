/** The conf itself: when it is read again, where copies of it lie, what `include` insists on. */

import type { Statement } from "../pieces.ts";
import type { Report } from "../report.ts";
import { badValue, entry, flag, list, notYet, surplus, type Table, text } from "./entry.ts";

const CHECKS = ["read", "match", "wildcard_match", "brace_match"] as const;
type IncludeCheck = (typeof CHECKS)[number];

export interface ReloadDraft {
  reloadCheckLog?: string | undefined;
  reloadTimeFile?: string | undefined;
  reloadDaily?: boolean | undefined;
  /** Without a path: the name of the pid file, with `.reload`. */
  reloadFile?: { readonly path: string | undefined } | undefined;
  includeChecks?: readonly IncludeCheck[] | undefined;
  confCopies?: string | undefined;
  temporaryDirectory?: string | undefined;
  iprouteUsr?: string | undefined;
  iprouteEtc?: string | undefined;
}

export const reloadKeywords: Table<ReloadDraft> = {
  // daruma never takes a conf over that it has not checked.
  reload_check_config: entry(
    {
      meaning:
        "check a conf before it takes effect, and write into this file what is wrong; daruma always checks",
    },
    "[PATH]",
    undefined,
    (draft, { args }, report) => {
      surplus(args, 1, report);
      draft.reloadCheckLog = args[0]?.text ?? "/dev/null";
    },
  ),
  include_check: entry(
    { meaning: "what is an error of include; with + or - more or less than before, alone all" },
    `[[+|-]${CHECKS.join("|")} ...]`,
    undefined,
    readChecks,
  ),
  ...notYet<ReloadDraft>({
    reload_time_file: text(
      "reloadTimeFile",
      { meaning: "a file that says when the conf is read again" },
      "PATH",
    ),
    reload_repeat: flag("reloadDaily", true, {
      meaning: "every day at the time of reload_time_file",
    }),
    reload_file: entry(
      { meaning: "a file that exists while the conf is being read" },
      "[PATH]",
      undefined,
      (draft, { args }, report) => {
        surplus(args, 1, report);
        draft.reloadFile = { path: args[0]?.text };
      },
    ),
    config_save_dir: text(
      "confCopies",
      { meaning: "where the conf is kept at every reload" },
      "PATH",
    ),
    tmp_config_directory: text(
      "temporaryDirectory",
      { meaning: "where the conf lies while it is being read" },
      "PATH",
    ),
    iproute_usr_dir: text("iprouteUsr", { meaning: "where iproute2 has its names" }, "PATH"),
    iproute_etc_dir: text(
      "iprouteEtc",
      { meaning: "where names of iproute2 are overridden" },
      "PATH",
    ),
  }),
};

/** The first word without a sign begins anew; a sign adds to what is there, or takes away. */
function readChecks(draft: ReloadDraft, { args }: Statement, report: Report): void {
  const checks = new Set<IncludeCheck>(args.length === 0 ? CHECKS : (draft.includeChecks ?? []));
  let fresh = true;
  for (const word of args) {
    const check = checkOf(word.text.replace(/^[+-]/, ""));
    if (check === undefined) {
      badValue(report, word, `expected ${list(CHECKS)}, with + or - or without`);
      continue;
    }
    const bare = !/^[+-]/.test(word.text);
    if (bare && fresh) checks.clear();
    fresh &&= !bare;
    if (word.text.startsWith("-")) checks.delete(check);
    else checks.add(check);
  }
  draft.includeChecks = [...checks];
}

/** keepalived.conf(5) says `readable`, and keepalived takes `read`. */
const checkOf = (name: string): IncludeCheck | undefined =>
  name === "readable" ? "read" : CHECKS.find((each) => each === name);
