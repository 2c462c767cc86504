/** keepalived.conf(5), "Virtual server(s)". What it says of checks holds for its real servers, and they for their checks. */
import type { Family } from "../../base/ip.ts";
import type { Protocol } from "../model.ts";
import type { Statement, Word } from "../pieces.ts";
import type { Report } from "../report.ts";
import {
  type Block,
  badValue,
  boolean,
  defineBlock,
  entry,
  flag,
  integer,
  list,
  nested,
  notYet,
  value,
} from "./entry.ts";
import { type Forwarding, forwardingMethod } from "./forwarding.ts";
import { type PersistenceDraft, persistenceKeywords } from "./persistence.ts";
import { type Making, readBody } from "./read-body.ts";
import { type RealServerDraft, realServer, snmpName, WEIGHT_MAX } from "./real-server.ts";
import { type SchedulingDraft, schedulingKeywords } from "./scheduling.ts";
import type { ServiceTarget } from "./service-target.ts";
import {
  connectTimeout,
  type TimingDraft,
  timingKeywords,
  type VirtualHostDraft,
  virtualHost,
} from "./timing.ts";
import { type Endpoint, readEndpoint, script, type WrittenScript } from "./values.ts";
import { readFamily } from "./virtual-server-group.ts";

export interface VirtualServerDraft
  extends TimingDraft,
    VirtualHostDraft,
    SchedulingDraft,
    PersistenceDraft,
    QuorumDraft,
    SorryDraft {
  readonly target: ServiceTarget;
  forwarding?: Forwarding | undefined;
  protocol?: Protocol | undefined;
  /** Where one stands that cannot be read. */
  protocolPlace?: Word | undefined;
  family?: FamilyWord | undefined;
  weight?: number | undefined;
  inhibitOnFailure?: boolean | undefined;
  haSuspend?: Word | undefined;
  omega?: boolean | undefined;
  smtpAlert?: boolean | undefined;
  snmpName?: string | undefined;
  /** Once it is resolved, only those with checks that are not acted on. */
  realServers?: RealServerDraft[] | undefined;
  settled?: SettledRealServers | undefined;
}

/** What is known of real servers once they are resolved: how many the text has, and how many of them say no lvs_method. */
interface SettledRealServers {
  readonly count: number;
  readonly withoutMethod: number;
}

interface QuorumDraft {
  quorum?: number | undefined;
  hysteresis?: number | undefined;
  quorumUp?: WrittenScript | undefined;
  quorumDown?: WrittenScript | undefined;
}

interface SorryDraft {
  sorryServer?: Endpoint | undefined;
  sorryForwarding?: Forwarding | undefined;
  sorryInhibit?: Word | undefined;
}

interface FamilyWord {
  readonly family: Family;
  readonly word: Word;
}

const COUNT_MAX = 4_294_967_295;

const PROTOCOLS: ReadonlyMap<string, Protocol> = new Map(
  (["TCP", "UDP", "SCTP"] as const).map((name) => [name, name]),
);

const forwarding = forwardingMethod("forwarding", {
  meaning: "how packets reach real servers: masquerading, direct routing, tunnelling",
  byDefault: "NAT",
});

export const virtualServer: Block<VirtualServerDraft> = defineBlock<VirtualServerDraft>(
  "virtual_server",
  {
    lb_kind: forwarding,
    lvs_method: forwarding,
    ...schedulingKeywords,
    ...persistenceKeywords,
    protocol: value(
      "protocol",
      { meaning: "protocol that is forwarded", byDefault: "UDP" },
      [...PROTOCOLS.keys()].join("|"),
      undefined,
      readProtocol,
    ),
    sorry_server: entry(
      { meaning: "who answers while there is no quorum" },
      "IP [PORT]",
      undefined,
      (draft, statement, report) => {
        draft.sorryServer = readEndpoint(statement, report) ?? draft.sorryServer;
      },
    ),
    sorry_server_lvs_method: forwardingMethod("sorryForwarding", {
      meaning: "how packets reach the sorry server",
      byDefault: "NAT",
      inherits: "virtual_server lvs_method",
    }),
    quorum: integer("quorum", {
      min: 1,
      max: COUNT_MAX,
      meaning: "sum of the weights of living real servers that it takes",
      byDefault: "1",
    }),
    hysteresis: integer("hysteresis", {
      min: 0,
      max: COUNT_MAX,
      meaning: "how far the sum must pass the quorum to change it",
      byDefault: "0",
    }),
    weight: integer("weight", {
      min: 1,
      max: WEIGHT_MAX,
      meaning: "weight of real servers that name none",
      byDefault: "1",
    }),
    alpha: flag("alpha", true, {
      meaning: "real servers start outside the pool, until a check has passed",
    }),
    inhibit_on_failure: flag("inhibitOnFailure", true, {
      meaning: "a failed real server gets weight 0 instead of being removed",
    }),
    real_server: nested(
      { meaning: "one that connections are forwarded to" },
      "IP [PORT] { ... }",
      readRealServer,
      realServer,
    ),
    ip_family: value(
      "family",
      { meaning: "family of the packets that a fwmark stands for" },
      "inet|inet6",
      undefined,
      (word, report) => {
        const family = readFamily(word, report);
        return family === undefined ? undefined : { family, word };
      },
    ),
    ...timingKeywords("virtual_server"),
    ...connectTimeout("virtual_server"),
    virtualhost: virtualHost("virtual_server"),
    ...notYet<VirtualServerDraft>({
      sorry_server_inhibit: entry(
        {
          meaning: "the sorry server is always there, with weight 0 while it is not wanted",
          byDefault: "no",
        },
        "",
        undefined,
        (draft, { keyword }) => {
          draft.sorryInhibit = keyword;
        },
      ),
      quorum_up: script("quorumUp", "run when the quorum is gained"),
      quorum_down: script("quorumDown", "run when the quorum is lost"),
      omega: flag("omega", true, {
        meaning: "at the end of the daemon the scripts and mails of servers that go down are run",
      }),
      ha_suspend: entry(
        { meaning: "no checks while this node does not hold the address", byDefault: "no" },
        "",
        undefined,
        (draft, { keyword }) => {
          draft.haSuspend = keyword;
        },
      ),
      smtp_alert: boolean("smtpAlert", {
        meaning: "mail when the quorum is gained or lost",
        byDefault: "no",
        inherits: "global_defs smtp_alert_checker",
      }),
      snmp_name: snmpName,
    }),
  },
);

/** In upper or lower case: the one word of keepalived where that is all the same. */
function readProtocol(word: Word, report: Report): Protocol | undefined {
  const protocol = PROTOCOLS.get(word.text.toUpperCase());
  if (protocol === undefined) badValue(report, word, `expected ${list([...PROTOCOLS.keys()])}`);
  return protocol;
}

function readRealServer(draft: VirtualServerDraft, statement: Statement, report: Report): void {
  const endpoint = readEndpoint(statement, report);
  if (endpoint === undefined) return;
  const server = readBody(REAL_SERVER, endpoint, statement.body, report);
  (draft.realServers ??= []).push(server);
}

const REAL_SERVER: Making<RealServerDraft, Endpoint> = {
  block: realServer,
  // What most say is there from the start: an object that grows takes more memory.
  create: (endpoint) => ({ endpoint, weight: undefined, checks: undefined }),
};
