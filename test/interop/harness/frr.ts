/** FRR's VRRP router: zebra and vrrpd, which speak VRRPv3 by multicast. */
import { appendFileSync, copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ip } from "./command.ts";
import { type Daemon, startDaemon } from "./daemon.ts";
import { DEVICE, type Host } from "./lan.ts";
import { program } from "./tools.ts";
import { until } from "./wait.ts";

export interface FrrRouter {
  readonly family: 4 | 6;
  readonly vrid: number;
  readonly priority: number;
  readonly advertIntervalMs: number;
  /** The virtual addresses, each with its prefix length. */
  readonly addresses: readonly string[];
}

/**
 * Makes the macvlan that vrrpd wants: it bears the virtual MAC (RFC 9568 section 7.3) and the
 * virtual addresses, and vrrpd takes its carrier away while it is not the master.
 */
export async function addVirtualLink(host: Host, router: FrrRouter): Promise<void> {
  const family = router.family === 4 ? "01" : "02";
  const mac = `00:00:5e:00:${family}:${router.vrid.toString(16).padStart(2, "0")}`;
  await ip(
    host.namespace,
    `link add vrrp type macvlan mode bridge`.replace("vrrp", `vrrp link ${DEVICE}`),
    `link set vrrp address ${mac}`,
    ...router.addresses.map((address) => `address add ${address} dev vrrp`),
    `link set vrrp up`,
  );
}

/** Starts zebra and vrrpd for one virtual router, whose link exists already. */
export async function startFrr(host: Host, router: FrrRouter): Promise<Daemon> {
  const folder = join(host.folder, `${host.name}-frr`);
  mkdirSync(folder, { recursive: true });
  const zebra = startPart(host, folder, "zebra", []);
  const listens = (): boolean => existsSync(join(folder, "zserv.api"));
  await until("zebra listens", 5_000, listens, () => zebra.log());
  const vrrpd = startPart(host, folder, "vrrpd", confOf(router));
  return {
    ...vrrpd,
    async stop() {
      // In this order: zebra carries out what vrrpd says last.
      const status = await vrrpd.stop();
      await zebra.stop();
      return status;
    },
    async kill() {
      await Promise.all([vrrpd.kill(), zebra.kill()]);
    },
  };
}

function confOf(router: FrrRouter): readonly string[] {
  const word = router.family === 4 ? "ip" : "ipv6";
  const bare = router.addresses.map((address) => address.replace(/\/.*/, ""));
  // The link-local address leads its adverts by itself.
  const named = bare.filter((address) => !address.startsWith("fe80:"));
  return [
    `debug vrrp protocol`,
    `interface ${DEVICE}`,
    `  vrrp ${router.vrid} version 3`,
    `  vrrp ${router.vrid} priority ${router.priority}`,
    `  vrrp ${router.vrid} advertisement-interval ${router.advertIntervalMs}`,
    ...named.map((address) => `  vrrp ${router.vrid} ${word} ${address}`),
  ];
}

/** FRR insists on the group frrvty, which only its package makes: its namespace gets such a file. */
function startPart(
  host: Host,
  folder: string,
  name: "zebra" | "vrrpd",
  conf: readonly string[],
): Daemon {
  const file = (suffix: string): string => join(folder, `${name}.${suffix}`);
  const groups = file("group");
  copyFileSync("/etc/group", groups);
  appendFileSync(groups, "frrvty:x:65500:root\n");
  writeFileSync(file("conf"), `${conf.join("\n")}\n`);
  const vty = ["--vty_socket", folder, "-A", "127.0.0.1", "-P", "0"];
  const own = ["-u", "root", "-g", "root", "-z", join(folder, "zserv.api")];
  const args = [...own, ...vty, "-f", file("conf"), "-i", file("pid"), "--log", "stdout"];
  // ip-netns(8) gives the command a mount namespace of its own, so this mount ends with it.
  const script = 'mount --bind "$1" /etc/group && shift && exec "$@"';
  const words = ["-c", script, "sh", groups, program(name), ...args];
  return startDaemon(host, { name, program: "sh", args: words });
}
