/** Mail about changes of state: keepalived.conf(5), "notification_email" and what belongs to it. */

import { foreignSign, markBehind } from "../foreign.ts";
import type { Statement, Word } from "../pieces.ts";
import { statementsOf } from "../repeated.ts";
import type { Report } from "../report.ts";
import {
  boolean,
  entry,
  flag,
  isAssigned,
  missing,
  nested,
  notYet,
  seconds,
  surplus,
  type Table,
  text,
} from "./entry.ts";
import { readPort, withoutPort } from "./values.ts";

interface MailServerDraft {
  readonly host: string;
  readonly port: number | undefined;
}

export interface MailDraft {
  mailTo?: string[] | undefined;
  mailFrom?: string | undefined;
  mailServer?: MailServerDraft | undefined;
  mailTimeout?: number | undefined;
  mailHelo?: string | undefined;
  mail?: boolean | undefined;
  mailOfVrrp?: boolean | undefined;
  mailOfCheckers?: boolean | undefined;
  mailOfFaults?: boolean | undefined;
  mailOfServersAlone?: boolean | undefined;
}

/** smtp_alert of an instance or a sync group. */
export interface AlertDraft {
  mail?: boolean | undefined;
}

export const alertKeyword: Table<AlertDraft> = notYet<AlertDraft>({
  smtp_alert: boolean("mail", {
    meaning: "mail at every change of its state",
    byDefault: "no",
    inherits: "global_defs smtp_alert_vrrp",
  }),
});

export const mailKeywords: Table<MailDraft> = notYet<MailDraft>({
  notification_email: nested(
    { meaning: "who gets mail" },
    "{ ADDRESS ... }",
    (draft, { body }, report) => {
      const more = statementsOf(body).flatMap(({ keyword, args }) => [keyword, ...args]);
      for (const word of more) judgeAddress(word, report);
      draft.mailTo = [...(draft.mailTo ?? []), ...more.map((word) => word.text)];
    },
  ),
  notification_email_from: text(
    "mailFrom",
    { meaning: "the sender of mail", byDefault: "keepalived@ and the host's name" },
    "ADDRESS",
  ),
  smtp_server: entry(
    { meaning: "where mail is handed over; port 25 where none is said" },
    "HOST [PORT]",
    "1..65535",
    readServer,
  ),
  smtp_connect_timeout: seconds("mailTimeout", {
    min: 0,
    max: 4294,
    meaning: "how long to wait for the mail server",
    byDefault: "30",
  }),
  smtp_helo_name: text("mailHelo", {
    meaning: "the name that the mail server is told",
    byDefault: "the host's name",
  }),
  smtp_alert: boolean("mail", {
    meaning: "mail of all that says nothing else",
    byDefault: "no, but of real servers",
  }),
  smtp_alert_vrrp: boolean("mailOfVrrp", {
    meaning: "mail of instances and sync groups that say nothing else",
    byDefault: "no",
    inherits: "global_defs smtp_alert",
  }),
  smtp_alert_checker: boolean("mailOfCheckers", {
    meaning: "mail of virtual and real servers that say nothing else",
    inherits: "global_defs smtp_alert",
  }),
  no_email_faults: flag("mailOfFaults", false, { meaning: "no mail of FAULT" }),
  no_checker_emails: boolean("mailOfServersAlone", {
    meaning: "mail of real servers as a whole, not of each of their checks",
  }),
});

/** keepalived sends mail to each word, whatever it is. */
function judgeAddress(word: Word, report: Report): void {
  if (foreignSign(word.text) === undefined && markBehind(word.text) === undefined) return;
  report.at(word, {
    rule: "part-of-word",
    severity: "warning",
    message: `"${word.text}" is taken for an address that mail is sent to`,
  });
}

function readServer(draft: MailDraft, { keyword, args }: Statement, report: Report): void {
  const [host, word] = args;
  if (host === undefined) {
    missing(report, keyword, "HOST [PORT]");
    return;
  }
  if (isAssigned({ args }, "HOST [PORT]", report)) return;
  surplus(args, 2, report);
  const apart = word === undefined ? withoutPort(host.text) : undefined;
  // It is kept as the name of a host, as written.
  if (apart !== undefined)
    report.at(host, {
      rule: "bad-value",
      severity: "warning",
      message: `found "${host.text}", expected HOST [PORT]: no host has this name`,
      hint: apart,
    });
  const port = word === undefined ? undefined : readPort(word, report);
  draft.mailServer = { host: host.text, port };
}
