/** keepalived.conf(5), "TCP_CHECK", "HTTP_GET", "SSL_GET". */
import type { Ip } from "../../base/ip.ts";
import type { Word } from "../lexer.ts";
import type { StatusRange } from "../model.ts";
import type { Report } from "../report.ts";
import type { Statement } from "../tree.ts";
import {
  type Block,
  badValue,
  boolean,
  choice,
  defineBlock,
  type Entry,
  entry,
  integer,
  missing,
  nested,
  oldNameOf,
  text,
  value,
} from "./entry.ts";
import { readBlock } from "./read-block.ts";
import { type TimingDraft, timingKeywords } from "./timing.ts";
import { ipAddress, readPort } from "./values.ts";

export interface CheckDraft extends TimingDraft {
  readonly type: "TCP_CHECK" | "HTTP_GET" | "SSL_GET";
  readonly keyword: Word;
  connectIp?: Ip | undefined;
  connectPort?: number | undefined;
  bindTo?: Ip | undefined;
  httpProtocol?: "1.0" | "1.0C" | "1.1" | undefined;
  sni?: boolean | undefined;
  urls?: UrlDraft[] | undefined;
}

export interface UrlDraft {
  readonly keyword: Word;
  path?: string | undefined;
  digest?: string | undefined;
  status?: StatusRange[] | undefined;
  virtualhost?: string | undefined;
}

const common: Readonly<Record<string, Entry<CheckDraft>>> = {
  connect_ip: ipAddress("connectIp", "address to connect to", "the real server's"),
  connect_port: value(
    "connectPort",
    { meaning: "port to connect to", byDefault: "the real server's" },
    "PORT",
    "1..65535",
    readPort,
  ),
  bindto: ipAddress("bindTo", "address to connect from", "by the route"),
  ...timingKeywords("check"),
};

const url: Block<UrlDraft> = defineBlock<UrlDraft>(
  "url",
  {
    path: text("path", { meaning: "what is asked for" }),
    digest: value(
      "digest",
      { meaning: "MD5 that the body must have", byDefault: "any body" },
      "MD5",
      "32 hex digits",
      (word, report) => {
        if (/^[0-9a-fA-F]{32}$/.test(word.text)) return word.text.toLowerCase();
        badValue(report, word, "expected 32 hex digits, as md5sum prints them");
        return undefined;
      },
    ),
    status_code: entry(
      { meaning: "status codes that are healthy", byDefault: "200-299" },
      "CODE[-CODE] ...",
      "100..599",
      readStatus,
    ),
    virtualhost: text("virtualhost", { meaning: "Host header", byDefault: "inherited" }),
  },
  `
  regex regex_no_match regex_options regex_min_offset regex_max_offset regex_stack tls_compliant
`,
);

const http: Readonly<Record<string, Entry<CheckDraft>>> = {
  ...common,
  virtualhost: text("virtualhost", { meaning: "Host header", byDefault: "inherited" }),
  http_protocol: choice(
    "httpProtocol",
    { "1.0": "1.0", "1.0C": "1.0C", "1.1": "1.1" },
    {
      meaning:
        "accepted for keepalived's sake: requests are always HTTP/1.1 with Connection: close",
      byDefault: "1.0",
    },
  ),
  enable_sni: boolean("sni", {
    meaning: "send the virtual host as TLS server name",
    byDefault: "no",
  }),
  nb_get_retry: oldNameOf(
    "retry",
    integer("retry", {
      min: 0,
      max: 1_000_000,
      meaning: "failures after the first that are tolerated",
    }),
  ),
  url: nested({ meaning: "what to ask for, and what must come back" }, "{ ... }", readUrl, url),
};

export const tcpCheck: Block<CheckDraft> = defineBlock<CheckDraft>(
  "TCP_CHECK",
  common,
  `
  bind_port bind_if fwmark log_all_failures
`,
);
export const httpCheck: Block<CheckDraft> = defineBlock<CheckDraft>(
  "HTTP_GET",
  http,
  `
  bind_port bind_if fwmark log_all_failures fast_recovery
`,
);
export const sslCheck: Block<CheckDraft> = defineBlock<CheckDraft>(
  "SSL_GET",
  http,
  `
  bind_port bind_if fwmark log_all_failures fast_recovery tls_compliant
`,
);

function readUrl(draft: CheckDraft, { keyword, body }: Statement, report: Report): void {
  const made: UrlDraft = { keyword };
  readBlock(url, made, body ?? [], report);
  if (made.path === undefined) missing(report, keyword, "a path");
  else (draft.urls ??= []).push(made);
}

function readStatus(draft: UrlDraft, { keyword, args }: Statement, report: Report): void {
  if (args.length === 0) missing(report, keyword, "CODE[-CODE] ...");
  for (const word of args) {
    const [, from, to] = /^(\d{3})(?:-(\d{3}))?$/.exec(word.text) ?? [];
    const range = { from: Number(from), to: Number(to ?? from) };
    if (from !== undefined && range.from >= 100 && range.to <= 599 && range.from <= range.to)
      (draft.status ??= []).push(range);
    else badValue(report, word, "expected a status from 100 to 599, or a range such as 200-299");
  }
}
