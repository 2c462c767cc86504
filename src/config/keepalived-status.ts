/**
 * keepalived's exit statuses under -t: what it would make of what daruma has found. It does not
 * complain of all that daruma does, and not of all alike; tried with 2.2.7, read in 2.4.3.
 */
import type { Diagnostic } from "./diagnostic.ts";
import type { FileDraft } from "./schema/language.ts";
import { nameOfTarget } from "./schema/service-target.ts";

/** Every complaint, warnings as well, but for those that follow. */
const COMPLAINT = 5;
/** It stops reading at once. */
const MISSING_ARGUMENT = 2;
/** The conf is not whole, or not secure. */
const REFUSED = 6;
/** daruma's own, as keepalived's where a conf is of no use: keepalived takes an empty file. */
const EMPTY = 4;

/** The worst first. */
const IN_ORDER = [REFUSED, EMPTY, COMPLAINT, 0] as const;
type KeepalivedStatus = 0 | 2 | 4 | 5 | 6;

/** By rule, or by rule and severity; what is not in it is a complaint. */
const statusOfRule: Readonly<Record<string, KeepalivedStatus>> = {
  "missing-argument": MISSING_ARGUMENT,
  "include error": REFUSED,
  empty: EMPTY,
  // It knows the keyword and acts on it, or takes the old name for the new one.
  "unsupported-keyword": 0,
  "deprecated-keyword": 0,
  // Of these it says nothing, or says it in passing.
  "surplus-argument": 0,
  "duplicate-address": 0,
  "duplicate-name warning": 0,
  "glued-comment": 0,
  "part-of-word": 0,
  "include warning": 0,
  "undefined-name warning": 0,
  // A group that nobody has defined it does not miss.
  "undefined-server-group": 0,
  "unended-name": 0,
  regex: 0,
  "script-words": 0,
  "too-many-addresses": 0,
  weight: 0,
};

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Keywords of which keepalived says in its own way that something is missing behind them, and reads on. */
const LENIENT = words(`vrrp_instance vrrp_sync_group include includer includem includew includeb
  includea router_id script_user notify_fifo vrrp_notify_fifo lvs_notify_fifo lvs_sync_daemon
  notification_email_from virtualhost script misc_path file url
  dev label scope peer brd broadcast preferred_lft`);

/** Old keywords that it complains of. */
const DISLIKED = words(`nb_get_retry native_ipv6 global_tracking lvs_sync_daemon_interface
  thread_timer_expired vmac_garp_intvl vrrp_vmac_garp_intvl`);

/** What keepalived's status would be because of one finding; `word` is what stands at its place. */
function statusOf({ rule, severity, losesLine }: Diagnostic, word: string): KeepalivedStatus {
  const status = statusOfRule[`${rule} ${severity}`] ?? statusOfRule[rule] ?? COMPLAINT;
  if (rule === "unsupported-keyword" || rule === "deprecated-keyword")
    return DISLIKED.has(word) ? COMPLAINT : status;
  // What is said of a route or a rule it reads as it reads keywords.
  if (status === MISSING_ARGUMENT && losesLine !== true && LENIENT.has(word)) return COMPLAINT;
  return status;
}

/** Of all findings together with `remarks`, what keepalived alone complains of. */
export function keepalivedStatus(
  found: readonly Diagnostic[],
  wordAt: (diagnostic: Diagnostic) => string,
  remarks: readonly Remark[],
): KeepalivedStatus {
  const ofText = new Set(found.map((each) => statusOf(each, wordAt(each))));
  // What ends it while it reads comes before all that it looks at when it has read.
  if (ofText.has(REFUSED)) return REFUSED;
  if (ofText.has(MISSING_ARGUMENT)) return MISSING_ARGUMENT;
  const all = new Set([...ofText, ...remarks.map(({ status }) => status)]);
  return IN_ORDER.find((status) => all.has(status)) ?? 0;
}

/** What daruma has nothing against. */
interface Remark {
  readonly status: KeepalivedStatus;
  readonly message: string;
}

/** `scripts`: those of the conf that are there to be run. */
export function keepalivedRemarks(
  { global, virtualServers }: FileDraft,
  scripts: readonly string[],
): readonly Remark[] {
  const status = COMPLAINT;
  const remarks: Remark[] = virtualServers.flatMap((server) => {
    const { target, scheduler, forwarding, settled } = server;
    const name = `virtual_server ${nameOfTarget(target)} names no`;
    if (settled === undefined || settled.count === 0) return [];
    return [
      ...(scheduler === undefined
        ? [
            {
              status,
              message: `${name} lb_algo, of which keepalived complains: wlc holds`,
            } as const,
          ]
        : []),
      ...(forwarding === undefined && settled.withoutMethod > 0
        ? [
            {
              status,
              message: `${name} lb_kind, of which keepalived complains: NAT holds`,
            } as const,
          ]
        : []),
    ];
  });
  const [script] = scripts;
  if (script !== undefined && global.enableScriptSecurity !== true)
    remarks.push({
      status: REFUSED,
      message: `without enable_script_security keepalived takes the scripts of the conf for a security violation: ${script}`,
    });
  return remarks;
}
