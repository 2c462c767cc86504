/** Entries of virtual_routes and static_routes: the words of ip-route(8), in full, one route a line. */
import { type Family, familyOf, type Ip, type Prefix } from "../../base/ip.ts";
import type { Statement, Word } from "../pieces.ts";
import type { Report } from "../report.ts";
import { scope } from "./address-list.ts";
import {
  badValue,
  choice,
  type Entry,
  entry,
  flag,
  integer,
  oldNameOf,
  type Table,
  text,
  value,
} from "./entry.ts";
import { interfaceName } from "./links.ts";
import { type Encap, encap } from "./route-encap.ts";
import { type MetricsDraft, metricWords } from "./route-metrics.ts";
import {
  BYTE_MAX,
  type Code,
  checkProtocol,
  code,
  type Destination,
  familyOfDestination,
  onlyFamily,
  type Realms,
  readDestination,
  readVia,
  realms,
  type SharedDraft,
  sharedWords,
  UINT32_MAX,
} from "./route-values.ts";
import { ipAddress, readIp } from "./values.ts";
import { type Attribute, defineLine, type Line, readWhole, readWords } from "./words.ts";

/** rtnetlink(7), rtm_type. */
const TYPES = {
  unicast: "unicast",
  local: "local",
  broadcast: "broadcast",
  brd: "broadcast",
  anycast: "anycast",
  multicast: "multicast",
  throw: "throw",
  unreachable: "unreachable",
  prohibit: "prohibit",
  blackhole: "blackhole",
  nat: "nat",
} as const;
type RouteType = (typeof TYPES)[keyof typeof TYPES];
const isType = (word: string): word is keyof typeof TYPES => Object.hasOwn(TYPES, word);

interface HopDraft {
  via?: Ip | undefined;
  dev?: string | undefined;
  onlink?: boolean | undefined;
  realms?: Realms | undefined;
  encap?: Encap | undefined;
  /** 1 to 256. */
  weight?: number | undefined;
}

export interface RouteDraft extends SharedDraft, MetricsDraft, Omit<HopDraft, "weight"> {
  type?: RouteType | undefined;
  to?: Destination | undefined;
  /** Preferred source of what goes that way. */
  source?: Ip | undefined;
  /** Only for packets from there, IPv6. */
  from?: Prefix | undefined;
  vrf?: string | undefined;
  table?: Code | undefined;
  scope?: number | undefined;
  metric?: number | undefined;
  tos?: Code | undefined;
  /** Seconds, IPv6. */
  expires?: number | undefined;
  preference?: number | undefined;
  ttlPropagate?: boolean | undefined;
  mode?: "add" | "prepend" | "append" | undefined;
  hops?: HopDraft[] | undefined;
}

const via: Entry<{ via?: Ip | undefined }> = entry(
  { meaning: "the next hop" },
  "[inet|inet6] IP",
  undefined,
  (draft, { keyword, args }, report) => {
    draft.via = readVia(keyword, args, report);
  },
);

const hopWords: Table<HopDraft> = {
  via,
  dev: interfaceName("dev", { meaning: "the interface that it leaves by" }),
  onlink: flag("onlink", true, { meaning: "the next hop is on the link, whatever its prefix" }),
  realms,
  encap,
};

const hop: Line<HopDraft> = defineLine<HopDraft>("nexthop", {
  ...hopWords,
  // Not to be told where it is wrong: then there is no route.
  weight: {
    ...integer("weight", { strict: true, min: 1, max: 256, meaning: "its share" }),
    byDefault: "1",
  },
});

const nexthop: Attribute<RouteDraft> = {
  ...entry<RouteDraft>(
    { meaning: "one of several ways" },
    "[via [inet|inet6] IP] [dev INTERFACE] [weight NUMBER] [onlink] [realms REALMS] [encap ENCAP]",
    undefined,
    (draft, { args }, report) => {
      const made: HopDraft = {};
      readWords(hop, made, args, report);
      draft.hops = [...(draft.hops ?? []), made];
    },
  ),
  takes: (rest) => {
    const next = rest.findIndex((word) => word.text === "nexthop");
    return next < 0 ? rest.length : next;
  },
};

