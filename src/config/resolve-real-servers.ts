/** From what real servers and the sorry server say to what holds: inheritance, families, ports. */
import { each } from "../base/each.ts";
import { type Family, familyOf, formatEndpoint, type Ip } from "../base/ip.ts";
import type { AlikeChecks } from "./alike-checks.ts";
import type { ForwardingMethod, RealServer, SorryServer } from "./model.ts";
import type { Places } from "./places.ts";
import type { Report } from "./report.ts";
import { isActedOn, resolveChecks } from "./resolve-checks.ts";
import { type Forwarding, isMade } from "./schema/forwarding.ts";
import type { RealServerDraft } from "./schema/real-server.ts";
import type { Endpoint } from "./schema/values.ts";
import type { VirtualServerDraft } from "./schema/virtual-server.ts";

/** A virtual server while it is resolved. */
export interface Service {
  readonly draft: VirtualServerDraft;
  /** Of what it stands for; 0: all ports. A group may have several, a firewall mark has none. */
  readonly ports: readonly number[];
  /** Undefined until a server that is not behind a tunnel tells. */
  family: Family | undefined;
  readonly alike: AlikeChecks;
  /** Of the real servers that can work, in their order. */
  readonly places: Places;
  /** That of the first real server. */
  usualPort: number | undefined;
  readonly report: Report;
}

/** ipvsadm(8) takes no more, though IPVS does. */
const WEIGHT_OF_IPVSADM = 65_535;

/**
 * Those that can work; the others are reported. Of a draft only that is kept which the config does
 * not tell: its place, scripts, and checks that are not acted on.
 */
export function resolveRealServers(service: Service): readonly RealServer[] {
  const { draft: above, places } = service;
  const servers: RealServer[] = [];
  const taken = new Set<string>();
  each(above.realServers, (draft) => {
    const server = resolveRealServer(service, draft);
    if (server === undefined) return;
    const { ip, port } = server;
    const before = taken.size;
    taken.add(keyOf(ip, port, service));
    if (taken.size > before) {
      servers.push(server);
      places.add(draft.endpoint.word);
    } else
      service.report.at(draft.endpoint.word, {
        rule: "duplicate-real-server",
        severity: "error",
        message: `real_server ${formatEndpoint(ip, port)} stands already in this virtual server; this one is left out`,
      });
  });
  settle(above);
  return servers;
}

function settle(draft: VirtualServerDraft): void {
  const { realServers = [] } = draft;
  let withoutMethod = 0;
  each(realServers, ({ forwarding }) => {
    if (forwarding === undefined) withoutMethod++;
  });
  draft.settled = { count: realServers.length, withoutMethod };
  draft.realServers = realServers.filter(
    ({ checks = [], notifyUp, notifyDown }) =>
      notifyUp !== undefined || notifyDown !== undefined || !checks.every(isActedOn),
  );
}

/** The port that most have goes without saying, and costs no text. */
function keyOf(ip: Ip, port: number, service: Service): string {
  service.usualPort ??= port;
  return port === service.usualPort ? ip : formatEndpoint(ip, port);
}

function resolveRealServer(service: Service, draft: RealServerDraft): RealServer | undefined {
  const { draft: above, alike, report } = service;
  const { ip } = draft.endpoint;
  const forwarding = methodOf(draft.forwarding, above);
  if (!fits(service, draft.endpoint, forwarding, "real_server")) return undefined;
  const port = portOf(service, draft.endpoint, forwarding, "real_server");
  const checks = resolveChecks({ server: draft, above, ip, port, alike, report });
  if (!isMadeFor(draft.forwarding, above)) return undefined;
  return {
    ip,
    port,
    weight: weightOf(draft, service),
    forwarding,
    inhibitOnFailure: draft.inhibitOnFailure ?? above.inhibitOnFailure ?? false,
    alpha: draft.alpha ?? above.alpha ?? false,
    checks,
  };
}

const methodOf = (own: Forwarding | undefined, above: VirtualServerDraft): ForwardingMethod =>
  (own ?? above.forwarding)?.method ?? "NAT";

