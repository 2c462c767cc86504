/** A conf as the rules see it: what holds, beside the words that said so. */
import type { RealServer, VirtualServer, VrrpInstance } from "../model.ts";
import type { Parsed } from "../parse.ts";
import type { FileDraft } from "../schema/language.ts";
import type { RealServerDraft } from "../schema/real-server.ts";
import type { VirtualServerDraft } from "../schema/virtual-server.ts";
import type { InstanceDraft } from "../schema/vrrp-instance.ts";
import type { GroupDraft } from "../schema/vrrp-sync-group.ts";
import { type Tracker, trackersOf } from "./trackers.ts";

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
  readonly realServers: readonly RealServerView[];
}

export interface ConfView {
  /** What the operator calls the file. */
  readonly file: string;
  readonly draft: FileDraft;
  /** Those that are usable. */
  readonly instances: readonly InstanceView[];
  readonly virtualServers: readonly VirtualServerView[];
}

/** Undefined where nothing of the conf is usable: then its errors say all. */
export function viewOf({ config, draft }: Parsed, file: string): ConfView | undefined {
  if (config === undefined) return undefined;
  const instances = firsts(draft.instances, ({ name }) => name.text);
  const servers = firsts(draft.virtualServers, keyOfDraft);
  return {
    file,
    draft,
    instances: config.instances.flatMap((instance) => {
      const own = instances.get(instance.name);
      return own === undefined ? [] : [viewInstance(instance, own, draft)];
    }),
    virtualServers: config.virtualServers.flatMap((server) => {
      const own = servers.get(`${server.protocol} ${server.ip} ${server.port}`);
      return own === undefined ? [] : [viewServer(server, own)];
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

const viewServer = (server: VirtualServer, draft: VirtualServerDraft): VirtualServerView => ({
  draft,
  server,
  realServers: server.realServers.flatMap((real, i) => viewReal(real, draft, i) ?? []),
});

function viewReal(
  server: RealServer,
  above: VirtualServerDraft,
  position: number,
): RealServerView | undefined {
  // Where none was left out before it, it stands in the same place.
  const same = above.realServers?.[position];
  if (same?.endpoint.ip === server.ip && same.endpoint.port === server.port)
    return { draft: same, server };
  const alike = above.realServers?.filter(({ endpoint }) => endpoint.ip === server.ip) ?? [];
  const draft =
    alike.find(({ endpoint }) => endpoint.port === server.port) ??
    alike.find(({ endpoint }) => endpoint.port === undefined) ??
    alike[0];
  return draft === undefined ? undefined : { draft, server };
}
