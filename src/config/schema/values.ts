/** Keywords whose arguments are addresses, ports and scripts. */
import { familyOf, type Ip, isMulticast, parseIp } from "../../base/ip.ts";
import type { NotifyScripts, Script, ScriptUser } from "../model.ts";
import type { Statement, Word } from "../pieces.ts";
import type { Report } from "../report.ts";
import { parseScript } from "../script.ts";
import { badValue, type Entry, entry, isAssigned, missing, surplus, value } from "./entry.ts";
import { readInteger } from "./numbers.ts";
import { judgeScriptWords } from "./script-words.ts";

/** An IP address; otherwise reported, and undefined. */
export function readIp(word: Word, report: Report): Ip | undefined {
  const ip = parseIp(word.text);
  if (ip === undefined) badValue(report, word, "expected an IP address", withoutPort(word.text));
  return ip;
}

/** `192.0.2.10:80` and `[2001:db8::1]:80`, as they are written elsewhere. */
const ENDPOINT = /^(?:\[([^\]]+)\]|([\d.]+)):(\d+)$/;

/** How an address with its port is written: in two words. */
export function withoutPort(text: string): string | undefined {
  const [, inet6, inet, port = ""] = ENDPOINT.exec(text) ?? [];
  const ip = parseIp(inet6 ?? inet ?? "");
  return ip === undefined ? undefined : `a port is a word of its own: ${ip} ${port}`;
}

/** A port, 1 to 65535. */
export const readPort = (word: Word, report: Report): number | undefined =>
  readInteger(word, PORT, report);

const PORT = { min: 1, max: 65_535 } as const;

export const ipAddress = <K extends string>(
  key: K,
  meaning: string,
  byDefault?: string,
  read: (word: Word, report: Report) => Ip | undefined = readHostIp,
): Entry<{ [key in K]?: Ip | undefined }> =>
  value(key, { meaning, ...(byDefault !== undefined && { byDefault }) }, "IP", undefined, read);

/** A multicast group of the family. */
export const multicastGroup = <K extends string>(
  key: K,
  family: "inet" | "inet6" | undefined,
  meaning: string,
  byDefault: string,
): Entry<{ [key in K]?: Ip | undefined }> =>
  value(key, { meaning, byDefault }, "GROUP", undefined, (word, report) => {
    const ip = readHostIp(word, report);
    if (ip === undefined) return undefined;
    if (isMulticast(ip) && (family === undefined || familyOf(ip) === family)) return ip;
    badValue(report, word, "expected a multicast group");
    return undefined;
  });

/** The port of a service: 1 to 65535, or 0 where there is none or zeros stand for none; undefined where it is reported. */
export const readServicePort = (word: Word | undefined, report: Report): number | undefined =>
  word === undefined || isZeros(word.text) ? 0 : readPort(word, report);

const isZeros = (text: string): boolean => text.startsWith("0") && /^0+$/.test(text);

/** IP [PORT] as a block's or keyword's arguments. */
export interface Endpoint {
  readonly ip: Ip;
  readonly port: number | undefined;
  readonly word: Word;
}

/**
 * The address of a host. keepalived takes a range or a prefix length behind it where it reads one of
 * a socket, and makes nothing of it.
 */
export function readHostIp(word: Word, report: Report): Ip | undefined {
  const plain = parseIp(word.text);
  if (plain !== undefined) return plain;
  const cut = word.text.search(/[-/]/);
  const ip = cut < 0 ? undefined : parseIp(word.text.slice(0, cut));
  if (ip === undefined) return readIp(word, report);
  report.at(word, {
    rule: "surplus-argument",
    severity: "warning",
    message: `"${word.text.slice(cut)}" is not expected here, and ignored: ${ip} alone is meant`,
    readAs: ip,
  });
  return ip;
}

/** Undefined where it is reported. */
export function readEndpoint({ keyword, args }: Statement, report: Report): Endpoint | undefined {
  const address = args[0];
  const port = args[1];
  if (address === undefined) {
    missing(report, keyword, "IP [PORT]");
    return undefined;
  }
  surplus(args, 2, report);
  const ip = readHostIp(address, report);
  const number = readServicePort(port, report);
  if (ip === undefined || number === undefined) return undefined;
  return { ip, port: number === 0 ? undefined : number, word: address };
}

/** A script with its keyword, and the place of what it runs. */
export interface WrittenScript extends Script {
  readonly keyword: string;
  readonly word: Word;
}

/** Undefined where there is no command. */
export function writtenScript({ keyword, args, raw }: Statement): WrittenScript | undefined {
  const parsed = parseScript(raw);
  return parsed === undefined
    ? undefined
    : { ...parsed, keyword: keyword.text, word: args[0] ?? keyword };
}

/** SCRIPT [USER [GROUP]]. */
export const script = <K extends string>(key: K, meaning: string): ScriptEntry<K> =>
  scriptEntry(key, meaning, true);

/** SCRIPT alone: who runs it is said elsewhere. */
export const scriptAlone = <K extends string>(key: K, meaning: string): ScriptEntry<K> =>
  scriptEntry(key, meaning, false);

type ScriptEntry<K extends string> = Entry<{ [key in K]?: WrittenScript | undefined }>;

function scriptEntry<K extends string>(key: K, meaning: string, withUser: boolean): ScriptEntry<K> {
  const args = withUser ? "SCRIPT [USER [GROUP]]" : "SCRIPT";
  return entry({ meaning }, args, undefined, (draft, statement, report) => {
    if (isAssigned(statement, args, report)) return;
    const found = writtenScript(statement);
    if (found === undefined) {
      missing(report, statement.keyword, "a command");
      return;
    }
    judgeScriptWords(statement, withUser, report);
    draft[key] = withUser ? found : { ...found, user: undefined };
  });
}

/** USER [GROUP]. */
export function scriptUser<K extends string>(
  key: K,
  meaning: string,
  byDefault: string,
): Entry<{ [key in K]?: ScriptUser | undefined }> {
  const declared = { meaning, byDefault };
  return entry(declared, "USER [GROUP]", undefined, (draft, { keyword, args }, report) => {
    const [user, group] = args;
    if (isAssigned({ args }, "USER [GROUP]", report)) return;
    if (user === undefined) missing(report, keyword, "USER [GROUP]");
    else draft[key] = { user: user.text, group: group?.text };
    surplus(args, 2, report);
  });
}

export interface NotifyDraft {
  notifyMaster?: WrittenScript | undefined;
  notifyBackup?: WrittenScript | undefined;
  notifyFault?: WrittenScript | undefined;
  notifyStop?: WrittenScript | undefined;
  notify?: WrittenScript | undefined;
}

/** The notify family, which instances and sync groups share. */
export const notifyKeywords: Readonly<Record<string, Entry<NotifyDraft>>> = {
  notify_master: script("notifyMaster", "run on entering MASTER"),
  notify_backup: script("notifyBackup", "run on entering BACKUP"),
  notify_fault: script("notifyFault", "run on entering FAULT"),
  notify_stop: script("notifyStop", "run when the daemon stops"),
  notify: script("notify", "run at every change, with INSTANCE|GROUP, name, state and priority"),
};

export const notifyOf = (draft: NotifyDraft): NotifyScripts => ({
  master: scriptOf(draft.notifyMaster),
  backup: scriptOf(draft.notifyBackup),
  fault: scriptOf(draft.notifyFault),
  stop: scriptOf(draft.notifyStop),
  any: scriptOf(draft.notify),
});

const scriptOf = (written: WrittenScript | undefined): Script | undefined =>
  written === undefined ? undefined : { command: written.command, user: written.user };
