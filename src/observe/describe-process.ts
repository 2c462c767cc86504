/** The daemon's own notices in words. */
import { amount } from "../base/amount.ts";
import { unreachable } from "../base/assert.ts";
import type { ProcessNotice, SendNotice } from "../director/notice.ts";
import type { Description, Level } from "./describe.ts";
import { fieldsOf } from "./fields.ts";

type Own = ProcessNotice | SendNotice;

const LEVELS: Readonly<Partial<Record<Own["type"], Level>>> = {
  "daemon.reloadRefused": "error",
  "process.died": "error",
  "process.degraded": "warn",
  "process.stalled": "warn",
  "script.failed": "warn",
  "send.failed": "error",
};

export function describeProcess(notice: Own): Description {
  const level =
    notice.type === "conf.diagnostic" ? confLevel(notice.severity) : LEVELS[notice.type];
  return { level: level ?? "info", message: textOf(notice), fields: fieldsOf(notice) };
}

const confLevel = (severity: "error" | "warning" | "hint"): Level =>
  (({ error: "error", warning: "warn", hint: "info" }) as const)[severity];

function textOf(notice: Own): string {
  switch (notice.type) {
    case "daemon.start":
      return `daruma ${notice.version} starts with ${notice.config}: ${amount(notice.instances, "VRRP instance")}, ${amount(notice.virtualServers, "virtual server")}`;
    case "daemon.ready":
      return `ready after ${Math.round(notice.tookMs)} ms`;
    case "daemon.stop":
      return `stopping (${notice.signal})`;
    case "daemon.stopped":
      return `stopped after ${Math.round(notice.tookMs)} ms`;
    case "daemon.reload":
      return `reloaded in ${Math.round(notice.tookMs)} ms`;
    case "daemon.reloadRefused":
      return `the new conf has ${notice.errors === 0 ? "warnings" : amount(notice.errors, "error")} and is refused, the old one stays: ${notice.first}`;
    case "script.failed":
      return `script ${notice.script} failed: ${notice.detail}`;
    case "conf.diagnostic":
      return `${notice.place}: ${notice.message}${notice.hint === undefined ? "" : ` (${notice.hint})`}`;
    case "send.failed":
      return `${notice.what} could not be sent${notice.count > 1 ? `, ${notice.count} times in a minute` : ""}: ${notice.problem}`;
    case "send.recovered":
      return `${notice.what} can be sent again, after ${Math.round(notice.lastedMs / 1000)} s`;
    default:
      return processText(notice);
  }
}

type OfProcess = Extract<Own, { type: `process.${string}` }>;

function processText(notice: OfProcess): string {
  switch (notice.type) {
    case "process.start":
      return `${notice.process} process ${notice.pid} runs`;
    case "process.died": {
      const next =
        notice.restartInMs === undefined
          ? "it is not restarted"
          : `restarted in ${notice.restartInMs} ms`;
      return `${notice.process} process ${notice.pid} died: ${notice.why}; ${next}`;
    }
    case "process.degraded":
      return `${notice.process} process goes on without ${notice.what}: ${notice.detail}`;
    case "process.stalled":
      return `${notice.process} process did not run for ${Math.round(notice.lastedMs)} ms`;
    default:
      return unreachable(notice);
  }
}
