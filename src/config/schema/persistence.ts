/** Clients that stay with their real server: keepalived.conf(5), persistence_timeout and its kin. */
import { familyOf, type Ip } from "../../base/ip.ts";
import type { Statement, Word } from "../pieces.ts";
import type { Report } from "../report.ts";
import { entry, notYet, surplus, type Table, value } from "./entry.ts";
import { readInteger } from "./numbers.ts";
import { readIp } from "./values.ts";

export interface PersistenceDraft {
  /** Seconds. */
  persistenceTimeout?: number | undefined;
  granularity?: Granularity | undefined;
  persistenceEngine?: string | undefined;
}

/** Which clients count as one: a netmask of IPv4, or a prefix length of IPv6. */
export interface Granularity {
  readonly value: Ip | number;
  readonly word: Word;
}

const TIMEOUT = { strict: true, min: 1, max: 2_678_400 } as const;
/** What persistence lasts where nobody says how long, in seconds. */
export const DEFAULT_PERSISTENCE = 360;
/** IP_VS_PENAME_MAXLEN less its NUL. */
const ENGINE_MAX = 15;

export const persistenceKeywords: Table<PersistenceDraft> = {
  persistence_timeout: entry(
    {
      meaning: "how long a client stays with its real server",
      byDefault: `not persistent; ${DEFAULT_PERSISTENCE} without a number`,
    },
    "[SECONDS]",
    `${TIMEOUT.min}..${TIMEOUT.max} s`,
    readTimeout,
  ),
  ...notYet<PersistenceDraft>({
    persistence_granularity: value(
      "granularity",
      { meaning: "clients of such a network count as one", byDefault: "each client by itself" },
      "NETMASK|LENGTH",
      "1..128",
      readGranularity,
    ),
    persistence_engine: value(
      "persistenceEngine",
      { meaning: "what tells clients apart besides their address, such as sip" },
      "NAME",
      undefined,
      readEngine,
    ),
  }),
};

function readTimeout(draft: PersistenceDraft, { args }: Statement, report: Report): void {
  const [word] = args;
  surplus(args, 1, report);
  draft.persistenceTimeout =
    word === undefined
      ? DEFAULT_PERSISTENCE
      : (readInteger(word, TIMEOUT, report) ?? draft.persistenceTimeout);
}

function readGranularity(word: Word, report: Report): Granularity | undefined {
  const dotted = word.text.includes(".");
  const number = dotted
    ? readIp(word, report)
    : readInteger(word, { strict: true, min: 1, max: 128 }, report);
  return number === undefined ? undefined : { value: number, word };
}

/** The family of virtual servers that it can be meant for. */
export const familyOfGranularity = ({ value: of }: Granularity): "inet" | "inet6" =>
  typeof of === "number" ? "inet6" : familyOf(of);

function readEngine(word: Word, report: Report): string {
  if (word.text.length > ENGINE_MAX)
    report.at(word, {
      rule: "too-long",
      severity: "error",
      message: `only the first ${ENGINE_MAX} characters of ${word.text} count`,
    });
  return word.text.slice(0, ENGINE_MAX);
}
