/** The IPVS table as values: services, their destinations, and the operations that change them. */
import type { Ip } from "../base/ip.ts";
import type { ForwardingMethod, Protocol } from "../config/model.ts";

export type { ForwardingMethod, Protocol };

/** `PROTO ip:port`: what makes a service the same service. */
export type ServiceKey = string;
/** `ip:port` of a destination. */
export type DestinationKey = string;

export interface IpvsService {
  readonly protocol: Protocol;
  readonly ip: Ip;
  readonly port: number;
  readonly scheduler: string;
  /** Seconds; 0: not persistent. */
  readonly persistenceTimeout: number;
  /** What the kernel has and the conf language of ours does not say yet (-b flags, -o, netmask), verbatim. */
  readonly extra: readonly string[];
  readonly destinations: ReadonlyMap<DestinationKey, IpvsDestination>;
}

export interface IpvsDestination {
  readonly ip: Ip;
  readonly port: number;
  readonly forwarding: ForwardingMethod;
  readonly weight: number;
}

export type IpvsTable = ReadonlyMap<ServiceKey, IpvsService>;

export type ServiceId = Pick<IpvsService, "protocol" | "ip" | "port">;

export type IpvsOp =
  | { readonly type: "addService"; readonly service: IpvsService }
  | { readonly type: "editService"; readonly service: IpvsService }
  | { readonly type: "deleteService"; readonly service: ServiceId }
  | {
      readonly type: "addDestination";
      readonly service: ServiceId;
      readonly destination: IpvsDestination;
    }
  | {
      readonly type: "editDestination";
      readonly service: ServiceId;
      readonly destination: IpvsDestination;
    }
  | {
      readonly type: "deleteDestination";
      readonly service: ServiceId;
      readonly destination: IpvsDestination;
    };

/** What the kernel, or the program that speaks to it, answers. */
export type IpvsNews =
  | { readonly type: "listed"; readonly table: IpvsTable }
  /** The listing that was asked for cannot be had: why. */
  | { readonly type: "unlisted"; readonly detail: string }
  /** At least one change was refused; which one is not told. */
  | { readonly type: "refused"; readonly detail: string };