/** Before there was nexthop: the way named by via, or this one. */
const alternative: Entry<RouteDraft> = entry(
  { meaning: "another next hop beside that of via" },
  "IP",
  undefined,
  (draft, { keyword, args: [word] }, report) => {
    const ip = word === undefined ? undefined : readIp(word, report);
    if (word === undefined || draft.via === undefined)
      badValue(report, keyword, "expected via IP before it and IP behind it");
    if (ip === undefined) return;
    draft.hops = [...(draft.hops ?? []), { via: draft.via }, { via: ip }];
    draft.via = undefined;
  },
);

const metric = integer("metric", {
  strict: true,
  min: 0,
  max: UINT32_MAX,
  meaning: "lower ones are preferred",
});
const tos = code("tos", BYTE_MAX, { meaning: "for packets of this type of service alone, IPv4" });
const everything: Entry<RouteDraft> = entry(
  { meaning: "for all destinations" },
  "",
  undefined,
  (draft) => {
    draft.to = "default";
  },
);

const typed: Entry<RouteDraft> = entry(
  { meaning: "what becomes of packets, and their destination" },
  "PREFIX|default",
  undefined,
  (draft, { keyword, args: [word] }, report) => {
    if (isType(keyword.text)) draft.type = TYPES[keyword.text];
    if (word === undefined) badValue(report, keyword, "expected a prefix or default behind it");
    else draft.to = readDestination(word, report);
  },
);

const to: Entry<RouteDraft> = entry(
  { meaning: "the destination" },
  `[${Object.keys(TYPES).join("|")}] PREFIX|default`,
  undefined,
  (draft, { keyword, args }, report) => {
    const [first, second] = args;
    const word = first !== undefined && isType(first.text) ? second : first;
    if (first !== undefined && isType(first.text)) draft.type = TYPES[first.text];
    if (word === undefined) badValue(report, keyword, "expected a prefix or default behind it");
    else draft.to = readDestination(word, report);
  },
);

const default6: Entry<RouteDraft> = entry({ meaning: "inet6 default" }, "", undefined, (draft) => {
  draft.to = "default";
  draft.family = "inet6";
});

const mode = (name: "add" | "prepend" | "append", meaning: string): Entry<RouteDraft> =>
  entry({ meaning }, "", undefined, (draft) => {
    draft.mode = name;
  });

const common: Readonly<Record<string, Entry<RouteDraft> | Attribute<RouteDraft>>> = {
  ...sharedWords,
  ...Object.fromEntries(Object.keys(TYPES).map((name) => [name, typed])),
  to,
  default: everything,
  any: everything,
  all: everything,
  default6: oldNameOf("inet6 default", default6),
  src: ipAddress("source", "the source address of what goes that way by itself", undefined, readIp),
  from: value(
    "from",
    { meaning: "for packets from there alone, IPv6" },
    "PREFIX",
    undefined,
    (word, report) => {
      const found = readDestination(word, report);
      if (found !== "default") return found;
      badValue(report, word, "expected an IPv6 prefix");
      return undefined;
    },
  ),
  ...hopWords,
  gw: oldNameOf<RouteDraft>("via", via),
  oif: interfaceName("dev", { meaning: "the interface that it leaves by" }),
  vrf: interfaceName("vrf", { meaning: "the VRF whose table it is in" }),
  table: code("table", UINT32_MAX, { meaning: "the table that it is in", byDefault: "main" }),
  protocol: code("protocol", BYTE_MAX, {
    meaning: "who made it; tracked routes always have keepalived's number",
    byDefault: "18",
  }),
  scope,
  metric,
  priority: metric,
  preference: metric,
  tos,
  dsfield: tos,
  ...metricWords,
  expires: integer("expires", {
    strict: true,
    min: 0,
    max: UINT32_MAX,
    unit: "s",
    meaning: "how long it lasts, IPv6",
  }),
  pref: value(
    "preference",
    { meaning: "preference of a router, RFC 4191, IPv6", byDefault: "medium" },
    "low|medium|high|NUMBER",
    undefined,
    readPreference,
  ),
  "ttl-propagate": choice(
    "ttlPropagate",
    { enabled: true, disabled: false },
    { meaning: "MPLS: whether the TTL goes into the IP header" },
  ),
  add: mode("add", "only if there is none like it"),
  prepend: mode("prepend", "before those like it; the default"),
  append: mode("append", "behind those like it"),
  or: oldNameOf<RouteDraft>("nexthop", alternative),
  nexthop,
};

