/** Everything that can happen, as one union: what logs, scripts, metrics and the status API are fed with. */
import type { CheckNotice } from "../check/notice.ts";
import type { IpvsOp } from "../desired/ipvs.ts";
import type { VrrpNotice } from "../vrrp/notice.ts";

export type IpvsNotice =
  /** Changes sent to the kernel because the desired table changed. */
  | { readonly type: "ipvs.apply"; readonly ops: readonly IpvsOp[] }
  /** The kernel's table was not what it should be, and these put it right. */
  | { readonly type: "ipvs.drift"; readonly ops: readonly IpvsOp[] }
  /** The kernel or ipvsadm refused something. */
  | { readonly type: "ipvs.refused"; readonly detail: string };

/** Packets that could not leave; `count` of them since it was last told. */
export type SendNotice =
  | {
      readonly type: "send.failed";
      readonly what: string;
      readonly problem: string;
      readonly count: number;
    }
  | { readonly type: "send.recovered"; readonly what: string; readonly lastedMs: number };

export type ProcessName = "supervisor" | "vrrp" | "checker";

export type ProcessNotice =
  | {
      readonly type: "daemon.start";
      readonly version: string;
      readonly config: string;
      readonly instances: number;
      readonly virtualServers: number;
    }
  | { readonly type: "daemon.ready"; readonly tookMs: number }
  | { readonly type: "daemon.stop"; readonly signal: string }
  | { readonly type: "daemon.stopped"; readonly tookMs: number }
  | { readonly type: "daemon.reload"; readonly tookMs: number }
  | { readonly type: "daemon.reloadRefused"; readonly errors: number; readonly first: string }
  | { readonly type: "process.start"; readonly process: ProcessName; readonly pid: number }
  | {
      readonly type: "process.died";
      readonly process: ProcessName;
      readonly pid: number;
      readonly why: string;
      readonly restartInMs: number | undefined;
    }
  /** The process could not have what it asked for, and goes on with less: what it lost is said. */
  | {
      readonly type: "process.degraded";
      readonly process: ProcessName;
      readonly what: string;
      readonly detail: string;
    }
  | { readonly type: "process.stalled"; readonly process: ProcessName; readonly lastedMs: number }
  | { readonly type: "script.failed"; readonly script: string; readonly detail: string }
  | {
      readonly type: "conf.diagnostic";
      readonly severity: "error" | "warning" | "hint";
      readonly rule: string;
      readonly place: string;
      readonly message: string;
      readonly hint: string | undefined;
    };

export type Notice = VrrpNotice | CheckNotice | IpvsNotice | SendNotice | ProcessNotice;

/** A notice as it is handed to sinks: who saw it, and when by both clocks (milliseconds). */
export interface StampedNotice {
  readonly process: ProcessName;
  readonly wall: number;
  readonly monotonic: number;
  readonly notice: Notice;
}
