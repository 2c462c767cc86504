/** From what virtual servers say to what holds: inheritance, defaults, and rules between keywords. */
import { familyOf, formatEndpoint } from "../base/ip.ts";
import { millis } from "../base/time.ts";
import type {
  Check,
  CheckTarget,
  CheckTiming,
  ForwardingMethod,
  HttpUrl,
  RealServer,
  SorryServer,
  VirtualServer,
} from "./model.ts";
import type { Report } from "./report.ts";
import type { CheckDraft, UrlDraft } from "./schema/checks.ts";
import type { RealServerDraft } from "./schema/real-server.ts";
import type { TimingDraft } from "./schema/timing.ts";
import type { VirtualServerDraft } from "./schema/virtual-server.ts";

const DEFAULT_PERSISTENCE = 360;

interface Context {
  readonly draft: VirtualServerDraft;
  readonly port: number;
  readonly forwarding: ForwardingMethod;
  readonly report: Report;
}

/** Undefined where it cannot work at all, which is reported. */
export function resolveVirtualServer(
  draft: VirtualServerDraft,
  report: Report,
): VirtualServer | undefined {
  const { ip, port = 0, word } = draft.endpoint;
  const context: Context = { draft, port, forwarding: draft.forwarding ?? "NAT", report };
  const realServers = realServersOf(context);
  if (realServers.length === 0) {
    report.at(word, {
      rule: "missing-keyword",
      severity: "error",
      message: `virtual_server ${ip} has no usable real_server; it is left out`,
    });
    return undefined;
  }
  if (draft.protocol === undefined)
    report.at(word, {
      rule: "missing-keyword",
      severity: "warning",
      message: `virtual_server ${ip} names no protocol: UDP is used, as keepalived does`,
      hint: "add protocol TCP",
    });
  const persistent = draft.persistenceTimeout ?? (port === 0 ? DEFAULT_PERSISTENCE : undefined);
  return {
    ip,
    port,
    protocol: draft.protocol ?? "UDP",
    scheduler: draft.scheduler ?? "wlc",
    forwarding: context.forwarding,
    persistenceTimeout: persistent,
    ...quorumOf(context, realServers),
    sorryServer: sorryServerOf(context),
    realServers,
  };
}

function warn({ draft, report }: Context, rule: string, message: string): void {
  report.at(draft.endpoint.word, { rule, severity: "warning", message });
}

/** keepalived.conf(5): a quorum above what all servers have together could never be met. */
function quorumOf(
  context: Context,
  realServers: readonly RealServer[],
): Pick<VirtualServer, "quorum" | "hysteresis"> {
  const total = realServers.reduce((sum, { weight }) => sum + weight, 0);
  let quorum = context.draft.quorum ?? 1;
  if (quorum > Math.max(1, total)) {
    warn(context, "quorum", `quorum ${quorum} is more than all weights together: ${total} is used`);
    quorum = Math.max(1, total);
  }
  let hysteresis = context.draft.hysteresis ?? 0;
  if (hysteresis >= quorum && hysteresis > 0) {
    warn(context, "quorum", `hysteresis must be below quorum: ${quorum - 1} is used`);
    hysteresis = quorum - 1;
  }
  return { quorum, hysteresis };
}

function sorryServerOf(context: Context): SorryServer | undefined {
  const { draft, port, forwarding, report } = context;
  const { sorryServer } = draft;
  if (sorryServer === undefined) return undefined;
  if (familyOf(sorryServer.ip) !== familyOf(draft.endpoint.ip) && forwarding !== "TUN") {
    const message = "the sorry_server is of another family than the virtual server; it is left out";
    report.at(sorryServer.word, { rule: "family", severity: "error", message });
    return undefined;
  }
  return { ip: sorryServer.ip, port: sorryServer.port ?? port, forwarding };
}

function realServersOf(context: Context): readonly RealServer[] {
  const servers = new Map<string, RealServer>();
  for (const draft of context.draft.realServers ?? []) {
    const server = resolveRealServer(context, draft);
    if (server === undefined) continue;
    const key = formatEndpoint(server.ip, server.port);
    if (servers.has(key))
      context.report.at(draft.endpoint.word, {
        rule: "duplicate-real-server",
        severity: "error",
        message: `real_server ${key} stands already in this virtual server; this one is left out`,
      });
    else servers.set(key, server);
  }
  return [...servers.values()];
}

