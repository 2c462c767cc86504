/** keepalived.conf(5), "Virtual server(s)". What it says of checks holds for its real servers, and they for their checks. */
import type { ForwardingMethod, Protocol } from "../model.ts";
import type { Report } from "../report.ts";
import type { Statement } from "../tree.ts";
import {
  type Block,
  choice,
  defineBlock,
  type Entry,
  entry,
  flag,
  integer,
  nested,
  readInteger,
  surplus,
} from "./entry.ts";
import { readBlock } from "./read-block.ts";
import { type RealServerDraft, realServer } from "./real-server.ts";
import { type TimingDraft, timingKeywords } from "./timing.ts";
import { type Endpoint, readEndpoint } from "./values.ts";

export interface VirtualServerDraft extends TimingDraft {
  readonly endpoint: Endpoint;
  scheduler?: string | undefined;
  forwarding?: ForwardingMethod | undefined;
  protocol?: Protocol | undefined;
  persistenceTimeout?: number | undefined;
  sorryServer?: Endpoint | undefined;
  quorum?: number | undefined;
  hysteresis?: number | undefined;
  weight?: number | undefined;
  alphaFlag?: boolean | undefined;
  inhibitOnFailure?: boolean | undefined;
  realServers?: RealServerDraft[] | undefined;
}

const SCHEDULERS = "rr wrr lc wlc lblc sh mh dh fo ovf lblcr sed nq twos";
const schedulers = Object.fromEntries(SCHEDULERS.split(" ").map((name) => [name, name]));
const METHODS: Readonly<Record<string, ForwardingMethod>> = { NAT: "NAT", DR: "DR", TUN: "TUN" };
const PERSISTENCE = { min: 1, max: 2_678_400 } as const;
const BARE_PERSISTENCE = 360;

const scheduler = choice("scheduler", schedulers, {
  meaning: "how connections are shared out",
  byDefault: "wlc",
});

/** NAT, DR or TUN; how a tunnel is made comes later. */
const forwarding: Entry<{ forwarding?: ForwardingMethod | undefined }> = choice(
  "forwarding",
  METHODS,
  {
    meaning: "how packets reach real servers: masquerading, direct routing, tunnelling",
    byDefault: "NAT",
  },
);

export const virtualServer: Block<VirtualServerDraft> = defineBlock<VirtualServerDraft>(
  "virtual_server",
  {
    lb_algo: scheduler,
    lvs_sched: scheduler,
    lb_kind: forwarding,
    lvs_method: forwarding,
    protocol: choice(
      "protocol",
      { TCP: "TCP", UDP: "UDP", SCTP: "SCTP" },
      { meaning: "protocol that is forwarded", byDefault: "UDP" },
    ),
    persistence_timeout: entry(
      {
        meaning: "how long a client stays with its real server",
        byDefault: "not persistent; 360 without a number",
      },
      "[SECONDS]",
      "1..2678400 s",
      readPersistence,
    ),
    sorry_server: entry(
      { meaning: "who answers while there is no quorum" },
      "IP [PORT]",
      undefined,
      (draft, statement, report) => {
        draft.sorryServer = readEndpoint(statement, report) ?? draft.sorryServer;
      },
    ),
    quorum: integer("quorum", {
      min: 1,
      max: 2_147_483_646,
      meaning: "sum of the weights of living real servers that it takes",
      byDefault: "1",
    }),
    hysteresis: integer("hysteresis", {
      min: 0,
      max: 2_147_483_646,
      meaning: "how far the sum must pass the quorum to change it",
      byDefault: "0",
    }),
    weight: integer("weight", {
      min: 1,
      max: 65_535,
      meaning: "weight of real servers that name none",
      byDefault: "1",
    }),
    alpha: flag("alphaFlag", true, {
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
    ...timingKeywords("virtual_server"),
  },
  `
  quorum_up quorum_down smtp_alert persistence_granularity sorry_server_inhibit omega
  ha_suspend ip_family persistence_engine sorry_server_lvs_method snmp_name hashed ops flag-1
  flag-2 flag-3 sh-port sh-fallback mh-port mh-fallback
`,
);

function readPersistence(draft: VirtualServerDraft, { args }: Statement, report: Report): void {
  const [word] = args;
  surplus(args, 1, report);
  draft.persistenceTimeout =
    word === undefined
      ? BARE_PERSISTENCE
      : (readInteger(word, PERSISTENCE, report) ?? draft.persistenceTimeout);
}

function readRealServer(draft: VirtualServerDraft, statement: Statement, report: Report): void {
  const endpoint = readEndpoint(statement, report);
  if (endpoint === undefined) return;
  const server: RealServerDraft = { endpoint };
  readBlock(realServer, server, statement.body ?? [], report);
  (draft.realServers ??= []).push(server);
}
