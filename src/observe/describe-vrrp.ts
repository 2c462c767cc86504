/** VRRP's notices in words. */
import { unreachable } from "../base/assert.ts";
import type { TransitionCause, VrrpNotice } from "../director/vrrp-types.ts";
import type { Description, Level } from "./describe.ts";

type Of<Type extends VrrpNotice["type"]> = Extract<VrrpNotice, { type: Type }>;

export function describeVrrp(notice: VrrpNotice, monotonic: number): Description {
  switch (notice.type) {
    case "vrrp.transition":
      return describeTransition(notice, monotonic);
    case "vrrp.group":
      return {
        level: "info",
        message: `sync group ${notice.group}: all members are ${notice.to} (${causeText(notice.cause)})`,
        fields: { group: notice.group, to: notice.to, cause: notice.cause },
      };
    case "vrrp.announced":
      return {
        level: "info",
        message: `${notice.instance}: the last announcement of the takeover has left`,
        fields: { instance: notice.instance, tookMs: tookMs(notice.triggeredAt, monotonic) },
      };
    case "vrrp.refused":
      return describeRefused(notice);
    case "vrrp.mismatch":
      return {
        level: "warn",
        message: `${notice.instance}: the advert of ${notice.source} differs from our conf: ${notice.detail}`,
        fields: {
          instance: notice.instance,
          source: notice.source,
          what: notice.what,
          detail: notice.detail,
        },
      };
    case "vrrp.lowerPriority":
      return {
        level: "warn",
        message: `${notice.instance}: ${notice.source} advertises as master with the lower priority ${notice.priority}; answered by adverts and announcements`,
        fields: { instance: notice.instance, source: notice.source, priority: notice.priority },
      };
    default:
      return describeMatter(notice);
  }
}

type Matter = Of<
  "vrrp.address" | "vrrp.leftover" | "vrrp.addressGone" | "vrrp.channel" | "vrrp.reconfigured"
>;

function describeMatter(notice: Matter): Description {
  switch (notice.type) {
    case "vrrp.address":
      return {
        level: "error",
        message: `${notice.instance}: ${notice.ip} could not be added: ${notice.problem}; it is not announced`,
        fields: { instance: notice.instance, address: notice.ip, problem: notice.problem },
      };
    case "vrrp.leftover":
      return {
        level: "warn",
        message: `${notice.instance}: removed ${notice.ips.join(", ")}, left from an earlier run`,
        fields: { instance: notice.instance, addresses: notice.ips },
      };
    case "vrrp.addressGone":
      return {
        level: "error",
        message: `${notice.instance}: somebody else removed ${notice.ip}; mastership is given up and elected anew`,
        fields: { instance: notice.instance, address: notice.ip },
      };
    case "vrrp.channel":
      return {
        level: "error",
        message: `socket ${notice.channel} cannot be opened: ${notice.problem}; tried again every second`,
        fields: { channel: notice.channel, problem: notice.problem },
      };
    case "vrrp.reconfigured":
      return {
        level: "info",
        message: `${notice.instance}: reloaded: ${notice.changes.join("; ")}`,
        fields: { instance: notice.instance, changes: notice.changes },
      };
    default:
      return unreachable(notice);
  }
}

const LEVEL_OF_STATE: Readonly<Record<Of<"vrrp.transition">["to"], Level>> = {
  INIT: "info",
  BACKUP: "info",
  MASTER: "info",
  FAULT: "error",
};

function describeTransition(notice: Of<"vrrp.transition">, monotonic: number): Description {
  const { instance, from, to, cause, priority, triggeredAt } = notice;
  const took = tookMs(triggeredAt, monotonic);
  return {
    level: LEVEL_OF_STATE[to],
    message: `${instance}: ${from} -> ${to}: ${causeText(cause)}`,
    fields: { instance, from, to, cause, priority, tookMs: took },
  };
}

function describeRefused(notice: Of<"vrrp.refused">): Description {
  const { instance, channel, source, fault, count, detail } = notice;
  const whose = instance ?? channel;
  const times = count === 1 ? "an advert" : `${count} adverts in a minute, the last`;
  return {
    level: "warn",
    message: `${whose}: refused ${times} from ${source}: ${detail}`,
    fields: { instance, channel, source, fault, count, detail },
  };
}

/** From the trigger to the moment of the notice, in milliseconds with microseconds. */
const tookMs = (triggeredAt: number, monotonic: number): number =>
  Math.round((monotonic - triggeredAt) * 1000) / 1000;

const seconds = (ms: number): string => `${Math.round(ms) / 1000} s`;

/** Why, in words. */
function causeText(cause: TransitionCause): string {
  switch (cause.type) {
    case "masterDown":
      return cause.master === undefined
        ? `no master was heard for ${seconds(cause.silentFor)}`
        : `master ${cause.master} has been silent for ${seconds(cause.silentFor)}`;
    case "masterLeft":
      return `master ${cause.master} left (priority 0)`;
    case "preempted":
      return `took over from ${cause.master}, which has the lower priority ${cause.priority}`;
    case "higherPriority":
      return `${cause.from} has the higher priority ${cause.priority}`;
    case "equalPriorityHigherAddress":
      return `${cause.from} has the same priority ${cause.priority} and the higher address`;
    case "replacedInStall":
      return `${cause.from} took over while this process did not run (priority ${cause.priority}, nopreempt)`;
    default:
      return otherCauseText(cause);
  }
}

type OtherCause = Extract<
  TransitionCause,
  {
    type:
      | "start"
      | "stop"
      | "removed"
      | "owner"
      | "fault"
      | "faultCleared"
      | "addressRemoved"
      | "regrouped"
      | "group";
  }
>;

function otherCauseText(cause: OtherCause): string {
  switch (cause.type) {
    case "start":
      return "started";
    case "stop":
      return "stopped";
    case "removed":
      return "removed from the conf";
    case "owner":
      return "priority 255 owns the addresses";
    case "fault":
      return cause.reasons.join("; ");
    case "faultCleared":
      return "what was wrong has cleared";
    case "addressRemoved":
      return `its address ${cause.ip} was removed by somebody else`;
    case "regrouped":
      return `joined sync group ${cause.group}`;
    case "group":
      return `with ${cause.member} of the same sync group: ${causeText(cause.because)}`;
    default:
      return unreachable(cause);
  }
}
