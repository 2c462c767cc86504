/** What the health engine has to say. Data only; the words are in observe/. */
import type { Millis } from "../base/time.ts";
import type { Check } from "../config/model.ts";
import type { ProbeFailure } from "./probe.ts";

/** Endpoints as `TCP 203.0.113.100:80` (virtual server) and `192.168.100.21:80` (real server). */
export type CheckNotice =
  | {
      readonly type: "check.up";
      readonly virtualServer: string;
      readonly realServer: string;
      readonly check: Check["type"];
      readonly took: Millis;
      /** The first result after the start, or a recovery. */
      readonly initial: boolean;
    }
  | {
      readonly type: "check.down";
      readonly virtualServer: string;
      readonly realServer: string;
      readonly check: Check["type"];
      readonly failure: ProbeFailure;
      /** Consecutive failures that led to it. */
      readonly attempts: number;
      readonly initial: boolean;
      readonly url: string | undefined;
    }
  /** Our own machine could not probe: the server's state is left as it is. */
  | {
      readonly type: "check.local";
      readonly virtualServer: string;
      readonly realServer: string;
      readonly check: Check["type"];
      readonly failure: ProbeFailure;
    }
  | {
      readonly type: "server.up";
      readonly virtualServer: string;
      readonly realServer: string;
      readonly weight: number;
    }
  | {
      readonly type: "server.down";
      readonly virtualServer: string;
      readonly realServer: string;
      readonly inhibited: boolean;
      /** Its checks took it down, or a reload took it out of the conf while it was up. */
      readonly reason: "check" | "removed";
    }
  | {
      readonly type: "quorum.lost";
      readonly virtualServer: string;
      readonly quorum: number;
      readonly weight: number;
      readonly sorryServer: string | undefined;
    }
  | {
      readonly type: "quorum.gained";
      readonly virtualServer: string;
      readonly quorum: number;
      readonly weight: number;
      readonly sorryServer: string | undefined;
    };
