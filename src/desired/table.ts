/** What the IPVS table should hold, from what the virtual servers forward to. */
import { formatEndpoint, type Ip } from "../base/ip.ts";
import type { ForwardingMethod, VirtualServer } from "../config/model.ts";
import type {
  DestinationKey,
  IpvsDestination,
  IpvsService,
  IpvsTable,
  ServiceId,
  ServiceKey,
} from "./ipvs.ts";

/** A virtual server with the members that it forwards to now. */
export interface Forwarding {
  readonly virtualServer: VirtualServer;
  readonly members: readonly Member[];
}

interface Member {
  readonly ip: Ip;
  readonly port: number;
  readonly forwarding: ForwardingMethod;
  readonly weight: number;
}

export const serviceKey = ({ protocol, ip, port }: ServiceId): ServiceKey =>
  `${protocol} ${formatEndpoint(ip, port)}`;

export const destinationKey = ({
  ip,
  port,
}: Pick<IpvsDestination, "ip" | "port">): DestinationKey => formatEndpoint(ip, port);

/** One service for each virtual server. */
export const desiredTable = (pools: readonly Forwarding[]): IpvsTable =>
  new Map(
    pools.map((pool) => {
      const service = serviceOf(pool);
      return [serviceKey(service), service];
    }),
  );

const serviceOf = ({ virtualServer, members }: Forwarding): IpvsService => ({
  protocol: virtualServer.protocol,
  ip: virtualServer.ip,
  port: virtualServer.port,
  scheduler: virtualServer.scheduler,
  persistenceTimeout: virtualServer.persistenceTimeout ?? 0,
  extra: [],
  destinations: new Map(members.map((member) => [destinationKey(member), { ...member }])),
});
