/**
 * The two-director network, in namespaces:
 *
 *                       client 203.0.113.10
 *                             |
 *            ---- WAN 203.0.113.0/24 -------------
 *             | wan .11                     | wan .12
 *            lb1      VIP 203.0.113.100    lb2
 *             | lan .11                     | lan .12
 *            ---- LAN 192.168.100.0/24 -----------   gateway VIP 192.168.100.1
 *                   |                 |
 *             rs1 .21 (lan)     rs2 .22 (lan)        default route via the gateway VIP
 *
 * With direct routing there is one network: the real servers, with addresses on the WAN, answer
 * clients themselves.
 *
 * IPVS keeps a table for each namespace, so that two directors on one kernel do not see each other's.
 */
import { existsSync } from "node:fs";
import { ip, run } from "../interop/harness/command.ts";
import { killIfAlive } from "../interop/harness/processes.ts";

export const VIP = "203.0.113.100";
export const GATEWAY = "192.168.100.1";

export type HostName = "client" | "lb1" | "lb2" | "rs1" | "rs2";

interface Plug {
  readonly device: "wan" | "lan";
  readonly address: string;
}

export interface LabHost {
  readonly name: HostName;
  readonly namespace: string;
  readonly plugs: readonly Plug[];
}

export interface Lab {
  readonly hosts: Readonly<Record<HostName, LabHost>>;
  /** Runs a command on a host and gives its standard output. */
  on(host: LabHost, program: string, ...args: readonly string[]): Promise<string>;
  /** Pulls a host's plugs at the far end, as a dead machine's are: nobody hears it any more. */
  unplug(host: LabHost): Promise<void>;
  plug(host: LabHost): Promise<void>;
  /** As after a boot: the addresses that it had at first, and an empty IPVS table. */
  reset(host: LabHost): Promise<void>;
  /** The balancers that hold an address now. */
  holders(address: string): Promise<readonly HostName[]>;
  close(): Promise<void>;
}

const NAT: Readonly<Record<HostName, readonly Plug[]>> = {
  client: [{ device: "wan", address: "203.0.113.10/24" }],
  lb1: [
    { device: "wan", address: "203.0.113.11/24" },
    { device: "lan", address: "192.168.100.11/24" },
  ],
  lb2: [
    { device: "wan", address: "203.0.113.12/24" },
    { device: "lan", address: "192.168.100.12/24" },
  ],
  rs1: [{ device: "lan", address: "192.168.100.21/24" }],
  rs2: [{ device: "lan", address: "192.168.100.22/24" }],
};

const DIRECT: Readonly<Record<HostName, readonly Plug[]>> = {
  client: [{ device: "wan", address: "203.0.113.10/24" }],
  lb1: [{ device: "wan", address: "203.0.113.11/24" }],
  lb2: [{ device: "wan", address: "203.0.113.12/24" }],
  rs1: [{ device: "wan", address: "203.0.113.21/24" }],
  rs2: [{ device: "wan", address: "203.0.113.22/24" }],
};

/** Makes the network; nothing runs on it yet. */
export async function raiseLab(kind: "nat" | "direct"): Promise<Lab> {
  const plans = kind === "nat" ? NAT : DIRECT;
  const base = `daruma-lab-${process.pid}`;
  const net = `${base}-net`;
  const hostOf = (name: HostName): LabHost => ({
    name,
    namespace: `${base}-${name}`,
    plugs: plans[name],
  });
  const hosts = {
    client: hostOf("client"),
    lb1: hostOf("lb1"),
    lb2: hostOf("lb2"),
    rs1: hostOf("rs1"),
    rs2: hostOf("rs2"),
  };
  const all = Object.values(hosts);
  await addNamespace(net);
  for (const bridge of ["wan", "lan"])
    await ip(net, `link add ${bridge} type bridge forward_delay 0`, `link set ${bridge} up`);
  for (const host of all) await addHost(net, host);
  const directors = [hosts.lb1, hosts.lb2];
  for (const { namespace } of directors) await sysctl(namespace, "net.ipv4.ip_forward=1");
  if (kind === "nat")
    for (const { namespace } of [hosts.rs1, hosts.rs2])
      await ip(namespace, `route add default via ${GATEWAY}`);

  const eachPlug = (host: LabHost, line: (port: string, plug: Plug) => string): Promise<void> =>
    ip(net, ...host.plugs.map((plug) => line(portOf(host, plug), plug)));
  return {
    hosts,
    on,
    unplug: (host) => eachPlug(host, (port) => `link set ${port} nomaster`),
    plug: (host) => eachPlug(host, (port, { device }) => `link set ${port} master ${device}`),
    async reset(host) {
      for (const { device, address } of host.plugs)
        await ip(
          host.namespace,
          `address flush dev ${device}`,
          `address add ${address} dev ${device}`,
        );
      await on(host, "ipvsadm", "-C");
    },
    async holders(address) {
      const held = await Promise.all(
        directors.map((host) =>
          run("ip", ["-n", host.namespace, "address", "show", "to", address]),
        ),
      );
      return directors.filter((_, i) => held[i] !== "").map(({ name }) => name);
    },
    async close() {
      for (const { namespace } of all) await removeNamespace(namespace);
      await removeNamespace(net);
    },
  };
}

const on: Lab["on"] = (host, program, ...args) =>
  run("ip", ["netns", "exec", host.namespace, program, ...args]);

const portOf = ({ name }: LabHost, { device }: Plug): string => `${name}-${device}`;

async function addHost(net: string, host: LabHost): Promise<void> {
  await addNamespace(host.namespace);
  for (const plug of host.plugs) {
    const port = portOf(host, plug);
    const { device, address } = plug;
    await ip(
      net,
      `link add ${port} type veth peer name ${device} netns ${host.namespace}`,
      `link set ${port} master ${device} up`,
    );
    await ip(host.namespace, `address add ${address} dev ${device}`, `link set ${device} up`);
  }
}

async function addNamespace(name: string): Promise<void> {
  await run("ip", ["netns", "add", name]);
  await ip(name, "link set lo up");
  // Nothing here speaks IPv6; its autoconfiguration would only make noise.
  if (existsSync("/proc/sys/net/ipv6")) await sysctl(name, "net.ipv6.conf.all.disable_ipv6=1");
}

async function removeNamespace(name: string): Promise<void> {
  const pids = await run("ip", ["netns", "pids", name]).catch(() => "");
  for (const pid of pids.split("\n").filter(Boolean)) killIfAlive(Number(pid));
  await run("ip", ["netns", "delete", name]).catch(() => "");
}

const sysctl = (namespace: string, setting: string): Promise<string> =>
  run("ip", ["netns", "exec", namespace, "sysctl", "-qw", setting]);