function resolveRealServer(context: Context, draft: RealServerDraft): RealServer | undefined {
  const { draft: above, report } = context;
  const { ip, word } = draft.endpoint;
  const forwarding = draft.forwarding ?? context.forwarding;
  if (familyOf(ip) !== familyOf(above.endpoint.ip) && forwarding !== "TUN") {
    report.at(word, {
      rule: "family",
      severity: "error",
      message: "the real_server is of another family than the virtual server; it is left out",
      hint: "only TUN carries one family in the other",
    });
    return undefined;
  }
  const port = portOf(context, draft, forwarding);
  const checks = (draft.checks ?? []).flatMap(
    (check) => resolveCheck(check, draft, above, { ip, port, bindTo: check.bindTo }, report) ?? [],
  );
  return {
    ip,
    port,
    weight: draft.weight ?? above.weight ?? 1,
    forwarding,
    inhibitOnFailure: draft.inhibitOnFailure ?? above.inhibitOnFailure ?? false,
    alpha: draft.alpha ?? above.alphaFlag ?? false,
    checks,
  };
}

/** Direct routing and tunnels hand on the packet as it is: they cannot change its port. */
function portOf(
  { port, report }: Context,
  { endpoint }: RealServerDraft,
  forwarding: ForwardingMethod,
): number {
  if (endpoint.port === undefined) return port;
  if (forwarding === "NAT" || endpoint.port === port) return endpoint.port;
  report.at(endpoint.word, {
    rule: "port",
    severity: "warning",
    message: `${forwarding} cannot change the port: ${port} is used instead of ${endpoint.port}`,
  });
  return port;
}

function resolveCheck(
  draft: CheckDraft,
  server: RealServerDraft,
  above: VirtualServerDraft,
  target: CheckTarget,
  report: Report,
): Check | undefined {
  const timing = timingOf(draft, server, above);
  const connect: CheckTarget = {
    ip: draft.connectIp ?? target.ip,
    port: draft.connectPort ?? target.port,
    bindTo: draft.bindTo,
  };
  if (draft.type === "TCP_CHECK") return { type: "TCP_CHECK", timing, target: connect };
  const host = draft.virtualhost ?? server.virtualhost ?? above.virtualhost;
  const [first, ...rest] = (draft.urls ?? []).map((url) => resolveUrl(url, host));
  if (first === undefined) {
    report.at(draft.keyword, {
      rule: "missing-keyword",
      severity: "error",
      message: `${draft.type} has no url; it is left out`,
      hint: "url { path / }",
    });
    return undefined;
  }
  return {
    type: draft.type,
    timing,
    target: connect,
    httpProtocol: draft.httpProtocol ?? "1.0",
    sni: draft.sni ?? false,
    urls: [first, ...rest],
  };
}

const resolveUrl = (
  { path = "/", virtualhost, digest, status }: UrlDraft,
  host: string | undefined,
): HttpUrl => ({
  path,
  virtualHost: virtualhost ?? host,
  digest,
  status: status ?? [{ from: 200, to: 299 }],
});

/** keepalived.conf(5): a check's own word, else its real server's, else the virtual server's, else the default. */
function timingOf(
  check: CheckDraft,
  server: RealServerDraft,
  above: VirtualServerDraft,
): CheckTiming {
  const inherit = <K extends keyof TimingDraft>(key: K): TimingDraft[K] =>
    check[key] ?? server[key] ?? above[key];
  const delayLoop = inherit("delayLoop") ?? 60_000;
  const alpha = check.alpha ?? server.alpha ?? above.alphaFlag ?? false;
  return {
    delayLoop: millis(delayLoop),
    retry: inherit("retry") ?? 1,
    delayBeforeRetry: millis(
      inherit("delayBeforeRetry") ?? (check.type === "TCP_CHECK" ? 1000 : 3000),
    ),
    warmup: millis(inherit("warmup") ?? delayLoop),
    connectTimeout: millis(inherit("connectTimeout") ?? 5000),
    alpha,
  };
}
