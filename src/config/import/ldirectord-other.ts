/** ldirectord(8)'s settings that are no service: mail, log, and how the program itself behaves. */

import { block, type Item, line, shown, wordOf } from "./items.ts";
import type { Lookup } from "./ldirectord-lookup.ts";
import type { Settings } from "./ldirectord-settings.ts";
import type { ServiceId } from "./model.ts";
import type { Remark } from "./remarks.ts";

/** What daruma does instead of what a setting asks for. */
const DIFFERENT: Readonly<Record<string, string>> = {
  autoreload: "a changed conf is taken over at systemctl reload, not by itself",
  callback: "no script is run when the conf changes",
  logfile: "the log goes to standard output or syslog: journalctl has it",
  execute: "several confs are several instances of the service",
  emailalertfreq: "mails are not repeated",
  emailalertstatus: "mails do not depend on what the program is doing",
  readdquiescent: "a failed server that somebody removed is put back",
  cleanstop: "at the end the services that the conf names are removed",
  maintenancedir: "a server is taken out by weight 0 and a reload",
  monitorfile: "checks are in the log with all else",
};
const NO_LOGIN = "no check of a conf logs in";
const ONE_MAIL = "mail is the same for all services, in global_defs";
const OF_A_SERVICE: Readonly<Record<string, string>> = {
  login: NO_LOGIN,
  passwd: NO_LOGIN,
  secret: NO_LOGIN,
  database: NO_LOGIN,
  smtp: ONE_MAIL,
  emailalert: ONE_MAIL,
  emailalertfrom: ONE_MAIL,
};

/** Lines of global_defs; what is different goes to `remarks`. */
export function globalItems(global: Settings, remark: Remark, remarks: Item[]): readonly Item[] {
  for (const [name, { key }] of global) {
    const different = DIFFERENT[name];
    if (different !== undefined) remarks.push(remark(key, "left-out", `${name}: ${different}`));
  }
  return mailItems((name) => global.get(name), remark);
}

function mailItems(find: Lookup, remark: Remark): readonly Item[] {
  const items: Item[] = [];
  const alert = find("emailalert");
  if (alert !== undefined) {
    const addresses = alert.rest.text.split(/[\s,"']+/).filter((each) => each !== "");
    const words = addresses.map(wordOf);
    for (const [i, word] of words.entries())
      if (word === undefined)
        items.push(
          remark(
            alert.value,
            "left-out",
            `the address ${shown(addresses[i] ?? "")} cannot stand in a conf`,
          ),
        );
    const lines = words.flatMap((word) => (word === undefined ? [] : [line(word)]));
    if (lines.length > 0) items.push(block("notification_email", lines));
  }
  for (const [name, keyword] of [
    ["emailalertfrom", "notification_email_from"],
    ["smtp", "smtp_server"],
  ] as const) {
    const setting = find(name);
    if (setting === undefined) continue;
    const word = wordOf(setting.words.length === 1 ? setting.value.text : setting.rest.text);
    items.push(
      word === undefined
        ? remark(setting.value, "left-out", `${name} cannot stand in a conf as it is`)
        : line(keyword, word),
    );
  }
  return items;
}

/** Of one service: what is different, and mails. Secrets are not repeated. */
export function otherSettings(
  settings: Settings,
  find: Lookup,
  id: ServiceId,
  remark: Remark,
): readonly Item[] {
  const items: Item[] = [];
  for (const [name, { key }] of settings) {
    const different = DIFFERENT[name] ?? OF_A_SERVICE[name];
    if (different !== undefined) items.push(remark(key, "left-out", `${name}: ${different}`));
  }
  if (find("emailalert") !== undefined) items.push(line("smtp_alert"));
  const ops = settings.get("ops")?.value;
  if (ops?.text.toLowerCase() !== "yes") return items;
  const tcp = id.type === "address" && id.protocol === "TCP";
  const message = "ops: only UDP can be scheduled packet by packet";
  return [...items, tcp ? remark(ops, "left-out", message) : line("ops")];
}
