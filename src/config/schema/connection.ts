/** Where a check connects to and from: keepalived.conf(5), the words that all network checks share. */
import { familyOf, type Ip } from "../../base/ip.ts";
import type { Word } from "../pieces.ts";
import type { Report } from "../report.ts";
import { badValue, boolean, type Entry, integer, notYet, type Table, value } from "./entry.ts";
import {
  alphaOf,
  connectTimeout,
  type TimingDefaults,
  type TimingDraft,
  timingKeywords,
  USUAL,
} from "./timing.ts";
import { readHostIp, readPort } from "./values.ts";

/** What every check has that is asked at intervals. */
export interface AskedDraft extends TimingDraft {
  readonly keyword: Word;
  logAllFailures?: boolean | undefined;
}

export interface ConnectionDraft extends AskedDraft {
  connectIp?: Ip | undefined;
  connectPort?: number | undefined;
  bindTo?: Ip | undefined;
  bindPort?: number | undefined;
  bindInterface?: string | undefined;
  mark?: number | undefined;
}

/** IFNAMSIZ less its NUL, netdevice(7). */
const INTERFACE_MAX = 15;

/** For checks of any kind, those without a connection as well. */
export const askedKeywords = (defaults: TimingDefaults = USUAL): Table<AskedDraft> => ({
  ...timingKeywords("check", defaults),
  alpha: alphaOf("check"),
  ...notYet<AskedDraft>({
    log_all_failures: boolean("logAllFailures", {
      meaning: "log each failure, and not the last of the retries alone",
      byDefault: "no",
      inherits: "global_defs checker_log_all_failures",
    }),
  }),
});

export const connectionKeywords = (defaults: TimingDefaults = USUAL): Table<ConnectionDraft> => ({
  connect_ip: peerAddress("connectIp", "address to connect to", "the real server's", "bindTo"),
  connect_port: value(
    "connectPort",
    { meaning: "port to connect to", byDefault: "the real server's" },
    "PORT",
    "1..65535",
    readPort,
  ),
  bindto: peerAddress("bindTo", "address to connect from", "by the route", "connectIp"),
  ...connectTimeout("check"),
  ...askedKeywords(defaults),
  ...notYet<ConnectionDraft>({
    bind_port: value(
      "bindPort",
      { meaning: "port to connect from", byDefault: "any" },
      "PORT",
      "1..65535",
      readPort,
    ),
    fwmark: integer("mark", {
      min: 0,
      max: 4_294_967_295,
      meaning: "firewall mark of its packets",
      byDefault: "0",
    }),
  }),
  ...notYet<ConnectionDraft>(
    {
      bind_if: value(
        "bindInterface",
        { meaning: "interface to connect by", byDefault: "by the route" },
        "INTERFACE",
        undefined,
        readInterface,
      ),
    },
    "a check of a link-local address is left out",
  ),
});

/** One end of the connection; both must be of one family, and the later one gives way. */
function peerAddress(
  key: "connectIp" | "bindTo",
  meaning: string,
  byDefault: string,
  other: "connectIp" | "bindTo",
): Entry<ConnectionDraft> {
  const one = value("ip", { meaning, byDefault }, "IP", undefined, readHostIp);
  return {
    ...one,
    slot: key,
    read: (draft, statement, report) => {
      const made: { ip?: Ip | undefined } = {};
      one.read(made, statement, report);
      const { ip } = made;
      const [word] = statement.args;
      if (ip === undefined || word === undefined) return;
      const beside = draft[other];
      if (beside === undefined || familyOf(beside) === familyOf(ip)) draft[key] = ip;
      else badValue(report, word, `expected an address of the family of ${beside}, its other end`);
    },
  };
}

function readInterface(word: Word, report: Report): string | undefined {
  if (word.text.length <= INTERFACE_MAX) return word.text;
  badValue(report, word, `expected at most ${INTERFACE_MAX} characters`);
  return undefined;
}
