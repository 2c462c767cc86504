/**
 * A virtual server with its real servers as they stand: who is alive, whether there is quorum, and
 * whom it therefore forwards to. Knows checkers only by whether they are up.
 */
import { formatEndpoint } from "../base/ip.ts";
import type { Millis } from "../base/time.ts";
import type { Check, RealServer, VirtualServer } from "../config/model.ts";
import type { CheckerState } from "./checker.ts";
import type { Pool, PoolMember, ProbeId } from "./engine.ts";
import type { CheckNotice } from "./notice.ts";

export interface Service {
  readonly name: string;
  virtualServer: VirtualServer;
  /** By endpoint, in the order of the conf. */
  servers: Map<string, Server>;
  quorumUp: boolean;
  /** Undefined: has to be worked out anew. */
  pool: Pool | undefined;
}

export interface Server {
  readonly name: string;
  realServer: RealServer;
  checkers: readonly Checker[];
  /** None of its checkers is down; one without checkers is always alive. */
  alive: boolean;
}

export interface Checker {
  readonly service: Service;
  readonly server: Server;
  check: Check;
  state: CheckerState;
  /** The probe that is under way. */
  probe: ProbeId | undefined;
  /** When its last probe was due. */
  due: Millis | undefined;
  /** Our own machine could not probe last time: told once, not each time. */
  hindered: boolean;
}

/** `TCP 203.0.113.100:80`. */
export const nameOfService = ({ protocol, ip, port }: VirtualServer): string =>
  `${protocol} ${formatEndpoint(ip, port)}`;

/** `192.168.100.21:80`. */
export const nameOfServer = ({ ip, port }: Pick<RealServer, "ip" | "port">): string =>
  formatEndpoint(ip, port);

export const allUp = (server: Server): boolean => server.checkers.every(({ state }) => state.up);

/** The sum of the weights of the servers that are alive. */
function weightOf(service: Service): number {
  let sum = 0;
  for (const { alive, realServer } of service.servers.values()) if (alive) sum += realServer.weight;
  return sum;
}

/** keepalived.conf(5), quorum: at the start it takes as much as it takes to gain it. */
export const startsWithQuorum = (service: Service): boolean =>
  weightOf(service) >= service.virtualServer.quorum + service.virtualServer.hysteresis;

/** Quorum after a change: lost below quorum - hysteresis or at 0, gained at quorum + hysteresis. */
export function judgeQuorum(service: Service): CheckNotice | undefined {
  const { quorum, hysteresis } = service.virtualServer;
  const weight = weightOf(service);
  const lost = weight === 0 || weight < quorum - hysteresis;
  if (service.quorumUp ? !lost : weight < quorum + hysteresis) return undefined;
  service.quorumUp = !service.quorumUp;
  return quorumNotice(service);
}

/** The notice of the quorum as it stands. */
export function quorumNotice({ name, ...service }: Service): CheckNotice {
  const { quorum, sorryServer } = service.virtualServer;
  return {
    type: service.quorumUp ? "quorum.gained" : "quorum.lost",
    virtualServer: name,
    quorum,
    weight: weightOf({ name, ...service }),
    sorryServer: sorryServer && nameOfServer(sorryServer),
  };
}

/** Whom the service forwards to now; the same object as long as nothing has changed. */
export function poolOf(service: Service): Pool {
  service.pool ??= { virtualServer: service.virtualServer, members: membersOf(service) };
  return service.pool;
}

/**
 * Without quorum the sorry server, where there is one, takes the place of all real servers. One
 * with inhibit_on_failure never leaves: it stays with weight 0, so that its connections live.
 */
function membersOf({ virtualServer, servers, quorumUp }: Service): readonly PoolMember[] {
  const { sorryServer } = virtualServer;
  const sorry = quorumUp ? undefined : sorryServer;
  const members: PoolMember[] = [];
  for (const { alive, realServer } of servers.values()) {
    const { ip, port, forwarding, weight, inhibitOnFailure } = realServer;
    if (alive && sorry === undefined) members.push({ ip, port, forwarding, weight });
    else if (inhibitOnFailure) members.push({ ip, port, forwarding, weight: 0 });
  }
  if (sorry !== undefined) members.push({ ...sorry, weight: 1 });
  return members;
}
