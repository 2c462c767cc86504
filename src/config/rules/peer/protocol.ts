/** Whether the two balancers hear each other at all: where they do not, both become MASTER. */
import type { VrrpInstance } from "../../model.ts";
import { both, type Say } from "../rule.ts";
import { bothWays, type Couple, type Member, nameOf, type PairRule, placeOf } from "./pair.ts";

const peerVrid: PairRule = {
  id: "peer-vrid",
  severity: "error",
  meaning: "the two balancers have different virtual_router_ids for one instance",
  find: ({ strangers }, say) => {
    for (const [one, two] of strangers) {
      const there = placeOf(two, "virtual_router_id");
      say(
        both(placeOf(one, "virtual_router_id"), there, `on ${two.node}`),
        `${one.view.instance.name} has virtual_router_id ${one.view.instance.vrid}, and ${two.view.instance.vrid} on ${two.node}: the two do not hear each other, and both become MASTER`,
      );
    }
  },
};

const peerLone: PairRule = {
  id: "peer-missing-instance",
  severity: "warning",
  meaning: "an instance that the other balancer does not have",
  find: ({ lone }, say) => {
    for (const { node, view, other } of lone)
      say(
        view.draft.name,
        `${other} has no instance with virtual_router_id ${view.instance.vrid}: if ${node} dies, nobody takes over ${view.instance.name}`,
      );
  },
};

const peerVersion: PairRule = {
  id: "peer-version",
  severity: "error",
  meaning: "the two balancers speak different versions of VRRP",
  find: ({ couples }, say) => {
    for (const couple of couples) {
      const [one, two] = couple;
      if (one.view.instance.version === two.view.instance.version) continue;
      say(
        both(placeOf(one, "version"), placeOf(two, "version"), `on ${two.node}`),
        `${nameOf(couple)} speaks version ${one.view.instance.version}, and version ${two.view.instance.version} on ${two.node}: each drops the other's adverts, and both become MASTER`,
      );
    }
  },
};

/** Couples of one version whose advert_int differs. */
const offBeat = (couples: readonly Couple[], version: 2 | 3): readonly Couple[] =>
  couples.filter(
    ([one, two]) =>
      one.view.instance.version === version &&
      two.view.instance.version === version &&
      one.view.instance.advertInterval !== two.view.instance.advertInterval,
  );

const beats = ([one, two]: Couple): Parameters<Say>[0] =>
  both(placeOf(one, "advert_int"), placeOf(two, "advert_int"), `on ${two.node}`);

const intervals = (couple: Couple): string => {
  const [one, two] = couple;
  return `advert_int of ${nameOf(couple)} is ${one.view.instance.advertInterval / 1000} s, and ${two.view.instance.advertInterval / 1000} s on ${two.node}`;
};

const peerInterval: PairRule = {
  id: "peer-interval",
  severity: "error",
  meaning: "version 2 with different advert_ints on the two balancers",
  find: ({ couples }, say) => {
    for (const couple of offBeat(couples, 2))
      say(
        beats(couple),
        `${intervals(couple)}: version 2 drops adverts of another interval, and both become MASTER`,
      );
  },
};

const peerPace: PairRule = {
  id: "peer-pace",
  severity: "hint",
  meaning: "version 3 with different advert_ints on the two balancers",
  find: ({ couples }, say) => {
    for (const couple of offBeat(couples, 3))
      say(
        beats(couple),
        `${intervals(couple)}: who is BACKUP goes by the master's, so a takeover takes longer from the one than from the other`,
      );
  },
};

const peerAuthentication: PairRule = {
  id: "peer-authentication",
  severity: "error",
  meaning: "the two balancers do not accept each other's password",
  find: ({ couples }, say) => {
    for (const couple of couples) {
      const [one, two] = couple;
      const how = passwords(one.view.instance, two.view.instance);
      if (how === undefined || one.view.instance.version !== two.view.instance.version) continue;
      say(
        both(placeOf(one, "authentication"), placeOf(two, "authentication"), `on ${two.node}`),
        `${nameOf(couple)}: ${how} here and on ${two.node}: each drops the other's adverts, and both become MASTER`,
      );
    }
  },
};

function passwords(
  { authentication: one }: VrrpInstance,
  { authentication: two }: VrrpInstance,
): string | undefined {
  if (one.type !== two.type) return "authentication differs";
  return one.type === "pass" && two.type === "pass" && one.password !== two.password
    ? "auth_pass differs"
    : undefined;
}

const peerTransport: PairRule = {
  id: "peer-transport",
  severity: "error",
  meaning: "the two balancers send their adverts in different ways",
  find: ({ couples }, say) => {
    for (const couple of couples) {
      const [one, two] = couple;
      const [here, there] = [wayOf(one.view.instance), wayOf(two.view.instance)];
      if (here === there) continue;
      const keywords = ["unicast_peer", "vrrp_transport", "mcast_dst_ip"];
      say(
        both(placeOf(one, ...keywords), placeOf(two, ...keywords), `on ${two.node}`),
        `${nameOf(couple)} goes by ${here}, and by ${there} on ${two.node}: the two do not hear each other, and both become MASTER`,
      );
    }
  },
};

function wayOf({ transport, destination }: VrrpInstance): string {
  const over = transport.type === "udp" ? ` over UDP port ${transport.port}` : "";
  return destination.type === "unicast"
    ? `unicast${over}`
    : `multicast to ${destination.group}${over}`;
}

const peerUnicast: PairRule = {
  id: "peer-unicast",
  severity: "error",
  meaning: "a unicast_peer list without the address that the other balancer sends from",
  find: ({ couples }, say) => {
    for (const couple of couples)
      for (const [one, two] of bothWays(couple)) tellUnnamed(one, two, say);
  },
};

/** Undefined sources are the interface's own, which a conf does not tell. */
function tellUnnamed(one: Member, two: Member, say: Say): void {
  const { destination } = one.view.instance;
  const { source, destination: back } = two.view.instance;
  if (destination.type !== "unicast" || back.type !== "unicast" || source === undefined) return;
  if (destination.peers.includes(source)) return;
  say(
    both(placeOf(one, "unicast_peer"), placeOf(two, "unicast_src_ip", "mcast_src_ip"), "there"),
    `unicast_peer of ${one.view.instance.name} does not name ${source}, where ${two.node} sends from and listens: ${two.node} does not hear ${one.node}, and becomes MASTER beside it`,
  );
}

export const protocolRules: readonly PairRule[] = [
  peerVrid,
  peerLone,
  peerVersion,
  peerInterval,
  peerPace,
  peerAuthentication,
  peerTransport,
  peerUnicast,
];
