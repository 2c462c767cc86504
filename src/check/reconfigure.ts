/**
 * A new conf for running checkers: keepalived.conf(5), reload. What is the same check (what it
 * asks, of whom) keeps its state and its rhythm; a real server is the same by address and port.
 */
import { type Millis, millis } from "../base/time.ts";
import type { Check, RealServer, VirtualServer } from "../config/model.ts";
import { initialState } from "./checker.ts";
import type { Health } from "./health.ts";
import { notice } from "./judge.ts";
import {
  allUp,
  type Checker,
  judgeQuorum,
  nameOfServer,
  nameOfService,
  quorumNotice,
  type Server,
  type Service,
  startsWithQuorum,
} from "./service.ts";

/** Used for the first conf too. */
export function reconfigure(
  health: Health,
  virtualServers: readonly VirtualServer[],
  now: Millis,
): void {
  const before = new Map(health.services);
  health.services.clear();
  for (const virtualServer of virtualServers) {
    const name = nameOfService(virtualServer);
    const known = before.get(name);
    before.delete(name);
    const service = known ?? newService(name, virtualServer);
    health.services.set(name, service);
    changeService(health, service, virtualServer, now);
    if (known === undefined) begin(health, service);
    else retell(health, service);
  }
  for (const service of before.values())
    for (const server of service.servers.values()) remove(health, service, server);
  health.effects.push({ type: "poolsChanged" });
}

const newService = (name: string, virtualServer: VirtualServer): Service => ({
  name,
  virtualServer,
  servers: new Map(),
  quorumUp: true,
  pool: undefined,
});

function begin(health: Health, service: Service): void {
  service.quorumUp = startsWithQuorum(service);
  if (!service.quorumUp) notice(health, quorumNotice(service));
}

function retell(health: Health, service: Service): void {
  const changed = judgeQuorum(service);
  if (changed !== undefined) notice(health, changed);
}

function changeService(
  health: Health,
  service: Service,
  virtualServer: VirtualServer,
  now: Millis,
): void {
  service.virtualServer = virtualServer;
  service.pool = undefined;
  const before = new Map(service.servers);
  service.servers.clear();
  for (const realServer of virtualServer.realServers) {
    const name = nameOfServer(realServer);
    const known = before.get(name);
    before.delete(name);
    const server = known ?? newServer(name, realServer);
    service.servers.set(name, server);
    server.realServer = realServer;
    changeCheckers(health, service, server, { now, trusted: known?.alive === true });
    const alive = allUp(server);
    // The check that failed is no more.
    if (alive && !server.alive) {
      const names = { virtualServer: service.name, realServer: name };
      notice(health, { type: "server.up", ...names, weight: realServer.weight });
    }
    server.alive = alive;
  }
  for (const server of before.values()) remove(health, service, server);
}

const newServer = (name: string, realServer: RealServer): Server => ({
  name,
  realServer,
  checkers: [],
  alive: true,
});

interface Beginning {
  readonly now: Millis;
  /** The server is known to be up: a check that is new to it does not take it down unasked, alpha or not. */
  readonly trusted: boolean;
}

function changeCheckers(
  health: Health,
  service: Service,
  server: Server,
  beginning: Beginning,
): void {
  const before = [...server.checkers];
  server.checkers = server.realServer.checks.map((check) => {
    const known = before.findIndex((checker) => sameCheck(checker.check, check));
    const [checker] = known < 0 ? [] : before.splice(known, 1);
    if (checker === undefined) return newChecker(health, service, server, check, beginning);
    checker.check = check;
    return checker;
  });
  for (const checker of before) cancel(health, checker);
}

/** What it asks of whom; when it asks may change without a new beginning. */
const sameCheck = (a: Check, b: Check): boolean =>
  JSON.stringify({ ...a, timing: undefined }) === JSON.stringify({ ...b, timing: undefined });

/** Its first probe comes at a random moment of warmup, so that a thousand checks do not come at once. */
function newChecker(
  health: Health,
  service: Service,
  server: Server,
  check: Check,
  { now, trusted }: Beginning,
): Checker {
  const state = initialState(check);
  const checker: Checker = {
    service,
    server,
    check,
    state: trusted ? { ...state, up: true } : state,
    probe: undefined,
    due: undefined,
    hindered: false,
  };
  health.deadlines.set(checker, millis(now + health.random() * check.timing.warmup));
  return checker;
}

function remove(health: Health, service: Service, server: Server): void {
  for (const checker of server.checkers) cancel(health, checker);
  if (!server.alive) return;
  const names = { virtualServer: service.name, realServer: server.name };
  notice(health, { type: "server.down", ...names, inhibited: false, reason: "removed" });
}

/** The checker asks no more; an answer that is under way will find nobody. */
export function cancel(health: Health, checker: Checker): void {
  health.deadlines.clear(checker);
  if (checker.probe === undefined) return;
  health.probes.delete(checker.probe);
  health.effects.push({ type: "cancelProbe", id: checker.probe });
  checker.probe = undefined;
}
