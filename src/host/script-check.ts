/** Scripts that cannot run, or must not, found when the conf is read and not at three in the morning. */
import { accessSync, constants, existsSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { NotifyScripts, Script } from "../ports/scripts.ts";
import { insecurity } from "./script-security.ts";
import { findUser, type User } from "./users.ts";

/** What a conf says of all scripts. */
export interface ScriptPolicy {
  /** As whom scripts run that name nobody; undefined: as whom the daemon runs. */
  readonly defaultUser: Script["user"];
  /** enable_script_security: what others than root may change is refused where it has root's rights. */
  readonly security: boolean;
}

export interface ScriptProblem {
  readonly script: string;
  readonly detail: string;
}

interface ScriptStart {
  readonly path: string;
  /** Undefined: as whom the daemon runs. */
  readonly user: User | undefined;
}

/** One entry for each script that is missing, no file, not executable, or refused by the policy. */
export function checkScripts(
  all: readonly NotifyScripts[],
  policy: ScriptPolicy,
): readonly ScriptProblem[] {
  const problems = new Map<string, ScriptProblem>();
  for (const { master, backup, fault, stop, any } of all)
    for (const script of [master, backup, fault, stop, any]) {
      if (script === undefined) continue;
      const [path] = script.command;
      const start = judgeScript(script, policy);
      const detail = scriptProblem(path) ?? (typeof start === "string" ? start : undefined);
      if (detail !== undefined) problems.set(path, { script: path, detail });
    }
  return [...problems.values()];
}

/** How a script is to be started, or why it must not be: there is no such user, or it is not secure. */
export function judgeScript(script: Script, policy: ScriptPolicy): ScriptStart | string {
  const [path] = script.command;
  const wanted = script.user ?? policy.defaultUser;
  if (wanted === undefined)
    return policy.security ? judgeAsOurselves(path) : { path, user: undefined };
  const user = findUser(wanted.user, wanted.group);
  if (user === undefined)
    return `there is no user ${wanted.user}${wanted.group === undefined ? "" : `, group ${wanted.group}`}`;
  return policy.security ? judgeAs(path, user) : { path, user };
}

function judgeAsOurselves(path: string): ScriptStart | string {
  const [uid, gid] = [process.getuid?.(), process.getgid?.()];
  return uid === undefined || gid === undefined || uid === 0
    ? "enable_script_security: it names no user, nor does script_user, and there is no user keepalived_script: it will not run"
    : judgeAs(path, { uid, gid });
}

/** What was judged is what runs, whatever a search along PATH would find by then. */
function judgeAs(named: string, user: User): ScriptStart | string {
  const path = findProgram(named) ?? named;
  return insecurity(path, user) ?? { path, user };
}

/** Why a script cannot run; undefined: it can. */
export function scriptProblem(path: string): string | undefined {
  if (path.includes("/")) return fileProblem(path);
  return findProgram(path) === undefined
    ? "it is not on the search path: it will not run"
    : undefined;
}

/** Whether there is such a file, whatever its permissions. */
export function scriptExists(path: string): boolean {
  const found = findProgram(path);
  return found !== undefined && existsSync(found);
}

/** The file that a command means: a name without a slash is looked for along PATH. */
function findProgram(command: string): string | undefined {
  if (command.includes("/")) return command;
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders
    .map((folder) => join(folder, command))
    .find((path) => fileProblem(path) === undefined);
}

function fileProblem(path: string): string | undefined {
  try {
    if (!statSync(path).isFile()) return "it is no file: it will not run";
    accessSync(path, constants.X_OK);
    return undefined;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    return code === "EACCES"
      ? "it is not executable: it will not run"
      : "it does not exist: it will not run";
  }
}
