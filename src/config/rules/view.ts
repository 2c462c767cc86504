/** A conf as the rules see it: what holds, beside the words that said so. */
import type { Place } from "../diagnostic.ts";
import type { RealServer, VirtualServer, VrrpInstance } from "../model.ts";
import type { Parsed } from "../parse.ts";
import type { Places } from "../places.ts";
import type { LeftOut } from "../report.ts";
import type { FileDraft } from "../schema/language.ts";
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
  /** Where the text names it. */
  readonly place: Place;
  readonly server: RealServer;
}

export interface VirtualServerView {
  readonly draft: VirtualServerDraft;
  readonly server: VirtualServer;
  /** Of its real servers. */
  readonly places: Places | undefined;
}

export interface ConfView {
  /** What the operator calls the file. */
  readonly file: string;
  readonly draft: FileDraft;
  readonly leftOut: LeftOut;
  /** Those that are usable. */
  readonly instances: readonly InstanceView[];
  readonly virtualServers: readonly VirtualServerView[];
  /** Of all virtual servers, usable or not. */
  readonly watched: readonly Watched[];
}

/** Undefined where nothing of the conf is usable: then its errors say all. */
export function viewOf(
  { config, draft, places, leftOut }: Parsed,
  file: string,
): ConfView | undefined {
  if (config === undefined) return undefined;
  const instances = firsts(draft.instances, ({ name }) => name.text);
  const servers = firsts(draft.virtualServers, keyOfDraft);
  return {
    file,
    draft,
    leftOut,
    watched: watchedBy(draft.virtualServers),
    instances: config.instances.flatMap((instance) => {
      const own = instances.get(instance.name);
      return own === undefined ? [] : [viewInstance(instance, own, draft)];
    }),
    virtualServers: config.virtualServers.flatMap((server) => {
      const own = servers.get(`${server.protocol} ${server.ip} ${server.port}`);
      return own === undefined ? [] : [{ draft: own, server, places: places.get(server) }];
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

/** Each real server with its place. Not made before it is asked for: there may be many thousand. */
export const realServersOf = ({ server, places }: VirtualServerView): readonly RealServerView[] =>
  server.realServers.flatMap((real, at) => {
    const place = places?.at(at);
    return place === undefined ? [] : [{ place, server: real }];
  });
