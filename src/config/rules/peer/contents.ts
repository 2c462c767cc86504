/** What the two balancers hold: addresses, and what moves and is watched together with them. */
import type { Ip } from "../../../base/ip.ts";
import type { InterfaceAddress } from "../../model.ts";
import type { AddressDraft } from "../../schema/address-list.ts";
import type { GroupDraft } from "../../schema/vrrp-sync-group.ts";
import { both, type Say } from "../rule.ts";
import { KINDS, type TrackedKind, type Tracker } from "../trackers.ts";
import type { ConfView, InstanceView } from "../view.ts";
import { bothWays, type Couple, type Member, nameOf, type Pair, type PairRule } from "./pair.ts";

const wordOf = ({ draft }: InstanceView, ip: Ip): AddressDraft["word"] =>
  [...(draft.addresses ?? []), ...(draft.excluded ?? [])].find(({ prefix }) => prefix.ip === ip)
    ?.word ?? draft.name;

const addressesOf = ({ instance }: InstanceView): readonly InterfaceAddress[] => [
  ...instance.addresses,
  ...instance.excludedAddresses,
];

const peerAddresses: PairRule = {
  id: "peer-addresses",
  severity: "warning",
  meaning: "the two balancers do not hold the same addresses",
  find: ({ couples }, say) => {
    for (const couple of couples) {
      for (const [one, two] of bothWays(couple)) tellMissing(one, two, say);
      tellDifferent(couple, say);
    }
  },
};

function tellMissing(one: Member, two: Member, say: Say): void {
  const there = new Set(addressesOf(two.view).map(({ prefix }) => prefix.ip));
  const missing = addressesOf(one.view).filter(({ prefix }) => !there.has(prefix.ip));
  const [first, ...more] = missing.map(({ prefix }) => prefix.ip);
  if (first === undefined) return;
  const what = more.length === 0 ? first : `${first} and ${more.length} more`;
  say(
    both(wordOf(one.view, first), two.view.draft.name, "there"),
    `${two.view.instance.name} of ${two.node} does not hold ${what}: nobody answers there while ${two.node} is MASTER`,
  );
}

/** The same address with another prefix length, or on one node in the advert and on the other not. */
function tellDifferent([one, two]: Couple, say: Say): void {
  const others = new Map(addressesOf(two.view).map(({ prefix }) => [prefix.ip, prefix.length]));
  for (const { prefix } of addressesOf(one.view)) {
    const { ip } = prefix;
    const length = others.get(ip);
    if (length === undefined) continue;
    const place = both(wordOf(one.view, ip), wordOf(two.view, ip), `on ${two.node}`);
    const [here, there] = [one, two].map((member) => advertises(member, ip));
    if (length !== prefix.length)
      say(
        place,
        `${ip} has /${prefix.length} on ${one.node}, and /${length} on ${two.node}: a takeover changes which neighbours are reached without a gateway`,
      );
    else if (here !== there)
      say(
        place,
        `${ip} is in the adverts of ${here === true ? one.node : two.node} alone: each logs that the other's list differs`,
      );
  }
}

const advertises = ({ view }: Member, ip: Ip): boolean =>
  view.instance.addresses.some(({ prefix }) => prefix.ip === ip);

const peerGroups: PairRule = {
  id: "peer-sync-group",
  severity: "warning",
  meaning: "instances move together on one balancer and not on the other",
  find: (pair, say) => {
    const [one, two] = pair.nodes;
    const [here, there] = [unitsIn(pair, 0), unitsIn(pair, 1)];
    const told = new Set<GroupDraft>();
    for (const couple of pair.couples) {
      const [a, b] = couple;
      if (here(a.view) === there(b.view)) continue;
      const groups = [a.view.group, b.view.group].filter((group) => group !== undefined);
      // A group is spoken of once, by its first member.
      if (groups.some((group) => told.has(group))) continue;
      for (const group of groups) told.add(group);
      say(
        both(
          a.view.group?.name ?? a.view.draft.name,
          b.view.group?.name ?? b.view.draft.name,
          `on ${b.node}`,
        ),
        `${nameOf(couple)} moves ${together(partners(one.conf, a.view))}, and ${together(partners(two.conf, b.view))} on ${b.node}: after a failure the addresses may be on different balancers`,
      );
    }
  },
};

