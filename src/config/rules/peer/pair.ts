/** The confs of two balancers side by side: which instance of the one is which of the other. */
import type { Place } from "../../diagnostic.ts";
import type { Rule } from "../rule.ts";
import type { ConfView, InstanceView } from "../view.ts";

/** One of the two, with what messages call it. */
export interface Node {
  readonly name: string;
  readonly conf: ConfView;
}

/** An instance as one node has it. */
export interface Member {
  readonly node: string;
  readonly view: InstanceView;
}

/** What the two nodes have of one virtual router: the first of them is always of the first node. */
export type Couple = readonly [Member, Member];

export interface Pair {
  readonly nodes: readonly [Node, Node];
  /** Same VRID and family. */
  readonly couples: readonly Couple[];
  /** Meant to be one, by name or address, but with different VRIDs. */
  readonly strangers: readonly Couple[];
  /** Which the other node has not at all. */
  readonly lone: readonly (Member & { readonly other: string })[];
}

export type PairRule = Rule<Pair>;

/** Named by router_id where that tells them apart, else as `labels` calls them: by default their files. */
export function pairOf(
  one: ConfView,
  two: ConfView,
  labels: readonly [string, string] = [one.file, two.file],
): Pair {
  const ids = [one.draft.global.routerId, two.draft.global.routerId] as const;
  const named = ids[0] !== undefined && ids[1] !== undefined && ids[0] !== ids[1];
  const nodes = [
    { name: named ? (ids[0] ?? "") : labels[0], conf: one },
    { name: named ? (ids[1] ?? "") : labels[1], conf: two },
  ] as const;
  return { nodes, ...match(nodes) };
}

function match([one, two]: Pair["nodes"]): Omit<Pair, "nodes"> {
  const left = new Set(one.conf.instances);
  const right = new Set(two.conf.instances);
  /** Best first, so that a weaker likeness never takes the partner of a stronger one. */
  const couple = (
    keysOf: (view: InstanceView) => readonly string[],
    likeness: (a: InstanceView, b: InstanceView) => number,
  ): readonly Couple[] => {
    const alike = indexed(right, keysOf);
    const candidates = [...left]
      .flatMap((a) =>
        [...new Set(keysOf(a).flatMap((key) => alike.get(key) ?? []))].map((b) => ({
          a,
          b,
          score: likeness(a, b),
        })),
      )
      .filter(({ score }) => score > 0)
      .toSorted((x, y) => y.score - x.score);
    return candidates.flatMap(({ a, b }) => {
      if (!left.has(a) || !right.has(b)) return [];
      left.delete(a);
      right.delete(b);
      return [
        [
          { node: one.name, view: a },
          { node: two.name, view: b },
        ] as const,
      ];
    });
  };
  const couples = couple(
    routerOf,
    (a, b) => 1 + 4 * sameName(a, b) + 2 * sharedAddress(a, b) + sameInterface(a, b),
  );
  const strangers = couple(
    ({ instance }) => [instance.name, ...instance.addresses.map(({ prefix }) => prefix.ip)],
    (a, b) =>
      a.instance.family === b.instance.family ? sameName(a, b) + 2 * sharedAddress(a, b) : 0,
  );
  return { couples, strangers, lone: [...alone(left, one, two), ...alone(right, two, one)] };
}

const alone = (views: Iterable<InstanceView>, mine: Node, other: Node): Pair["lone"] =>
  [...views].map((view) => ({ node: mine.name, view, other: other.name }));

/** By each of their keys, so that not all have to be held against all. */
function indexed(
  views: Iterable<InstanceView>,
  keysOf: (view: InstanceView) => readonly string[],
): ReadonlyMap<string, readonly InstanceView[]> {
  const index = new Map<string, InstanceView[]>();
  for (const view of views)
    for (const key of keysOf(view)) {
      const known = index.get(key);
      if (known === undefined) index.set(key, [view]);
      else known.push(view);
    }
  return index;
}

/** Those with the same one are one virtual router. */
const routerOf = ({ instance }: InstanceView): readonly string[] => [
  `${instance.vrid} ${instance.family}`,
];

const sameName = (a: InstanceView, b: InstanceView): number =>
  Number(a.instance.name === b.instance.name);

const sameInterface = (a: InstanceView, b: InstanceView): number =>
  Number(a.instance.interface === b.instance.interface);

function sharedAddress(a: InstanceView, b: InstanceView): number {
  const ours = new Set(a.instance.addresses.map(({ prefix }) => prefix.ip));
  return Number(b.instance.addresses.some(({ prefix }) => ours.has(prefix.ip)));
}

/** Where an instance says a keyword, else where its name stands. */
export const placeOf = ({ view }: Member, ...keywords: readonly string[]): Place => {
  for (const keyword of keywords) {
    const place = view.draft.places.get(keyword);
    if (place !== undefined) return place;
  }
  return view.draft.name;
};

/** `WAN`, or `WAN and VI_1` where the two nodes name it differently. */
export const nameOf = ([one, two]: Couple): string => {
  const [a, b] = [one.view.instance.name, two.view.instance.name];
  return a === b ? a : `${a} and ${b}`;
};

/** Both, each with the other. */
export const bothWays = <Each>([one, two]: readonly [Each, Each]): readonly (readonly [
  Each,
  Each,
])[] => [
  [one, two],
  [two, one],
];
