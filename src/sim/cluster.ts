/** Several VRRP hosts on common segments. */
import { seededRandom } from "../base/random.ts";
import { createNetwork, type Network } from "./network.ts";
import { createVrrpHost, type HostPlan, type Observer, type VrrpHost } from "./vrrp-host.ts";

export interface Cluster {
  readonly network: Network;
  readonly hosts: ReadonlyMap<string, VrrpHost>;
}

/** All hosts are off at the beginning. */
export function createCluster(
  plans: readonly HostPlan[],
  seed: number,
  observer: Observer,
): Cluster {
  const network = createNetwork(seededRandom(seed));
  const hosts = new Map<string, VrrpHost>();
  const all = (): readonly VrrpHost[] => [...hosts.values()];
  for (const plan of plans) hosts.set(plan.name, createVrrpHost(plan, network, all, observer));
  return { network, hosts };
}
