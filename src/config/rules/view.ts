/** A conf as the rules see it: what holds, beside the words that said so. */
import type { Ip } from "../../base/ip.ts";
import type { RealServer, VirtualServer, VrrpInstance } from "../model.ts";
import type { Parsed } from "../parse.ts";
import type { FileDraft } from "../schema/language.ts";
import type { RealServerDraft } from "../schema/real-server.ts";
import type { VirtualServerDraft } from "../schema/virtual-server.ts";
import type { InstanceDraft } from "../schema/vrrp-instance.ts";
import type { GroupDraft } from "../schema/vrrp-sync-group.ts";
import { type Tracker, trackersOf } from "./trackers.ts";
import { type Watched, watchedBy } from "./watched.ts";

export interface InstanceView {
  readonly draft: InstanceDraft;
  readonly instance: VrrpInstance;
  readonly group: GroupDraft | undefined;
  readonly trackers: readonly Tracker[];
}

export interface RealServerView {
  readonly draft: RealServerDraft;
  readonly server: RealServer;
}

export interface VirtualServerView {
  readonly draft: VirtualServerDraft;
  readonly server: VirtualServer;
}

export interface ConfView {
  /** What the operator calls the file. */
  readonly file: string;
  readonly draft: FileDraft;
  /** Those that are usable. */
  readonly instances: readonly InstanceView[];
  readonly virtualServers: readonly VirtualServerView[];
  /** Of all virtual servers, usable or not. */
  readonly watched: readonly Watched[];
}

/** Undefined where nothing of the conf is usable: then its errors say all. */
export function viewOf({ config, draft }: Parsed, file: string): ConfView | undefined {
  if (config === undefined) return undefined;
  const instances = firsts(draft.instances, ({ name }) => name.text);
  const servers = firsts(draft.virtualServers, keyOfDraft);
  return {
    file,
    draft,
    watched: watchedBy(draft.virtualServers),
    instances: config.instances.flatMap((instance) => {
      const own = instances.get(instance.name);
      return own === undefined ? [] : [viewInstance(instance, own, draft)];
    }),
    virtualServers: config.virtualServers.flatMap((server) => {
      const own = servers.get(`${server.protocol} ${server.ip} ${server.port}`);
      return own === undefined ? [] : [{ draft: own, server }];
    }),
  };
}

/** The first of each key: the one that holds, where a later one is left out. */
function firsts<T>(all: readonly T[], keyOf: (each: T) => string): ReadonlyMap<string, T> {
  return new Map(all.toReversed().map((each) => [keyOf(each), each]));
}

const keyOfDraft = ({ target, protocol = "UDP" }: VirtualServerDraft): string =>
  target.type === "address" ? `${protocol} ${target.ip} ${target.port ?? 0}` : target.type;

function viewInstance(instance: VrrpInstance, draft: InstanceDraft, file: FileDraft): InstanceView {
  const group = file.groups.find(({ members = [] }) =>
    members.some(({ text }) => text === instance.name),
  );
  return { draft, instance, group, trackers: trackersOf(draft, instance, group, file) };
}

/** Each real server with what the text says of it. Not made before it is asked for: there may be many thousand. */
export function realServersOf({ server, draft }: VirtualServerView): readonly RealServerView[] {
  const drafts = draft.realServers ?? [];
  const alike = new Map<Ip, RealServerDraft[]>();
  for (const each of drafts) {
    const before = alike.get(each.endpoint.ip);
    if (before === undefined) alike.set(each.endpoint.ip, [each]);
    else before.push(each);
  }
  return server.realServers.flatMap((real) => {
    const own = draftOf(real, alike.get(real.ip) ?? []);
    return own === undefined ? [] : [{ draft: own, server: real }];
  });
}

/** Of several with one address the port tells; one without takes that of the virtual server. */
const draftOf = (
  { port }: RealServer,
  alike: readonly RealServerDraft[],
): RealServerDraft | undefined =>
  alike.find(({ endpoint }) => endpoint.port === port) ??
  alike.find(({ endpoint }) => endpoint.port === undefined) ??
  alike[0];
