/** One probe of a real server, and what came of it. */
import type { Ip } from "../base/ip.ts";
import type { Millis } from "../base/time.ts";
import type { HttpUrl, StatusRange } from "../config/model.ts";

export type Probe =
  | {
      readonly type: "tcp";
      readonly ip: Ip;
      readonly port: number;
      readonly bindTo: Ip | undefined;
      readonly timeout: Millis;
    }
  | {
      readonly type: "http";
      readonly tls: boolean;
      readonly sni: boolean;
      readonly httpProtocol: "1.0" | "1.0C" | "1.1";
      readonly ip: Ip;
      readonly port: number;
      readonly bindTo: Ip | undefined;
      readonly timeout: Millis;
      readonly url: HttpUrl;
    };

export type ProbeOutcome =
  | { readonly ok: true; readonly took: Millis }
  | { readonly ok: false; readonly failure: ProbeFailure };

export type ProbeFailure =
  | { readonly type: "refused" }
  | {
      readonly type: "timeout";
      readonly after: Millis;
      readonly phase: "connect" | "tls" | "response";
    }
  /** errno name and its meaning: EHOSTUNREACH, ENETUNREACH, ECONNRESET ... */
  | {
      readonly type: "network";
      readonly errno: string;
      readonly phase: "connect" | "tls" | "response";
    }
  | { readonly type: "tls"; readonly detail: string }
  | { readonly type: "status"; readonly got: number; readonly expected: readonly StatusRange[] }
  | { readonly type: "digest"; readonly got: string; readonly expected: string }
  | { readonly type: "protocol"; readonly detail: string }
  /** Our own machine could not even try (no descriptor, no such source address): says nothing about the server. */
  | { readonly type: "local"; readonly detail: string };