/** That the others are left out is said where their way of forwarding is read. */
function isMadeFor(own: Forwarding | undefined, above: VirtualServerDraft): boolean {
  const forwarding = own ?? above.forwarding;
  return forwarding === undefined || isMade(forwarding);
}

/** Undefined where there is none, or none that can work, which is reported. */
export function resolveSorryServer(
  service: Service,
  realServers: readonly RealServer[],
): SorryServer | undefined {
  const { draft, report } = service;
  const { sorryServer, sorryInhibit, sorryForwarding } = draft;
  if (sorryServer === undefined) {
    const word = sorryInhibit ?? sorryForwarding?.word;
    if (word !== undefined)
      report.at(word, {
        rule: "ignored-setting",
        severity: "warning",
        message: "there is no sorry_server in this virtual server: this has no effect",
      });
    return undefined;
  }
  const forwarding = methodOf(sorryForwarding, draft);
  if (!fits(service, sorryServer, forwarding, "sorry_server")) return undefined;
  const port = portOf(service, sorryServer, forwarding, "sorry_server");
  compareInhibit(service, sorryServer.ip, port, realServers);
  if (!isMadeFor(sorryForwarding, draft)) return undefined;
  return { ip: sorryServer.ip, port, forwarding };
}

/** A real server that is the sorry server too cannot be kept with weight 0 in one role and removed in the other. */
function compareInhibit(
  { draft, report }: Service,
  ip: Ip,
  port: number,
  realServers: readonly RealServer[],
): void {
  const same = realServers.find((server) => server.ip === ip && server.port === port);
  if (same === undefined || same.inhibitOnFailure === (draft.sorryInhibit !== undefined)) return;
  report.at(draft.sorryServer?.word ?? draft.target.word, {
    rule: "sorry-server",
    severity: "warning",
    message: `the sorry_server is a real_server as well, and inhibited as that is: ${same.inhibitOnFailure ? "yes" : "no"}`,
  });
}

/** Of one family with its virtual server: only a tunnel carries one family in the other. */
function fits(
  service: Service,
  { ip, word }: Endpoint,
  forwarding: ForwardingMethod,
  what: "real_server" | "sorry_server",
): boolean {
  if (forwarding === "TUN") return true;
  service.family ??= familyOf(ip);
  if (familyOf(ip) === service.family) return true;
  service.report.at(word, {
    rule: "family",
    severity: "error",
    message: `the ${what} is of another family than the virtual server; it is left out`,
    hint: "only TUN carries one family in the other",
  });
  return false;
}

/** Direct routing and tunnels hand on the packet as it is: they cannot change its port. */
function portOf(
  { ports, report }: Service,
  endpoint: Endpoint,
  forwarding: ForwardingMethod,
  what: "real_server" | "sorry_server",
): number {
  const port = ports[0] ?? 0;
  if (endpoint.port === undefined) return port;
  if (forwarding === "NAT" || (ports.length > 0 && ports.every((other) => other === endpoint.port)))
    return endpoint.port;
  report.at(endpoint.word, {
    rule: "port",
    severity: "warning",
    message: `${forwarding} cannot change the port: ${portAdvice(ports, endpoint.port, what)}`,
  });
  return port;
}

function portAdvice(ports: readonly number[], wanted: number, what: string): string {
  const [port, another] = ports;
  if (port === undefined) return `that of the ${what} is left out, for a firewall mark has none`;
  return another === undefined
    ? `${port} is used instead of ${wanted}`
    : `the group has ${ports.join(", ")}, and the ${what} ${wanted}`;
}

function weightOf({ weight, endpoint }: RealServerDraft, { draft, report }: Service): number {
  const wanted = weight ?? draft.weight ?? 1;
  if (wanted <= WEIGHT_OF_IPVSADM) return wanted;
  report.at(endpoint.word, {
    rule: "weight",
    severity: "warning",
    message: `weight ${wanted} is more than ipvsadm takes: ${WEIGHT_OF_IPVSADM} is used`,
  });
  return WEIGHT_OF_IPVSADM;
}
