/** ldirectord(8), "checktype" and "service": how servers are checked, in a conf's words. */
import { parseIp } from "../../base/ip.ts";
import { block, type Item, line, shown, wordOf } from "./items.ts";
import { type CheckContext, type Maker, portLines } from "./ldirectord-context.ts";
import { httpMaker } from "./ldirectord-http.ts";
import { type CheckKind, checkPort, timingOf } from "./ldirectord-timing.ts";
import type { ServiceId } from "./model.ts";
import type { SourceWord } from "./source.ts";

export interface Checks {
  /** For the service as a whole. */
  readonly remarks: readonly Item[];
  /** checktype=off: servers are never used. */
  readonly off: boolean;
  readonly of: Maker;
}

/** The service that a port stands for, where none is named. */
const SERVICES: Readonly<Record<number, string>> = {
  21: "ftp",
  25: "smtp",
  53: "dns",
  80: "http",
  110: "pop",
  119: "nntp",
  143: "imap",
  389: "ldap",
  443: "https",
  587: "submission",
  993: "imaps",
  995: "pops",
  1521: "oracle",
  1812: "radius",
  3128: "http_proxy",
  3306: "mysql",
  5432: "pgsql",
  5060: "sip",
};

const KINDS: ReadonlyMap<string, CheckKind> = new Map(
  (["connect", "negotiate", "external", "external-perl", "ping"] as const).map((kind) => [
    kind,
    kind,
  ]),
);

const nothing: Maker = () => [];

/** The checks of all servers of a service. */
export function checksFor(about: Omit<CheckContext, "timing" | "port">): Checks {
  const { find, remark, virtual } = about;
  const word = find("checktype")?.value ?? virtual;
  const type = find("checktype")?.value.text.toLowerCase() ?? "negotiate";
  if (type === "on") {
    const message = "checktype=on: no checks, the servers always count as alive";
    return { remarks: [remark(word, "decide", message)], off: false, of: nothing };
  }
  if (type === "off") {
    const message = "checktype=off: no checks, and the servers are never used: their weight is 0";
    return { remarks: [remark(word, "decide", message)], off: true, of: nothing };
  }
  const remarks = typeRemarks(type, word, about);
  const kind = KINDS.get(type) ?? "negotiate";
  const of = makerOf(kind, about, remarks);
  return { remarks, off: false, of };
}

function typeRemarks(
  type: string,
  word: SourceWord,
  { remark }: Pick<CheckContext, "remark">,
): Item[] {
  if (KINDS.has(type)) return [];
  if (!/^\d+$/.test(type))
    return [remark(word, "unreadable", `checktype=${shown(type)} is not known; negotiate is used`)];
  const message = `checktype=${shown(type)}: every check negotiates, not each ${shown(type)}th only`;
  return [remark(word, "decide", message)];
}

function makerOf(
  kind: CheckKind,
  about: Omit<CheckContext, "timing" | "port">,
  remarks: Item[],
): Maker {
  const { find, id, names, remark } = about;
  const context: CheckContext = {
    ...about,
    timing: timingOf(kind, find, remark, remarks),
    port: checkPort(find, id, names, remark, remarks),
  };
  if (kind === "external" || kind === "external-perl") return external(context, remarks);
  if (kind === "ping") return ping(context);
  if (kind === "negotiate") return negotiate(context, remarks);
  return isUdp(id) ? ping(context) : plain("TCP_CHECK", context, remarks);
}

const isUdp = (id: ServiceId): boolean => id.type === "address" && id.protocol === "UDP";

const ping =
  ({ timing }: CheckContext): Maker =>
  () => [block("PING_CHECK", timing)];

/** A check of a port. Without any there is nothing to ask. */
function plain(keyword: string, context: CheckContext, remarks: Item[]): Maker {
  const { id, port, remark, virtual } = context;
  if (id.type === "mark" && port === undefined)
    remarks.push(
      remark(virtual, "decide", "a mark has no port: where a server names none, it is not checked"),
    );
  return (real) =>
    id.type === "mark" && port === undefined && real.port === 0
      ? []
      : [block(keyword, [...portLines(context, real), ...context.timing])];
}

function negotiate(context: CheckContext, remarks: Item[]): Maker {
  const { find, id, remark, virtual } = context;
  const named = find("service")?.value;
  const service = named?.text.toLowerCase() ?? (id.type === "mark" ? "none" : SERVICES[id.port]);
  switch (service) {
    case undefined:
    case "none": {
      const message = "the service is none: nothing is checked, the servers always count as alive";
      remarks.push(remark(named ?? virtual, "decide", message));
      return nothing;
    }
    case "http":
      return httpMaker("HTTP_GET", context, remarks);
    case "https":
      return httpMaker("SSL_GET", context, remarks);
    case "smtp":
      return plain("SMTP_CHECK", context, remarks);
    case "dns":
      return dns(context, remarks);
    default: {
      const keyword = isUdp(id) ? "PING_CHECK" : "TCP_CHECK";
      const message = `a conf has no check of ${shown(service)}: ${keyword} stands in its place`;
      remarks.push(remark(named ?? virtual, "decide", message));
      return isUdp(id) ? ping(context) : plain(keyword, context, remarks);
    }
  }
}

/** The script gets the service's address and port, and the server's. */
function external({ find, id, remark, virtual, timing }: CheckContext, remarks: Item[]): Maker {
  const command = find("checkcommand")?.value;
  const path = command?.text ?? "/bin/true";
  if (/['\\$]/.test(path) || wordOf(path) === undefined) {
    const message = "checkcommand: write it as MISC_CHECK { misc_path ... }";
    remarks.push(remark(command ?? virtual, "left-out", message));
    return nothing;
  }
  const message = "checkcommand is run by MISC_CHECK, as script_user";
  remarks.push(remark(command ?? virtual, "decide", message));
  const service = id.type === "mark" ? [id.mark, 0] : [id.ip, id.port];
  return ({ ip, port }) => {
    const own = port === 0 && id.type === "address" ? id.port : port;
    const misc = `"${[path, ...service, ip, own].join(" ")}"`;
    return [block("MISC_CHECK", [line("misc_path", misc), ...timing])];
  };
}

function dns(context: CheckContext, remarks: Item[]): Maker {
  const { find, remark, timing } = context;
  const receive = find("receive")?.value;
  if (receive !== undefined)
    remarks.push(
      remark(receive, "decide", "DNS_CHECK takes any answer, not only the one of receive"),
    );
  return (real) => {
    const request = real.request ?? find("request")?.value;
    const address = request !== undefined && parseIp(request.text) !== undefined;
    const name = request === undefined || address ? undefined : wordOf(request.text);
    const unasked = request !== undefined && name === undefined;
    return [
      ...(unasked
        ? [remark(request, "left-out", `DNS_CHECK cannot ask for ${shown(request.text)}`)]
        : []),
      block("DNS_CHECK", [
        ...(name === undefined ? [] : [line("type", "A"), line("name", name)]),
        ...portLines(context, real),
        ...timing,
      ]),
    ];
  };
}
