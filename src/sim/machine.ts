/** What a kernel holds of interfaces and addresses, as far as VRRP can tell. */
import type { Ip, Prefix } from "../base/ip.ts";
import type { Mac } from "../base/mac.ts";
import type { InterfaceAddress, Link } from "../director/vrrp-types.ts";

export interface Port {
  readonly name: string;
  readonly segment: string;
  readonly mac: Mac;
  up: boolean;
  /** By address; those of the interface itself and those that were added. */
  readonly addresses: Map<Ip, Prefix>;
}

export interface PortPlan {
  readonly name: string;
  readonly segment: string;
  readonly mac: Mac;
  readonly addresses: readonly Prefix[];
}

export type Machine = ReadonlyMap<string, Port>;

/** A machine as it is after power was turned on. */
export const createMachine = (plans: readonly PortPlan[]): Machine =>
  new Map(
    plans.map(({ name, segment, mac, addresses }) => [
      name,
      {
        name,
        segment,
        mac,
        up: true,
        addresses: new Map(addresses.map((each) => [each.ip, each])),
      },
    ]),
  );

export function linkOf(port: Port, index: number): Link {
  return {
    name: port.name,
    index,
    up: port.up,
    loopback: false,
    multicast: true,
    noArp: false,
    mac: port.mac,
    mtu: 1500,
    addresses: [...port.addresses.values()],
  };
}

/** Answers which could not be added, as the kernel does. */
export function applyAddresses(
  machine: Machine,
  remove: readonly InterfaceAddress[],
  add: readonly InterfaceAddress[],
): readonly { readonly ip: Ip; readonly reason: string }[] {
  for (const { dev, prefix } of remove) machine.get(dev)?.addresses.delete(prefix.ip);
  return add.flatMap(({ dev, prefix }) => {
    const port = machine.get(dev);
    port?.addresses.set(prefix.ip, prefix);
    return port === undefined ? [{ ip: prefix.ip, reason: "ENODEV" }] : [];
  });
}