/** What may stand on a line of virtual_routes. */
export const virtualRoute: Line<RouteDraft> = defineLine("virtual_routes", common);

/** What may stand on a line of static_routes. */
export const staticRoute: Line<RouteDraft> = defineLine<RouteDraft>("static_routes", {
  ...common,
  track_group: text(
    "trackGroup",
    { meaning: "the track_group whose instances are FAULT without it" },
    "GROUP",
  ),
});

/** How a manual writes such a line. */
export const ROUTE_ARGS = "{ [TYPE] PREFIX|default [via IP] [dev IF] [src IP] [table TABLE] ... }";

/** RFC 4191, section 2.2, as the kernel numbers it. */
const PREFERENCES: Readonly<Record<string, number>> = { medium: 0, high: 1, low: 3 };

function readPreference(word: Word, report: Report): number | undefined {
  if (Object.hasOwn(PREFERENCES, word.text)) return PREFERENCES[word.text];
  if (/^\d+$/.test(word.text) && Number(word.text) <= BYTE_MAX) return Number(word.text);
  badValue(report, word, `expected low, medium, high, or a number from 0 to ${BYTE_MAX}`);
  return undefined;
}

/** The routes of a block; a route with a mistake is left out whole, as keepalived does. */
export const readRoutes = (
  line: Line<RouteDraft>,
  body: readonly Statement[],
  report: Report,
): readonly RouteDraft[] =>
  readWhole(line, body, report, {
    what: "the route",
    create: (word) => ({ word }),
    otherwise: bareDestination,
    check: checkRoute,
  });

/** A prefix needs no `to` before it. */
function bareDestination(draft: RouteDraft, word: Word, report: Report): boolean {
  if (!/[.:]/.test(word.text)) return false;
  const destination = readDestination(word, report);
  if (destination !== undefined && draft.to !== undefined)
    badValue(report, word, "but the route has a destination already; one route a line");
  else draft.to = destination;
  return true;
}

function checkRoute(draft: RouteDraft, report: Report): void {
  const { word, hops = [], to: destination } = draft;
  if (destination === undefined) {
    report.at(word, {
      rule: "missing-argument",
      severity: "error",
      message: "a route needs a destination",
    });
    return;
  }
  const { source, from, via: gateway } = draft;
  const addresses = [source, from?.ip, gateway, ...hops.map((each) => each.via)];
  const families = addresses.map((ip) => (ip === undefined ? undefined : familyOf(ip)));
  const before = [...families, familyOfDestination(destination), ...wordsFamilies(draft, hops)];
  draft.family = onlyFamily(draft, before, report);
  checkProtocol(draft, report);
}

/** Words that only one of the families has. */
const wordsFamilies = (
  { expires, preference, from, realms: realm }: RouteDraft,
  hops: readonly HopDraft[],
): readonly Family[] => [
  ...([expires, preference, from].some((each) => each !== undefined) ? (["inet6"] as const) : []),
  ...([realm, ...hops.map((each) => each.realms)].some((each) => each !== undefined)
    ? (["inet"] as const)
    : []),
];
