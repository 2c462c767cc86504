/** keepalived.conf(5), "TCP_CHECK", "SMTP_CHECK", "DNS_CHECK", "PING_CHECK", "UDP_CHECK". */
import type { Statement, Word } from "../pieces.ts";
import type { Report } from "../report.ts";
import { type ConnectionDraft, connectionKeywords } from "./connection.ts";
import {
  type Block,
  badValue,
  choice,
  defineBlock,
  entry,
  integer,
  missing,
  nested,
  text,
  value,
} from "./entry.ts";
import { type HexBytes, parseHex } from "./hex.ts";
import { readBlock } from "./read-block.ts";

export interface TcpDraft extends ConnectionDraft {
  readonly type: "TCP_CHECK";
}

export interface PingDraft extends ConnectionDraft {
  readonly type: "PING_CHECK";
}

export interface SmtpDraft extends ConnectionDraft {
  readonly type: "SMTP_CHECK";
  helo?: string | undefined;
  /** Each is a check of its own. */
  hosts?: ConnectionDraft[] | undefined;
}

export interface DnsDraft extends ConnectionDraft {
  readonly type: "DNS_CHECK";
  recordType?: string | undefined;
  name?: string | undefined;
}

export interface UdpDraft extends ConnectionDraft {
  readonly type: "UDP_CHECK";
  payload?: HexBytes | undefined;
  requireReply?: "any" | HexBytes | undefined;
  minReplyLength?: number | undefined;
  maxReplyLength?: number | undefined;
}

export const tcpCheck: Block<TcpDraft> = defineBlock<TcpDraft>("TCP_CHECK", connectionKeywords());
export const pingCheck: Block<PingDraft> = defineBlock<PingDraft>(
  "PING_CHECK",
  connectionKeywords(),
);

const smtpHost: Block<ConnectionDraft> = defineBlock<ConnectionDraft>("host", connectionKeywords());
export const smtpCheck: Block<SmtpDraft> = defineBlock<SmtpDraft>("SMTP_CHECK", {
  ...connectionKeywords(),
  helo_name: text("helo", {
    meaning: "what it calls itself in HELO",
    byDefault: "smtpchecker.keepalived.org",
  }),
  host: nested(
    { meaning: "one more server to ask; rather write an SMTP_CHECK for each" },
    "{ ... }",
    (draft: SmtpDraft, { keyword, body }, report) => {
      const made: ConnectionDraft = { keyword };
      readBlock(smtpHost, made, body, report);
      (draft.hosts ??= []).push(made);
    },
    smtpHost,
  ),
});

const RECORDS = "A NS CNAME SOA MX TXT AAAA RRSIG DNSKEY";

export const dnsCheck: Block<DnsDraft> = defineBlock<DnsDraft>("DNS_CHECK", {
  ...connectionKeywords({ retry: "3", delayBeforeRetry: "delay_loop" }),
  type: choice("recordType", Object.fromEntries(RECORDS.split(" ").map((name) => [name, name])), {
    meaning: "type of the records that are asked for",
    byDefault: "SOA",
  }),
  name: value(
    "name",
    { meaning: "whose records are asked for", byDefault: "." },
    "NAME",
    undefined,
    readDnsName,
  ),
});

const LENGTH = { min: 0, max: 65_535 } as const;

export const udpCheck: Block<UdpDraft> = defineBlock<UdpDraft>("UDP_CHECK", {
  ...connectionKeywords(),
  payload: entry(
    { meaning: "what is sent", byDefault: "a text of 32 bytes" },
    "HEX",
    undefined,
    readPayload,
  ),
  require_reply: entry(
    { meaning: "silence is a failure; an x in what must come back is any digit" },
    "[HEX]",
    undefined,
    readReply,
  ),
  min_reply_length: integer("minReplyLength", {
    strict: true,
    ...LENGTH,
    meaning: "shortest reply that is healthy, in bytes",
    byDefault: "0",
  }),
  max_reply_length: integer("maxReplyLength", {
    strict: true,
    ...LENGTH,
    meaning: "longest reply that is healthy, in bytes",
    byDefault: "255",
  }),
});

function readDnsName(word: Word, report: Report): string | undefined {
  const { text: name } = word;
  if (name === "." || !(name.startsWith(".") || name.includes(".."))) return name;
  badValue(report, word, "expected a name without empty labels");
  return undefined;
}

function readPayload(draft: UdpDraft, statement: Statement, report: Report): void {
  if (statement.args.length === 0) missing(report, statement.keyword, "HEX");
  else draft.payload = readHex(statement, false, report) ?? draft.payload;
}

function readReply(draft: UdpDraft, statement: Statement, report: Report): void {
  // Of a mistake in the bytes nothing but them is lost: a reply must come all the same.
  draft.requireReply =
    (statement.args.length === 0 ? undefined : readHex(statement, true, report)) ?? "any";
}

function readHex({ args }: Statement, wildcards: boolean, report: Report): HexBytes | undefined {
  const hex = parseHex(args.map(({ text: word }) => word).join(" "), wildcards);
  const [word] = args;
  if (hex === undefined && word !== undefined)
    badValue(
      report,
      word,
      `expected pairs of hex digits${wildcards ? ", or x for any digit" : ""}`,
    );
  return hex;
}
