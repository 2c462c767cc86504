/** The checks of a real server, of every kind. */
import type { Statement, Word } from "../pieces.ts";
import type { Report } from "../report.ts";
import {
  type DnsDraft,
  dnsCheck,
  type PingDraft,
  pingCheck,
  type SmtpDraft,
  smtpCheck,
  type TcpDraft,
  tcpCheck,
  type UdpDraft,
  udpCheck,
} from "./dialogue-checks.ts";
import { type Block, type Entry, nested, notYet, type Table } from "./entry.ts";
import { type HttpDraft, httpCheck, noteUrl, sslCheck } from "./http-check.ts";
import { type Making, readBody } from "./read-body.ts";
import {
  type BfdDraft,
  bfdCheck,
  type FileDraft,
  fileCheck,
  type MiscDraft,
  miscCheck,
} from "./watching-checks.ts";

export type CheckDraft =
  | TcpDraft
  | HttpDraft
  | SmtpDraft
  | DnsDraft
  | PingDraft
  | UdpDraft
  | MiscDraft
  | FileDraft
  | BfdDraft;

export interface ChecksDraft {
  checks?: CheckDraft[] | undefined;
}

/** Reads a check of its own kind into the list. */
function check<Draft extends CheckDraft>(
  block: Block<Draft>,
  create: (keyword: Word) => Draft,
  meaning: string,
  judge: (draft: Draft, report: Report) => void = () => undefined,
  note?: (draft: Draft, statement: Statement) => void,
): Entry<ChecksDraft> {
  const making: Making<Draft, Word> = { block, create, note };
  return nested(
    { meaning },
    "{ ... }",
    (draft: ChecksDraft, { keyword, body }, report) => {
      const before = report.errors();
      const made = readBody(making, keyword, body, report);
      // What it lacks may be what an error has lost.
      if (report.errors() === before) judge(made, report);
      // Mostly it is the only one: an array that is pushed to has room for many.
      if (draft.checks === undefined) draft.checks = [made];
      else draft.checks.push(made);
    },
    block,
  );
}

export const checkKeywords: Table<ChecksDraft> = {
  TCP_CHECK: check(
    tcpCheck,
    // What most say is there from the start: an object that grows takes more memory.
    (keyword): TcpDraft => ({
      type: "TCP_CHECK",
      keyword,
      connectTimeout: undefined,
      retry: undefined,
      delayBeforeRetry: undefined,
    }),
    "healthy if a TCP connection can be made",
  ),
  HTTP_GET: check(
    httpCheck,
    (keyword): HttpDraft => ({ type: "HTTP_GET", keyword }),
    "healthy if its urls answer as expected",
    undefined,
    noteUrl,
  ),
  SSL_GET: check(
    sslCheck,
    (keyword): HttpDraft => ({ type: "SSL_GET", keyword }),
    "the same over TLS; certificates are not verified",
    undefined,
    noteUrl,
  ),
  ...notYet<ChecksDraft>(
    {
      SMTP_CHECK: check(
        smtpCheck,
        (keyword): SmtpDraft => ({ type: "SMTP_CHECK", keyword }),
        "healthy if a mail server greets",
      ),
      DNS_CHECK: check(
        dnsCheck,
        (keyword): DnsDraft => ({ type: "DNS_CHECK", keyword }),
        "healthy if a name server answers",
      ),
      PING_CHECK: check(
        pingCheck,
        (keyword): PingDraft => ({ type: "PING_CHECK", keyword }),
        "healthy if an ICMP echo comes back",
      ),
      UDP_CHECK: check(
        udpCheck,
        (keyword): UdpDraft => ({ type: "UDP_CHECK", keyword }),
        "healthy if no ICMP error comes back, and the reply that is required",
        judgeUdp,
      ),
      MISC_CHECK: check(
        miscCheck,
        (keyword): MiscDraft => ({ type: "MISC_CHECK", keyword }),
        "healthy if a command ends with status 0",
        ({ keyword, script }, report) => {
          needs(script, "misc_path", keyword, report);
        },
      ),
      FILE_CHECK: check(
        fileCheck,
        (keyword): FileDraft => ({ type: "FILE_CHECK", keyword }),
        "healthy by the number in a file",
        ({ keyword, trackFile }, report) => {
          needs(trackFile, "track_file", keyword, report);
        },
      ),
      BFD_CHECK: check(
        bfdCheck,
        (keyword): BfdDraft => ({ type: "BFD_CHECK", keyword }),
        "healthy while a BFD session is up",
        ({ keyword, session }, report) => {
          needs(session, "name", keyword, report);
        },
      ),
    },
    "its real server is judged by its other checks, and counts as up where it has none",
  ),
};

function needs(has: unknown, what: string, keyword: Word, report: Report): void {
  if (has === undefined)
    report.at(keyword, {
      rule: "missing-keyword",
      severity: "error",
      message: `${keyword.text} has no ${what}; it is left out`,
    });
}

function judgeUdp({ keyword, ...draft }: UdpDraft, report: Report): void {
  const { minReplyLength: min = 0, maxReplyLength: max = 255 } = draft;
  if (min > max)
    report.at(keyword, {
      rule: "reply-length",
      severity: "warning",
      message: `min_reply_length ${min} is above max_reply_length ${max}: no reply can be healthy`,
    });
}
