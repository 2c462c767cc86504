/** From what virtual servers say to what holds: defaults, and rules between keywords. */
import { familyOf } from "../base/ip.ts";
import { createAlikeChecks } from "./alike-checks.ts";
import type { Protocol, RealServer, VirtualServer } from "./model.ts";
import { createPlaces, type Places } from "./places.ts";
import type { Report } from "./report.ts";
import { resolveRealServers, resolveSorryServer, type Service } from "./resolve-real-servers.ts";
import { groupNamed, judgeGroups } from "./resolve-server-groups.ts";
import type { FileDraft } from "./schema/language.ts";
import { DEFAULT_PERSISTENCE, familyOfGranularity } from "./schema/persistence.ts";
import { nameOfTarget } from "./schema/service-target.ts";
import type { VirtualServerDraft } from "./schema/virtual-server.ts";
import type { ServerGroupDraft } from "./schema/virtual-server-group.ts";

/** Resolves virtual servers while the conf is read, so that what a long one says need not be kept until its end. */
export interface ServerResolver {
  /** Those that have come since. One that stands for a group waits, for that may come later. */
  readonly resolveRead: () => void;
  /** All that can work; each other is reported. */
  readonly finish: () => readonly VirtualServer[];
  /** Where the real servers of one stand, in their order. */
  readonly places: ReadonlyMap<VirtualServer, Places>;
}

export function createServerResolver(
  { virtualServers, serverGroups }: Pick<FileDraft, "virtualServers" | "serverGroups">,
  report: Report,
): ServerResolver {
  /** In the order of the text; undefined: it cannot work, or it waits. */
  const resolved: (VirtualServer | undefined)[] = [];
  const waiting: number[] = [];
  const placesOf = new Map<VirtualServer, Places>();
  const resolve = (
    draft: VirtualServerDraft,
    groups: readonly ServerGroupDraft[],
  ): VirtualServer | undefined => {
    const places = createPlaces();
    const server = resolveVirtualServer(draft, groups, places, report);
    if (server !== undefined) placesOf.set(server, places);
    return server;
  };
  return {
    places: placesOf,
    resolveRead() {
      for (let at = resolved.length; at < virtualServers.length; at++) {
        const draft = virtualServers[at];
        const waits = draft === undefined || draft.target.type === "group";
        if (waits) waiting.push(at);
        resolved.push(waits ? undefined : resolve(draft, []));
      }
    },
    finish() {
      const groups = judgeGroups(serverGroups, report);
      for (const at of waiting) {
        const draft = virtualServers[at];
        if (draft !== undefined) resolved[at] = resolve(draft, groups);
      }
      return withoutRepeated(resolved, virtualServers, report);
    },
  };
}

function withoutRepeated(
  resolved: readonly (VirtualServer | undefined)[],
  drafts: readonly VirtualServerDraft[],
  report: Report,
): readonly VirtualServer[] {
  const taken = new Set<string>();
  return resolved.filter((server, at): server is VirtualServer => {
    if (server === undefined) return false;
    const key = `${server.protocol} ${server.ip} ${server.port}`;
    const word = drafts[at]?.target.word;
    if (!taken.has(key) || word === undefined) {
      taken.add(key);
      return true;
    }
    report.at(word, {
      rule: "duplicate-virtual-server",
      severity: "error",
      message: `virtual_server ${key} stands already in this file; this one is left out`,
    });
    return false;
  });
}

function resolveVirtualServer(
  draft: VirtualServerDraft,
  groups: readonly ServerGroupDraft[],
  places: Places,
  report: Report,
): VirtualServer | undefined {
  const { target } = draft;
  const group = target.type === "group" ? groupNamed(target, groups, report) : undefined;
  if (target.type === "group" && group === undefined) return undefined;
  const family = judgeFamily(draft, report);
  const ports = portsOf(draft, group);
  const alike = createAlikeChecks();
  const usualPort = undefined;
  const service: Service = { draft, ports, family, alike, places, usualPort, report };
  const realServers = resolveRealServers(service);
  if (realServers.length === 0) {
    report.at(target.word, {
      rule: "missing-keyword",
      severity: "error",
      message: `virtual_server ${nameOfTarget(target)} has no usable real_server; it is left out`,
    });
    return undefined;
  }
  const marks = marksIn(draft, group);
  const resolved = {
    protocol: protocolOf(service, marks),
    scheduler: draft.scheduler ?? "wlc",
    forwarding: draft.forwarding?.method ?? "NAT",
    persistenceTimeout: persistenceOf(service),
    ...quorumOf(service, realServers),
    sorryServer: resolveSorryServer(service, realServers),
    realServers,
  };
  judgeFlags(service, resolved.protocol, marks);
  if (target.type === "address") return { ip: target.ip, port: target.port ?? 0, ...resolved };
  report.at(target.word, {
    rule: "unsupported-keyword",
    severity: "warning",
    message: `daruma does not act on virtual_server ${target.type} yet: it is left out, and nothing is forwarded by it`,
  });
  return undefined;
}

function warn({ draft, report }: Service, rule: string, message: string): void {
  report.at(draft.target.word, { rule, severity: "warning", message });
}

