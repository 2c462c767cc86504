/** Whether the two balancers hear each other at all: where they do not, both become MASTER. */
import type { VrrpInstance } from "../../model.ts";
import { both, type Say } from "../rule.ts";
import { secondsOf } from "../takeover.ts";
import { bothWays, type Couple, type Member, nameOf, type PairRule, placeOf } from "./pair.ts";
import { downTime } from "./ranking.ts";

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
    const ids = new Set(lone.map(({ node, view }) => `${node} ${view.instance.vrid}`));
    for (const { node, view, other } of lone) {
      const { vrid, family, name } = view.instance;
      // Both have it, and one of them for the other family.
      const which = ids.has(`${other} ${vrid}`) ? `${FAMILY[family]} instance` : "instance";
      say(
        view.draft.name,
        `${other} has no ${which} with virtual_router_id ${vrid}: if ${node} dies, nobody takes over ${name}`,
      );
    }
  },
};

const FAMILY = { inet: "IPv4", inet6: "IPv6" } as const;

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
    for (const couple of offBeat(couples, 3)) {
      const [one, two] = couple;
      say(
        beats(couple),
        `${intervals(couple)}: who is BACKUP goes by the master's, so ${takeover(two, one)}, and ${takeover(one, two)}`,
      );
    }
  },
};

const takeover = (waits: Member, master: Member): string =>
  `${waits.node} takes over ${secondsOf(downTime(waits, master))} after ${master.node} dies`;

const peerAuthentication: PairRule = {
  id: "peer-authentication",
  severity: "error",
  meaning: "the two balancers do not accept each other's password",
  find: ({ couples }, say) => {
    for (const couple of couples) {
      const [one, two] = couple;
      const how = passwords(one, two);
      if (how === undefined || one.view.instance.version !== two.view.instance.version) continue;
      say(
        both(placeOf(one, "authentication"), placeOf(two, "authentication"), `on ${two.node}`),
        `${nameOf(couple)}${how}: each drops the other's adverts, and both become MASTER`,
      );
    }
  },
};

function passwords(one: Member, two: Member): string | undefined {
  const [mine, other] = [one.view.instance.authentication, two.view.instance.authentication];
  if (mine.type !== other.type)
    return ` has ${authOf(one)} on ${one.node}, and ${authOf(two)} on ${two.node}`;
  return mine.type === "pass" && other.type === "pass" && mine.password !== other.password
    ? `: auth_pass differs here and on ${two.node}`
    : undefined;
}

/** As the conf says it. */
const authOf = ({ view: { draft, instance } }: Member): string =>
  instance.authentication.type === "none" && draft.authType === undefined
    ? "no authentication"
    : `auth_type ${draft.authType ?? "PASS"}`;

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
      if (!tellSameSource(couple, say))
        for (const [one, two] of bothWays(couple)) tellUnnamed(one, two, say);
  },
};

/** A conf that was copied. */
function tellSameSource(couple: Couple, say: Say): boolean {
  const [one, two] = couple;
  const { source, destination } = one.view.instance;
  const other = two.view.instance;
  if (source === undefined || other.source !== source) return false;
  if (destination.type !== "unicast" || other.destination.type !== "unicast") return false;
  const keywords = ["unicast_src_ip", "mcast_src_ip"];
  say(
    both(placeOf(one, ...keywords), placeOf(two, ...keywords), "there"),
    `${nameOf(couple)} sends from ${source} on both: only one of them can have that address, the other sends nothing, and both become MASTER`,
    "each balancer's own address, and the other's as unicast_peer",
  );
  return true;
}

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
