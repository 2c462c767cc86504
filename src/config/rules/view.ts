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
  return {
    file,
    draft,
    instances: config.instances.flatMap((instance) => viewInstance(instance, draft) ?? []),
    virtualServers: config.virtualServers.flatMap((server) => viewServer(server, draft) ?? []),
  };
}

function viewInstance(instance: VrrpInstance, file: FileDraft): InstanceView | undefined {
  const draft = file.instances.find(({ name }) => name.text === instance.name);
  if (draft === undefined) return undefined;
  const group = file.groups.find(({ members = [] }) =>
    members.some(({ text }) => text === instance.name),
  );
  return { draft, instance, group, trackers: trackersOf(draft, instance, group, file) };
}

function viewServer(server: VirtualServer, file: FileDraft): VirtualServerView | undefined {
  const draft = file.virtualServers.find(
    ({ target, protocol = "UDP" }) =>
      target.type === "address" &&
      target.ip === server.ip &&
      (target.port ?? 0) === server.port &&
      protocol === server.protocol,
  );
  if (draft === undefined) return undefined;
  const realServers = server.realServers.flatMap((real) => viewReal(real, draft) ?? []);
  return { draft, server, realServers };
}

function viewReal(server: RealServer, above: VirtualServerDraft): RealServerView | undefined {
  const alike = above.realServers?.filter(({ endpoint }) => endpoint.ip === server.ip) ?? [];
  const draft =
    alike.find(({ endpoint }) => endpoint.port === server.port) ??
    alike.find(({ endpoint }) => endpoint.port === undefined) ??
    alike[0];
  return draft === undefined ? undefined : { draft, server };
}