function portsOf({ target }: VirtualServerDraft, group: ServerGroupDraft | undefined): number[] {
  if (target.type === "address") return [target.port ?? 0];
  const ports = (group?.entries ?? []).flatMap((entry) =>
    entry.type === "addresses" ? [entry.port ?? 0] : [],
  );
  return [...new Set(ports)];
}

/** Whether firewall marks are all, some or none of what a virtual server stands for. */
type Marks = "all" | "some" | "none";

function marksIn({ target }: VirtualServerDraft, group: ServerGroupDraft | undefined): Marks {
  if (group === undefined) return target.type === "fwmark" ? "all" : "none";
  const marks = group.entries.filter(({ type }) => type === "fwmark").length;
  if (marks === 0) return "none";
  return marks === group.entries.length ? "all" : "some";
}

/** The family that the virtual server itself tells, by its address, ip_family or granularity; all must agree. */
function judgeFamily(draft: VirtualServerDraft, report: Report): Service["family"] {
  const { target, family, granularity } = draft;
  const own = target.type === "address" ? familyOf(target.ip) : undefined;
  if (family !== undefined && own !== undefined && own !== family.family)
    report.at(family.word, {
      rule: "family",
      severity: "error",
      message: `found ${family.family}, but the address of the virtual server is ${own}; it is left out`,
    });
  const told = own ?? family?.family;
  if (granularity === undefined) return told;
  const meant = familyOfGranularity(granularity);
  if (told !== undefined && told !== meant)
    report.at(granularity.word, {
      rule: "family",
      severity: "error",
      message: `found "${granularity.word.text}", expected ${told === "inet" ? "a netmask such as 255.255.255.0" : "1 to 128"} for ${told}; it is left out`,
    });
  return told ?? meant;
}

/** Where a protocol is written, what is wrong with it has been said. */
const isTold = ({ draft, report }: Service): boolean =>
  draft.protocolPlace !== undefined &&
  report.follows(draft.protocolPlace, "UDP is used, as keepalived does");

function protocolOf(service: Service, marks: Marks): Protocol {
  const { draft, report } = service;
  if (draft.protocol === undefined && marks !== "all" && !isTold(service))
    report.at(draft.target.word, {
      rule: "missing-keyword",
      severity: "warning",
      message: `virtual_server ${nameOfTarget(draft.target)} names no protocol: UDP is used, as keepalived does`,
      hint: "add protocol TCP",
    });
  if (draft.protocol !== undefined && marks === "all")
    service.report.at(draft.target.word, {
      rule: "ignored-setting",
      severity: "hint",
      message: `protocol ${draft.protocol} has no effect: a firewall mark stands for packets of any`,
    });
  return draft.protocol ?? "UDP";
}

/** keepalived.conf(5): a service of all ports must be persistent. */
function persistenceOf(service: Service): number | undefined {
  const { persistenceTimeout, granularity } = service.draft;
  if (persistenceTimeout !== undefined) return persistenceTimeout;
  if (granularity !== undefined) return DEFAULT_PERSISTENCE;
  if (!service.ports.includes(0)) return undefined;
  warn(
    service,
    "persistence",
    `a service of all ports must be persistent: persistence_timeout ${DEFAULT_PERSISTENCE} is used`,
  );
  return DEFAULT_PERSISTENCE;
}

/** keepalived.conf(5): a quorum above what all servers have together could never be met. */
function quorumOf(
  service: Service,
  realServers: readonly RealServer[],
): Pick<VirtualServer, "quorum" | "hysteresis"> {
  const total = realServers.reduce((sum, { weight }) => sum + weight, 0);
  let quorum = service.draft.quorum ?? 1;
  if (quorum > Math.max(1, total)) {
    warn(service, "quorum", `quorum ${quorum} is more than all weights together: ${total} is used`);
    quorum = Math.max(1, total);
  }
  let hysteresis = service.draft.hysteresis ?? 0;
  if (hysteresis >= quorum && hysteresis > 0) {
    warn(service, "quorum", `hysteresis must be below quorum: ${quorum - 1} is used`);
    hysteresis = quorum - 1;
  }
  return { quorum, hysteresis };
}

/** keepalived.conf(5): what a scheduler, a protocol or a firewall mark cannot do. */
function judgeFlags(service: Service, protocol: Protocol, marks: Marks): void {
  const { schedulerFlags = [], scheduler = "wlc", haSuspend } = service.draft;
  const ignore = (word: (typeof schedulerFlags)[number], why: string): void => {
    service.report.at(word, {
      rule: "ignored-setting",
      severity: "warning",
      message: `${word.text} has no effect: ${why}`,
    });
  };
  for (const word of schedulerFlags) {
    const of = /^(sh|mh)-/.exec(word.text)?.[1];
    if (of !== undefined && of !== scheduler) ignore(word, `lb_algo is ${scheduler}, not ${of}`);
    if (word.text === "ops" && marks !== "all" && protocol !== "UDP")
      ignore(word, `it is for UDP, and protocol is ${protocol}`);
  }
  if (haSuspend !== undefined && marks !== "none")
    ignore(haSuspend, "a firewall mark has no address that this node could hold");
}
