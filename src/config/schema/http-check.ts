/** keepalived.conf(5), "HTTP_GET", "SSL_GET" and their url. */

import type { StatusRange } from "../model.ts";
import type { Statement, Word } from "../pieces.ts";
import type { Report } from "../report.ts";
import { type ConnectionDraft, connectionKeywords } from "./connection.ts";
import {
  type Block,
  badValue,
  boolean,
  choice,
  defineBlock,
  entry,
  integer,
  missing,
  nested,
  notYet,
  oldNameOf,
  type Table,
  text,
  value,
} from "./entry.ts";
import { readBlock } from "./read-block.ts";
import { type RegexDraft, regexKeywords, regexProblem } from "./regex.ts";
import { virtualHost } from "./timing.ts";

export interface HttpDraft extends ConnectionDraft {
  readonly type: "HTTP_GET" | "SSL_GET";
  httpProtocol?: "1.0" | "1.0C" | "1.1" | undefined;
  sni?: boolean | undefined;
  fastRecovery?: boolean | undefined;
  tlsCompliant?: boolean | undefined;
  virtualhost?: string | undefined;
  urls?: UrlDraft[] | undefined;
  /** Where one stands that cannot be used. */
  lostUrl?: Word | undefined;
}

export interface UrlDraft extends RegexDraft {
  readonly keyword: Word;
  path?: string | undefined;
  digest?: string | undefined;
  status?: StatusRange[] | undefined;
  virtualhost?: string | undefined;
  tlsCompliant?: boolean | undefined;
}

const tlsCompliant = {
  meaning: "end a TLS connection in order, with close_notify",
  byDefault: "no",
} as const;

const urlKeywords = (of: HttpDraft["type"]): Table<UrlDraft> => ({
  path: text("path", { meaning: "what is asked for" }),
  digest: value(
    "digest",
    { meaning: "MD5 that the body must have", byDefault: "any body" },
    "MD5",
    "32 hex digits",
    readDigest,
  ),
  status_code: entry(
    { meaning: "status codes that are healthy", byDefault: "200-299" },
    "CODE[-CODE] ...",
    "100..599",
    readStatus,
  ),
  virtualhost: text("virtualhost", { meaning: "Host header", inherits: `${of} virtualhost` }),
  ...regexKeywords,
});

const url: Block<UrlDraft> = defineBlock<UrlDraft>("url", urlKeywords("HTTP_GET"));
const sslUrl: Block<UrlDraft> = defineBlock<UrlDraft>("url of SSL_GET", {
  ...urlKeywords("SSL_GET"),
  ...notYet<UrlDraft>({
    tls_compliant: boolean("tlsCompliant", { ...tlsCompliant, inherits: "SSL_GET tls_compliant" }),
  }),
});

const httpKeywords = (block: Block<UrlDraft>): Table<HttpDraft> => ({
  ...connectionKeywords({ retry: "1", delayBeforeRetry: "3" }),
  virtualhost: virtualHost("check"),
  http_protocol: choice(
    "httpProtocol",
    { "1.0": "1.0", "1.0C": "1.0C", "1.0c": "1.0C", "1.1": "1.1" },
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
      max: 4_294_967_295,
      meaning: "failures after the first that are tolerated",
    }),
  ),
  ...notYet<HttpDraft>({
    fast_recovery: boolean("fastRecovery", {
      meaning: "no delays between the urls while the server is coming up",
      byDefault: "no",
    }),
  }),
  url: nested(
    { meaning: "what to ask for, and what must come back" },
    "{ ... }",
    (draft, statement, report) => {
      readUrl(block, draft, statement, report);
    },
    block,
  ),
});

export const httpCheck: Block<HttpDraft> = defineBlock<HttpDraft>("HTTP_GET", httpKeywords(url));
export const sslCheck: Block<HttpDraft> = defineBlock<HttpDraft>("SSL_GET", {
  ...httpKeywords(sslUrl),
  ...notYet<HttpDraft>({ tls_compliant: boolean("tlsCompliant", tlsCompliant) }),
});

/** Of statements of the check that have been read, or lost. */
export function noteUrl(draft: HttpDraft, { keyword }: Statement): void {
  const isRead = draft.urls?.at(-1)?.keyword === keyword;
  if (keyword.text === "url" && !isRead) draft.lostUrl ??= keyword;
}

function readUrl(
  block: Block<UrlDraft>,
  draft: HttpDraft,
  { keyword, body }: Statement,
  report: Report,
): void {
  const made: UrlDraft = { keyword };
  let lostPath: Word | undefined;
  readBlock(block, made, body, report, (each) => {
    if (each.keyword.text === "path") lostPath = each.keyword;
  });
  if (made.path !== undefined) (draft.urls ??= []).push(made);
  else if (lostPath === undefined) missing(report, keyword, "a path");
  // What is wrong with it has been said at its place.
  else draft.lostUrl ??= lostPath;
  const problem = regexProblem(made);
  if (problem !== undefined)
    report.at(keyword, { rule: "regex", severity: "warning", message: problem });
}

function readDigest(word: Word, report: Report): string | undefined {
  if (/^[0-9a-fA-F]{32}$/.test(word.text)) return word.text.toLowerCase();
  badValue(report, word, "expected 32 hex digits, as md5sum prints them");
  return undefined;
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
