/** From what checks say to what holds: whom they ask, and when. */
import { type Ip, isLinkLocal } from "../base/ip.ts";
import { millis } from "../base/time.ts";
import type { AlikeChecks } from "./alike-checks.ts";
import type { Check, CheckTarget, CheckTiming, HttpUrl } from "./model.ts";
import type { Report } from "./report.ts";
import type { CheckDraft } from "./schema/checks.ts";
import type { ConnectionDraft } from "./schema/connection.ts";
import type { TcpDraft } from "./schema/dialogue-checks.ts";
import type { HttpDraft, UrlDraft } from "./schema/http-check.ts";
import type { RealServerDraft } from "./schema/real-server.ts";
import type { TimingDraft } from "./schema/timing.ts";
import type { VirtualServerDraft } from "./schema/virtual-server.ts";

/** Where a check stands, and what it inherits from. */
export interface CheckContext {
  readonly server: RealServerDraft;
  readonly above: VirtualServerDraft;
  /** What is asked where the check names nothing else. */
  readonly ip: Ip;
  readonly port: number;
  readonly alike: AlikeChecks;
  readonly report: Report;
}

/** Whether daruma makes checks of this kind. */
export const isActedOn = ({ type }: CheckDraft): boolean =>
  type === "TCP_CHECK" || type === "HTTP_GET" || type === "SSL_GET";

/** Those of a real server that can work; the others are reported. */
export function resolveChecks(context: CheckContext): readonly Check[] {
  const { checks = [] } = context.server;
  const first = checks[0];
  if (checks.length > 1 || first === undefined)
    return checks.flatMap((check) => resolveCheck(check, context) ?? []);
  const check = resolveCheck(first, context);
  return check === undefined ? [] : context.alike.only(check);
}

/** Undefined where it cannot work, which is reported, and for kinds that are not acted on yet. */
function resolveCheck(draft: CheckDraft, context: CheckContext): Check | undefined {
  switch (draft.type) {
    case "TCP_CHECK":
      return resolveTcp(draft, context);
    case "HTTP_GET":
    case "SSL_GET":
      return resolveHttp(draft, context);
    case "SMTP_CHECK":
      for (const connection of [draft, ...(draft.hosts ?? [])]) targetOf(connection, context);
      return undefined;
    case "DNS_CHECK":
    case "PING_CHECK":
    case "UDP_CHECK":
      targetOf(draft, context);
      return undefined;
    case "MISC_CHECK":
    case "FILE_CHECK":
    case "BFD_CHECK":
      return undefined;
  }
}

function resolveTcp(draft: TcpDraft, context: CheckContext): Check | undefined {
  const target = targetOf(draft, context);
  if (target === undefined) return undefined;
  return context.alike.tcp(timingOf(draft, context), target);
}

function resolveHttp(draft: HttpDraft, context: CheckContext): Check | undefined {
  const { server, above, report } = context;
  const host = draft.virtualhost ?? server.virtualhost ?? above.virtualhost;
  const [first, ...rest] = (draft.urls ?? []).map((url) => resolveUrl(url, host));
  if (first === undefined) {
    const { lostUrl, type } = draft;
    if (lostUrl !== undefined && report.follows(lostUrl, `${type} has no url and is left out`))
      return undefined;
    // What belongs in one stands elsewhere, which has been told.
    if (report.leftOut.isLost("path")) return undefined;
    report.at(draft.keyword, {
      rule: "missing-keyword",
      severity: "error",
      message: `${draft.type} has no url; it is left out`,
      hint: "url { path / }",
    });
    return undefined;
  }
  const target = targetOf(draft, context);
  if (target === undefined) return undefined;
  return {
    type: draft.type,
    timing: timingOf(draft, context),
    target,
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

/** A link-local address says nothing without its link. */
function targetOf(
  { keyword, connectIp, connectPort, bindTo, bindInterface }: ConnectionDraft,
  { ip: own, port, report }: CheckContext,
): CheckTarget | undefined {
  const ip = connectIp ?? own;
  if (isLinkLocal6(ip)) {
    // Where it names its link, that is said not to be acted on yet.
    if (bindInterface !== undefined) return undefined;
    report.at(keyword, {
      rule: "missing-keyword",
      severity: "error",
      message: `${keyword.text} of the link-local address ${ip} has no bind_if; it is left out`,
    });
    return undefined;
  }
  if (connectIp === undefined && connectPort === undefined && bindTo === undefined) return ITSELF;
  return {
    ip: ip === own ? undefined : ip,
    port: connectPort === port ? undefined : connectPort,
    bindTo,
  };
}

/** The real server, as it is. */
const ITSELF: CheckTarget = { ip: undefined, port: undefined, bindTo: undefined };

const isLinkLocal6 = (ip: Ip): boolean => ip.startsWith("fe") && isLinkLocal(ip);

/** keepalived.conf(5): a check's own word, else its real server's, else the virtual server's, else the default. */
function timingOf(check: TcpDraft | HttpDraft, context: CheckContext): CheckTiming {
  const delayLoop = inherit("delayLoop", check, context) ?? 60_000;
  const usual = check.type === "TCP_CHECK" ? 1000 : 3000;
  return context.alike.timing({
    delayLoop: millis(delayLoop),
    retry: inherit("retry", check, context) ?? 1,
    delayBeforeRetry: millis(inherit("delayBeforeRetry", check, context) ?? usual),
    warmup: millis(inherit("warmup", check, context) ?? delayLoop),
    connectTimeout: millis(inherit("connectTimeout", check, context) ?? 5000),
    alpha: inherit("alpha", check, context) ?? false,
  });
}

const inherit = <K extends keyof TimingDraft>(
  key: K,
  check: TimingDraft,
  { server, above }: CheckContext,
): TimingDraft[K] => check[key] ?? server[key] ?? above[key];
