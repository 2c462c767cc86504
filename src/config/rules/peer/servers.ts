/** Whether both balancers forward alike: what differs changes for clients when the addresses move. */
import { formatEndpoint } from "../../../base/ip.ts";
import type { RealServer, SorryServer, VirtualServer } from "../../model.ts";
import { both, type Say } from "../rule.ts";
import { type RealServerView, realServersOf, type VirtualServerView } from "../view.ts";
import { bothWays, type Node, type PairRule } from "./pair.ts";
import { ownTimings, sharedTimings, type Twins } from "./timings.ts";

const keyOf = ({ protocol, ip, port }: VirtualServer): string =>
  `${protocol} ${formatEndpoint(ip, port)}`;

type Services = ReadonlyMap<string, VirtualServerView>;

const servicesOf = ({ conf }: Node): Services =>
  new Map(conf.virtualServers.map((view) => [keyOf(view.server), view]));

/** Virtual servers of both, as the one has each, and as the other. */
function sharedServices(
  one: Node,
  two: Node,
): readonly (readonly [VirtualServerView, VirtualServerView])[] {
  const there = servicesOf(two);
  return one.conf.virtualServers.flatMap((view) => {
    const other = there.get(keyOf(view.server));
    return other === undefined ? [] : [[view, other] as const];
  });
}

const peerService: PairRule = {
  id: "peer-missing-service",
  severity: "warning",
  meaning: "a virtual_server that the other balancer does not have",
  find: ({ nodes }, say) => {
    for (const [mine, other] of bothWays(nodes)) {
      const there = servicesOf(other);
      const missing = mine.conf.virtualServers.filter(({ server }) => !there.has(keyOf(server)));
      const [first] = missing;
      if (first === undefined) continue;
      const what =
        missing.length === 1
          ? `virtual_server ${keyOf(first.server)}`
          : `${missing.length} of the virtual_servers here, first ${keyOf(first.server)}`;
      say(
        first.draft.target.word,
        `${other.conf.file} does not have ${what}: nobody answers there while ${other.name} is MASTER`,
      );
    }
  },
};

const peerForwarding: PairRule = {
  id: "peer-service",
  severity: "warning",
  meaning: "a virtual_server is set differently on the two balancers",
  find: ({ nodes: [one, two] }, say) => {
    for (const [view, other] of sharedServices(one, two)) {
      const differences = [
        ...differencesOf(view.server, other.server),
        ...sharedTimings(view, other, twinsOf(view, other)),
      ];
      if (differences.length > 0)
        say(
          both(view.draft.target.word, other.draft.target.word, `on ${two.name}`),
          `${keyOf(view.server)} differs from that of ${two.name}: ${differences.join("; ")}`,
        );
    }
  },
};

const SETTINGS: readonly (readonly [string, (server: VirtualServer) => string])[] = [
  ["lb_algo", ({ scheduler }) => scheduler],
  ["lb_kind", ({ forwarding }) => forwarding],
  ["persistence_timeout", ({ persistenceTimeout }) => String(persistenceTimeout ?? "none")],
  ["quorum", ({ quorum }) => String(quorum)],
  ["hysteresis", ({ hysteresis }) => String(hysteresis)],
  ["sorry_server", ({ sorryServer }) => endpointOf(sorryServer)],
];

const endpointOf = (server: SorryServer | RealServer | undefined): string =>
  server === undefined ? "none" : formatEndpoint(server.ip, server.port);

const differencesOf = (one: VirtualServer, two: VirtualServer): readonly string[] =>
  SETTINGS.flatMap(([name, of]) =>
    of(one) === of(two) ? [] : [`${name} ${of(one)} here, ${of(two)} there`],
  );

/** Real servers of both. */
function twinsOf({ server }: VirtualServerView, other: VirtualServerView): readonly Twins[] {
  const there = new Map(other.server.realServers.map((each) => [endpointOf(each), each]));
  return server.realServers.flatMap((real) => {
    const twin = there.get(endpointOf(real));
    return twin === undefined ? [] : [[real, twin] as const];
  });
}

const peerReal: PairRule = {
  id: "peer-real-server",
  severity: "warning",
  meaning: "the two balancers do not forward to the same real servers in the same way",
  find: ({ nodes: [one, two] }, say) => {
    for (const [view, other] of sharedServices(one, two)) {
      tellMissing(view, other, two, say);
      tellMissing(other, view, one, say);
      tellDifferent(view, other, two, say);
    }
  },
};

function tellMissing(
  mine: VirtualServerView,
  other: VirtualServerView,
  { name }: Node,
  say: Say,
): void {
  const there = realServersByEndpoint(other);
  for (const { place, server } of realServersOf(mine))
    if (!there.has(endpointOf(server)))
      say(
        both(place, other.draft.target.word, `on ${name}`),
        `${keyOf(mine.server)} has no real_server ${formatEndpoint(server.ip, server.port)} on ${name}: it gets no connections while ${name} is MASTER`,
      );
}

const realServersByEndpoint = (view: VirtualServerView): ReadonlyMap<string, RealServerView> =>
  new Map(realServersOf(view).map((each) => [endpointOf(each.server), each]));

function tellDifferent(
  mine: VirtualServerView,
  other: VirtualServerView,
  { name }: Node,
  say: Say,
): void {
  const there = realServersByEndpoint(other);
  for (const { place, server } of realServersOf(mine)) {
    const twin = there.get(endpointOf(server));
    if (twin === undefined) continue;
    const differences = [
      ...differs("weight", server.weight, twin.server.weight),
      ...(server.forwarding === mine.server.forwarding &&
      twin.server.forwarding === other.server.forwarding
        ? []
        : differs("lvs_method", server.forwarding, twin.server.forwarding)),
      ...differs("inhibit_on_failure", server.inhibitOnFailure, twin.server.inhibitOnFailure),
      ...(probesOf(server) === probesOf(twin.server)
        ? ownTimings(mine, other, [server, twin.server])
        : ["its checks"]),
    ];
    if (differences.length > 0)
      say(
        both(place, twin.place, `on ${name}`),
        `real_server ${formatEndpoint(server.ip, server.port)} of ${keyOf(mine.server)} differs from that of ${name}: ${differences.join("; ")}`,
      );
  }
}

/** What is asked. The address that a check connects from is each machine's own, and when it asks is told by itself. */
const probesOf = ({ checks }: RealServer): string =>
  JSON.stringify(checks, (key, value: unknown) =>
    key === "bindTo" || key === "timing" ? undefined : value,
  );

const differs = <T extends string | number | boolean>(
  name: string,
  one: T,
  two: T,
): readonly string[] => (one === two ? [] : [`${name} ${one} here, ${two} there`]);

export const serviceRules: readonly PairRule[] = [peerService, peerForwarding, peerReal];
