/**
 * A LAN of its own: hosts in network namespaces, joined by a bridge in one more.
 *
 * Nothing appears in the namespace of the machine. Names carry the process that made them, so that
 * what a killed run left behind is found and removed by the next one.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ip, run } from "./command.ts";
import { commandOf, killIfAlive } from "./processes.ts";
import { program, RECORDS } from "./tools.ts";

const PREFIX = "daruma-interop";
export const DEVICE = "eth0";
export const BRIDGE = "lan";

export interface Lan {
  /** Where logs, conf files and captures of this LAN go. */
  readonly folder: string;
  /** The namespace of the bridge: every frame passes there. */
  readonly bridgeNamespace: string;
  /** A host with `addresses` on its eth0. Its number, 1 to 254, decides its MAC address. */
  host(name: string, number: number, addresses: readonly string[]): Promise<Host>;
  /** Those made so far. */
  hosts(): readonly Host[];
  /** Takes a host off the LAN, as a pulled plug at the far end would: its link stays up. */
  unplug(host: Host): Promise<void>;
  plug(host: Host): Promise<void>;
  /** Ends what still runs in the namespaces and removes them. */
  close(): Promise<void>;
}

export interface Host {
  readonly name: string;
  readonly namespace: string;
  readonly mac: string;
  readonly folder: string;
}

/** Of each log, in the message of a failure. */
const RECORD_LINES = 40;

let serial = 0;

/** Runs `work` on a LAN of its own, which is gone afterwards whatever happened. */
export async function onLan(title: string, work: (lan: Lan) => Promise<void>): Promise<void> {
  await sweep();
  const lan = await createLan(title);
  try {
    await work(lan);
  } catch (error) {
    // While the namespaces are still there to be asked.
    const records = await recordsOf(lan).catch(String);
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${records}`, {
      cause: error,
    });
  } finally {
    await lan.close();
  }
}

/** What everybody on the LAN wrote last, and what runs there: a failure must tell its cause the first time. */
async function recordsOf(lan: Lan): Promise<string> {
  const { folder } = lan;
  const logs = readdirSync(folder)
    .filter((name) => name.endsWith(".log"))
    .map((name) => {
      const lines = readFileSync(join(folder, name), "utf8").trimEnd().split("\n");
      return [`--- ${name}`, ...lines.slice(-RECORD_LINES)];
    });
  const running = await Promise.all(
    lan.hosts().map(async ({ name, namespace }) => {
      const pids = (await run(program("ip"), ["netns", "pids", namespace])).trim().split("\n");
      const addresses = await run(program("ip"), ["-n", namespace, "-br", "address", "show"]);
      return [`--- ${name}`, ...pids.map((pid) => `${pid} ${commandOf(pid)}`), addresses.trimEnd()];
    }),
  );
  return [...logs, ...running].flat().join("\n");
}

/** Makes a LAN without hosts. `title` names its folder of records. */
async function createLan(title: string): Promise<Lan> {
  if (process.getuid?.() !== 0) throw new Error("network namespaces are made by root: run as root");
  const base = `${PREFIX}-${process.pid}-${serial++}`;
  const folder = join(RECORDS, title.replace(/[^a-z0-9]+/gi, "-").toLowerCase());
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const bridgeNamespace = `${base}-lan`;
  const hosts: Host[] = [];
  await createNamespace(bridgeNamespace, { ipv6: false });
  await ip(
    bridgeNamespace,
    `link add ${BRIDGE} type bridge mcast_snooping 0 forward_delay 0`,
    `link set ${BRIDGE} up`,
  );
  return {
    folder,
    bridgeNamespace,
    async host(name, number, addresses) {
      const host = { name, namespace: `${base}-${name}`, mac: macOf(number), folder };
      hosts.push(host);
      await createNamespace(host.namespace, { ipv6: true });
      const peer = `peer name ${DEVICE} address ${host.mac} netns ${host.namespace}`;
      await ip(
        bridgeNamespace,
        `link add name ${name} type veth ${peer}`,
        `link set dev ${name} master ${BRIDGE} up`,
      );
      const adds = addresses.map((address) => `address add ${address} dev ${DEVICE}`);
      await ip(host.namespace, `link set ${DEVICE} up`, ...adds);
      return host;
    },
    hosts: () => hosts,
    unplug: (host) => ip(bridgeNamespace, `link set dev ${host.name} nomaster`),
    plug: (host) => ip(bridgeNamespace, `link set dev ${host.name} master ${BRIDGE}`),
    async close() {
      const names = [...hosts.map((host) => host.namespace), bridgeNamespace];
      await Promise.all(names.map(removeNamespace));
    },
  };
}

/** Removes what runs that were killed left behind. */
async function sweep(): Promise<void> {
  const names = existsSync("/run/netns") ? readdirSync("/run/netns") : [];
  const dead = names.filter((name) => {
    const pid = new RegExp(`^${PREFIX}-(\\d+)-`).exec(name)?.[1];
    return pid !== undefined && !existsSync(`/proc/${pid}`);
  });
  await Promise.all(dead.map(removeNamespace));
}

/** The addresses that a host's links hold and that are of use: a link without carrier answers nobody. */
export async function addressesOf(host: Host): Promise<readonly string[]> {
  const text = await run(program("ip"), ["-n", host.namespace, "-j", "address", "show"]);
  const links = JSON.parse(text) as readonly LinkWithAddresses[];
  return links
    .filter((link) => link.flags?.includes("LOWER_UP") === true)
    .flatMap((link) => link.addr_info ?? [])
    .flatMap((info) => (info.local === undefined ? [] : [info.local]));
}

interface LinkWithAddresses {
  readonly flags?: readonly string[];
  readonly addr_info?: readonly { readonly local?: string }[];
}

async function createNamespace(name: string, want: { readonly ipv6: boolean }): Promise<void> {
  await ip(undefined, `netns add ${name}`);
  await ip(name, "link set lo up");
  const ipv6 = "/proc/sys/net/ipv6/conf/default";
  // Without duplicate address detection a link is ready at once, and captures hold VRRP alone.
  const script = want.ipv6
    ? `cd ${ipv6} && for f in accept_dad dad_transmits router_solicitations; do echo 0 > $f; done`
    : `echo 1 > ${ipv6}/disable_ipv6`;
  await run(program("ip"), ["netns", "exec", name, "sh", "-c", script]);
}

async function removeNamespace(name: string): Promise<void> {
  const pids = await run(program("ip"), ["netns", "pids", name]).catch(() => "");
  for (const pid of pids.split("\n").filter((line) => line !== "")) killIfAlive(Number(pid));
  await ip(undefined, `netns delete ${name}`).catch(() => undefined);
}

/** Locally administered; the number in the last byte also orders the IPv6 link-local addresses. */
function macOf(number: number): string {
  return `02:00:00:00:00:${number.toString(16).padStart(2, "0")}`;
}