/** What moves together with an instance, itself included, by the numbers of its couples; -1 has no other half. */
function unitsIn(
  { nodes, couples }: Pair,
  side: 0 | 1,
): (view: InstanceView) => string | undefined {
  const numbers = new Map(couples.map((couple, at) => [couple[side].view, at]));
  const units = new Map<GroupDraft | InstanceView, number[]>();
  for (const view of nodes[side].conf.instances) {
    const unit = view.group ?? view;
    const number = numbers.get(view) ?? -1;
    const known = units.get(unit);
    if (known === undefined) units.set(unit, [number]);
    else known.push(number);
  }
  const texts = new Map(
    [...units].map(([unit, all]) => [unit, all.toSorted((a, b) => a - b).join()]),
  );
  return (view) => texts.get(view.group ?? view);
}

/** The other members of its sync group. */
const partners = (
  { instances }: ConfView,
  { group, draft }: InstanceView,
): readonly InstanceView[] =>
  group === undefined
    ? []
    : instances.filter((each) => each.group === group && each.draft !== draft);

const together = (others: readonly InstanceView[]): string =>
  others.length === 0
    ? "by itself"
    : `together with ${others.map(({ instance }) => instance.name).join(", ")}`;

const peerTracking: PairRule = {
  id: "peer-tracking",
  severity: "warning",
  meaning: "one balancer watches what the other does not",
  find: ({ couples }, say) => {
    for (const couple of couples)
      for (const [one, two] of bothWays(couple))
        for (const kind of KINDS) tellAlone(one, two, kind, say);
  },
};

/**
 * Names of interfaces differ between machines, and those of scripts and files may: what bears another
 * name there may be the same thing, each for one.
 */
function tellAlone(one: Member, two: Member, kind: TrackedKind, say: Say): void {
  const mine = onlyIn(one.view, two.view, kind).filter(({ fate }) => fate !== "dropped");
  const others = onlyIn(two.view, one.view, kind);
  const [first] = mine;
  if (first === undefined || mine.length <= others.length) return;
  const [other] = others;
  if (other !== undefined) {
    say(
      both(first.name, other.name, "there"),
      `${one.node} watches ${namesOf(mine)} for ${one.view.instance.name}, and ${two.node} only ${namesOf(others)}: some of what fails there while it is MASTER moves nothing`,
    );
    return;
  }
  for (const { name } of mine)
    say(
      both(name, two.view.draft.name, "there"),
      `${one.node} watches ${name.text} for ${one.view.instance.name}, and ${two.node} does not: what fails there while it is MASTER moves nothing`,
    );
}

/** Those of a kind whose names the other does not have; dropped ones as well, of which it has been told. */
function onlyIn(view: InstanceView, other: InstanceView, kind: TrackedKind): readonly Tracker[] {
  const there = new Set(other.trackers.map((each) => `${each.kind} ${each.name.text}`));
  return view.trackers.filter(
    (each) => each.kind === kind && !there.has(`${each.kind} ${each.name.text}`),
  );
}

const namesOf = (trackers: readonly Tracker[]): string =>
  trackers.map(({ name }) => name.text).join(", ");

const peerNames: PairRule = {
  id: "peer-router-id",
  severity: "hint",
  meaning: "the two balancers have one router_id",
  find: ({ nodes }, say) => {
    const [one, two] = nodes.map(({ conf }) => conf.draft.global.routerId);
    const place = nodes[0].conf.draft.global.places.get("router_id");
    if (one === undefined || one !== two || place === undefined) return;
    say(place, `router_id is ${one} on both: their log lines cannot be told apart`);
  },
};

export const contentRules: readonly PairRule[] = [
  peerAddresses,
  peerGroups,
  peerTracking,
  peerNames,
];
