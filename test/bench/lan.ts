/** A LAN of two hosts: each in a network namespace, joined by a bridge in a third, where the observer sits. */
import { ip, run } from "./command.ts";

export const DEVICE = "eth0";
export const BRIDGE = "lan";

export interface Host {
  readonly namespace: string;
  /** The last byte of its MAC address. */
  readonly number: number;
  readonly name: string;
}

export interface Lan {
  readonly namespace: string;
  readonly first: Host;
  readonly second: Host;
  /** Whatever still runs there must have been ended. */
  close(): Promise<void>;
}

export async function createLan(name: string): Promise<Lan> {
  const base = `daruma-bench-${process.pid}-${name}`;
  const namespace = `${base}-lan`;
  const hosts = ["a", "b"].map(
    (host, i): Host => ({ namespace: `${base}-${host}`, number: i + 1, name: `${name}-${host}` }),
  );
  const [first, second] = hosts;
  if (first === undefined || second === undefined) throw new Error("two hosts");
  await addNamespace(namespace);
  await ip(
    namespace,
    `link add ${BRIDGE} type bridge mcast_snooping 0 forward_delay 0`,
    `link set ${BRIDGE} up`,
  );
  for (const host of hosts) await addHost(namespace, host);
  return {
    namespace,
    first,
    second,
    async close() {
      for (const each of [...hosts.map((host) => host.namespace), namespace])
        await ip(undefined, `netns delete ${each}`).catch(() => undefined);
    },
  };
}

async function addHost(bridge: string, { namespace, number }: Host): Promise<void> {
  await addNamespace(namespace);
  const mac = `02:00:00:00:00:0${number}`;
  await ip(
    bridge,
    `link add host${number} type veth peer name ${DEVICE} address ${mac} netns ${namespace}`,
    `link set host${number} master ${BRIDGE} up`,
  );
  await ip(namespace, `link set ${DEVICE} up`, `address add 10.9.0.${number}/24 dev ${DEVICE}`);
}

async function addNamespace(name: string): Promise<void> {
  await ip(undefined, `netns add ${name}`);
  await ip(name, "link set lo up");
  // IPv6 is not measured, and its own start would be captured.
  const quiet = ["net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1"];
  await run("ip", ["netns", "exec", name, "sysctl", "-qw", ...quiet]);
}
