/** Rules about virtual addresses: who holds them. */
import { bytesOfIp, type Ip, ipFromBytes, isLinkLocal } from "../../base/ip.ts";
import type { Place } from "../diagnostic.ts";
import type { Word } from "../pieces.ts";
import type { AddressDraft } from "../schema/address-list.ts";
import type { GroupEntry, ServerGroupDraft } from "../schema/virtual-server-group.ts";
import { both, type Rule, type Say } from "./rule.ts";
import type { ConfView, InstanceView } from "./view.ts";

/** An address with the instance that holds it, and the interface that it is on. */
interface Held {
  readonly draft: AddressDraft;
  readonly view: InstanceView;
  readonly device: string;
}

const heldBy = (view: InstanceView): readonly Held[] =>
  [...(view.draft.addresses ?? []), ...(view.draft.excluded ?? [])].map((draft) => ({
    draft,
    view,
    device: draft.dev ?? view.instance.interface,
  }));

const sharedAddress: Rule = {
  id: "shared-address",
  severity: "warning",
  meaning: "two instances that move apart hold the same address",
  find: ({ instances }, say) => {
    const holders = new Map<Ip, Held[]>();
    for (const held of instances.flatMap(heldBy)) {
      const before = holders.get(held.draft.prefix.ip);
      if (before === undefined) holders.set(held.draft.prefix.ip, [held]);
      else {
        tellShared(held, before, say);
        before.push(held);
      }
    }
  },
};

function tellShared(held: Held, before: readonly Held[], say: Say): void {
  const { draft, device } = held;
  const { ip } = draft.prefix;
  const apart = before.filter(({ view }) => movesApart(view, held.view));
  const beside = apart.find((each) => each.device === device);
  const [other] = apart;
  if (beside !== undefined)
    say(
      both(draft.word, beside.draft.word, "there"),
      `${ip} is also an address of ${beside.view.instance.name}: when one of the two leaves MASTER it takes the address away from under the other`,
      "give it to one of them",
    );
  // The same link-local address on two links is two addresses.
  else if (other !== undefined && !isLinkLocal(ip))
    say(
      both(draft.word, other.draft.word, "there"),
      `${ip} is on ${device} here, and on ${other.device} it is an address of ${other.view.instance.name}: while the two are MASTER on different balancers, both machines hold it`,
      "put both in one sync group, or give it to one of them",
    );
}

/** Members of one sync group take and leave an address together. */
const movesApart = (a: InstanceView, b: InstanceView): boolean =>
  a !== b && (a.group === undefined || a.group !== b.group);

const unheldService: Rule = {
  id: "service-without-address",
  severity: "hint",
  meaning: "a virtual_server has an address that no instance holds",
  find: (conf, say) => {
    if (conf.instances.length === 0 || losesAddresses(conf)) return;
    const held = new Set(conf.instances.flatMap(heldBy).map(({ draft }) => draft.prefix.ip));
    for (const { prefix } of conf.draft.staticAddresses ?? []) held.add(prefix.ip);
    const told = new Set<Ip>();
    const isHeld = (ip: Ip): boolean => held.has(ip);
    const tell = (place: Place, ip: Ip, more = ""): void => {
      if (told.has(ip)) return;
      told.add(ip);
      say(
        place,
        `no vrrp_instance here holds ${ip}${more}: a takeover does not bring it to this machine`,
        "put it in a virtual_ipaddress, unless it comes here in another way",
      );
    };
    for (const { draft, server } of conf.virtualServers)
      if (!isHeld(server.ip)) tell(draft.target.word, server.ip);
    for (const { name, entries } of servedGroups(conf)) {
      const missing = entries.flatMap((entry) => missingOf(entry, isHeld) ?? []);
      const [first, ...rest] = missing.filter(({ ip }) => !told.has(ip));
      if (first === undefined) continue;
      const more = rest.filter(({ ip }) => ip !== first.ip).length;
      const what = more === 1 ? "another line" : `${more} more lines`;
      const which = `${what} of virtual_server_group ${name.text} ${more === 1 ? "names" : "name"}`;
      tell(first.word, first.ip, more === 0 ? "" : `, nor what ${which}`);
    }
  },
};

/** Those that virtual servers stand for. */
function servedGroups({ draft }: ConfView): readonly ServerGroupDraft[] {
  const served = new Set(
    draft.virtualServers.map(({ target }) => (target.type === "group" ? target.name : undefined)),
  );
  return draft.serverGroups.filter(({ name }) => served.has(name.text));
}

/** The first address of an entry that is not held; undefined: all are. */
function missingOf(
  entry: GroupEntry,
  isHeld: (ip: Ip) => boolean,
): { readonly word: Word; readonly ip: Ip } | undefined {
  if (entry.type === "fwmark") return undefined;
  const { first, last, word } = entry;
  for (let ip = first; ; ip = nextIp(ip)) {
    if (!isHeld(ip)) return { word, ip };
    if (ip === last) return undefined;
  }
}

function nextIp(ip: Ip): Ip {
  const bytes = bytesOfIp(ip);
  let at = bytes.length - 1;
  while (at > 0 && bytes[at] === 0xff) bytes[at--] = 0;
  bytes[at] = (bytes[at] ?? 0) + 1;
  return ipFromBytes(bytes);
}

/** A list of all nodes, itself among them, is usual and harmless. */
const ownPeer: Rule = {
  id: "own-peer",
  severity: "warning",
  meaning: "the only unicast_peer is the instance's own unicast_src_ip",
  find: ({ instances }, say) => {
    for (const { draft, instance } of instances) {
      const { source, destination } = instance;
      if (source === undefined || destination.type !== "unicast") continue;
      if (destination.peers.length === 0 || destination.peers.some((ip) => ip !== source)) continue;
      say(
        draft.places.get("unicast_peer") ?? draft.name,
        `the only peer of ${instance.name} is ${source}, its own unicast_src_ip: nobody else hears it, and the other balancer becomes MASTER too`,
        "name the other balancer's address",
      );
    }
  },
};

/** What is lost, which has been told, may hold any address. */
const losesAddresses = ({ leftOut, draft, instances }: ConfView): boolean =>
  instances.length < draft.instances.length ||
  ["vrrp_instance", "virtual_ipaddress", "virtual_ipaddress_excluded"].some((each) =>
    leftOut.isLost(each),
  );

export const addressRules: readonly Rule[] = [sharedAddress, unheldService, ownPeer];
