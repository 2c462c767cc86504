/** keepalived and daruma, started alike: the same conf text does for both. */
import { chownSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Command, type Daemon, startDaemon } from "./daemon.ts";
import type { Host } from "./lan.ts";
import { daruma, program } from "./tools.ts";

export type Kind = "daruma" | "keepalived";

/** Starts a router on `host` with `conf`. */
export function startRouter(
  kind: Kind,
  host: Host,
  conf: string,
  environment: Readonly<Record<string, string>> = {},
): Daemon {
  const file = filesOf(kind, host);
  writeFileSync(file("conf"), conf);
  const command = kind === "daruma" ? darumaCommand(file) : keepalivedCommand(file);
  return startDaemon(host, { name: kind, environment, ...command });
}

/**
 * Starts daruma without any capability, as the user whose files the sources are: root, without its
 * capabilities, is nobody special. `name` tells several of one host apart.
 */
export function startUnprivileged(name: string, host: Host, conf: string): Daemon {
  const { uid, gid } = statSync(daruma());
  const folder = join(host.folder, name);
  mkdirSync(folder);
  chownSync(folder, uid, gid);
  const file: Files = (suffix) => join(folder, `daruma.${suffix}`);
  writeFileSync(file("conf"), conf);
  const user = [`--reuid=${uid}`, `--regid=${gid}`, "--clear-groups"];
  const nothing = ["--inh-caps=-all", "--ambient-caps=-all", "--bounding-set=-all"];
  const call = darumaCommand(file);
  const args = [...user, ...nothing, call.program, ...call.args];
  return startDaemon(host, { name, program: "setpriv", args });
}

/** Gives a router that runs another conf, and tells it so. */
export function reload(router: Daemon, kind: Kind, host: Host, conf: string): void {
  writeFileSync(filesOf(kind, host)("conf"), conf);
  process.kill(router.pid, "SIGHUP");
}

type ProgramCall = Pick<Command, "program" | "args">;
type Files = (suffix: string) => string;

const filesOf =
  (kind: Kind, host: Host): Files =>
  (suffix) =>
    join(host.folder, `${host.name}-${kind}.${suffix}`);

function darumaCommand(file: Files): ProgramCall {
  const args = ["run", "-f", file("conf"), "--log-format", "json", "-p", file("pid")];
  return { program: process.execPath, args: [daruma(), ...args] };
}

/** VRRP alone: its checkers would want IPVS. */
function keepalivedCommand(file: Files): ProgramCall {
  const pids = ["-p", file("pid"), "-r", file("vrrp-pid"), "-c", file("check-pid")];
  // It takes a process that was killed and that nobody has waited for yet for one that runs.
  for (const suffix of ["pid", "vrrp-pid", "check-pid"]) rmSync(file(suffix), { force: true });
  const flags = ["--dont-fork", "--log-console", "--log-detail", "--vrrp"];
  return { program: program("keepalived"), args: [...flags, "-f", file("conf"), ...pids] };
}
