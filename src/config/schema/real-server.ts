/** keepalived.conf(5), "real_server". */
import type { ForwardingMethod } from "../model.ts";
import type { Report } from "../report.ts";
import type { Statement } from "../tree.ts";
import { type CheckDraft, httpCheck, sslCheck, tcpCheck } from "./checks.ts";
import { type Block, boolean, choice, defineBlock, type Entry, integer, nested } from "./entry.ts";
import { readBlock } from "./read-block.ts";
import { type TimingDraft, timingKeywords } from "./timing.ts";
import type { Endpoint } from "./values.ts";

export interface RealServerDraft extends TimingDraft {
  readonly endpoint: Endpoint;
  weight?: number | undefined;
  forwarding?: ForwardingMethod | undefined;
  inhibitOnFailure?: boolean | undefined;
  checks?: CheckDraft[] | undefined;
}

const METHODS: Readonly<Record<string, ForwardingMethod>> = { NAT: "NAT", DR: "DR", TUN: "TUN" };

const check = (
  type: CheckDraft["type"],
  block: Block<CheckDraft>,
  meaning: string,
): Entry<RealServerDraft> =>
  nested(
    { meaning },
    "{ ... }",
    (draft: RealServerDraft, { keyword, body }: Statement, report: Report) => {
      const made: CheckDraft = { type, keyword };
      readBlock(block, made, body ?? [], report);
      (draft.checks ??= []).push(made);
    },
    block,
  );

export const realServer: Block<RealServerDraft> = defineBlock<RealServerDraft>(
  "real_server",
  {
    weight: integer("weight", {
      min: 0,
      max: 65_535,
      meaning: "its share of connections; 0: no new ones",
      byDefault: "the virtual server's",
    }),
    lvs_method: choice("forwarding", METHODS, {
      meaning: "how packets reach it",
      byDefault: "the virtual server's",
    }),
    inhibit_on_failure: boolean("inhibitOnFailure", {
      meaning: "weight 0 instead of removal when it fails",
      byDefault: "the virtual server's",
    }),
    TCP_CHECK: check("TCP_CHECK", tcpCheck, "healthy if a TCP connection can be made"),
    HTTP_GET: check("HTTP_GET", httpCheck, "healthy if its urls answer as expected"),
    SSL_GET: check("SSL_GET", sslCheck, "the same over TLS; certificates are not verified"),
    ...timingKeywords("real_server"),
  },
  `
  notify_up notify_down smtp_alert MISC_CHECK SMTP_CHECK DNS_CHECK PING_CHECK UDP_CHECK
  uthreshold lthreshold snmp_name FILE_CHECK BFD_CHECK
`,
);
