/** Rules about virtual addresses: who holds them. */
import type { Ip } from "../../base/ip.ts";
import type { AddressDraft } from "../schema/address-list.ts";
import { both, type Rule } from "./rule.ts";
import type { InstanceView } from "./view.ts";

/** An address with the instance that holds it. */
interface Held {
  readonly draft: AddressDraft;
  readonly name: string;
}

const heldBy = ({ draft, instance }: InstanceView): readonly Held[] =>
  [...(draft.addresses ?? []), ...(draft.excluded ?? [])].map((each) => ({
    draft: each,
    name: instance.name,
  }));

/** The same link-local address on two links is two addresses. */
const isLinkLocal = (ip: Ip): boolean => /^fe[89ab]/.test(ip);

const sharedAddress: Rule = {
  id: "shared-address",
  severity: "warning",
  meaning: "two instances hold the same address",
  find: ({ instances }, say) => {
    const first = new Map<Ip, Held>();
    for (const held of instances.flatMap(heldBy)) {
      const { word, prefix } = held.draft;
      const other = first.get(prefix.ip);
      if (other === undefined) first.set(prefix.ip, held);
      else if (other.name !== held.name && !isLinkLocal(prefix.ip))
        say(
          both(word, other.draft.word, "there"),
          `${prefix.ip} is also an address of ${other.name}: when one of the two leaves MASTER it takes the address away from under the other`,
          "give it to one of them",
        );
    }
  },
};

const unheldService: Rule = {
  id: "service-without-address",
  severity: "hint",
  meaning: "a virtual_server has an address that no instance holds",
  find: ({ instances, virtualServers }, say) => {
    if (instances.length === 0) return;
    const held = new Set(instances.flatMap(heldBy).map(({ draft }) => draft.prefix.ip));
    const told = new Set<Ip>();
    for (const { draft, server } of virtualServers) {
      if (held.has(server.ip) || told.has(server.ip)) continue;
      told.add(server.ip);
      say(
        draft.target.word,
        `no vrrp_instance here holds ${server.ip}: a takeover does not bring it to this machine`,
        "put it in a virtual_ipaddress, unless it comes here in another way",
      );
    }
  },
};

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

export const addressRules: readonly Rule[] = [sharedAddress, unheldService, ownPeer];
