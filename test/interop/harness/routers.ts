/** keepalived and daruma, started alike: the same conf text does for both. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Daemon, startDaemon } from "./daemon.ts";
import type { Host } from "./lan.ts";
import { daruma, program } from "./tools.ts";

export type Kind = "daruma" | "keepalived";

/** Starts a router on `host` with `conf`. */
export function startRouter(kind: Kind, host: Host, conf: string): Daemon {
  const file = filesOf(kind, host);
  writeFileSync(file("conf"), conf);
  return kind === "daruma" ? startDaruma(host, file) : startKeepalived(host, file);
}

/** Gives a router that runs another conf, and tells it so. */
export function reload(router: Daemon, kind: Kind, host: Host, conf: string): void {
  writeFileSync(filesOf(kind, host)("conf"), conf);
  process.kill(router.pid, "SIGHUP");
}

type Files = (suffix: string) => string;

const filesOf =
  (kind: Kind, host: Host): Files =>
  (suffix) =>
    join(host.folder, `${host.name}-${kind}.${suffix}`);

function startDaruma(host: Host, file: Files): Daemon {
  const args = ["run", "-f", file("conf"), "--log-format", "json", "-p", file("pid")];
  return startDaemon(host, {
    name: "daruma",
    program: process.execPath,
    args: [daruma(), ...args],
  });
}

/** VRRP alone: its checkers would want IPVS. */
function startKeepalived(host: Host, file: Files): Daemon {
  const pids = ["-p", file("pid"), "-r", file("vrrp-pid"), "-c", file("check-pid")];
  // It takes a process that was killed and that nobody has waited for yet for one that runs.
  for (const suffix of ["pid", "vrrp-pid", "check-pid"]) rmSync(file(suffix), { force: true });
  const args = [
    "--dont-fork",
    "--log-console",
    "--log-detail",
    "--vrrp",
    "-f",
    file("conf"),
    ...pids,
  ];
  return startDaemon(host, { name: "keepalived", program: program("keepalived"), args });
}
