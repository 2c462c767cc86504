/**
 * Runs scripts as children: as the user that the conf names, in a session of their own, with a clean
 * environment, and without the capabilities that an unprivileged daemon holds.
 */
import { spawn } from "node:child_process";
import { withoutAmbientCapabilities } from "../libc/process.ts";
import type { Script, Scripts } from "../ports/scripts.ts";
import { judgeScript, type ScriptPolicy } from "./script-check.ts";
import type { User } from "./users.ts";

const OUTPUT_MAX = 500;
/** What lets a caller's environment decide which code runs. */
const DANGEROUS = ["IFS", "LD_PRELOAD", "LD_LIBRARY_PATH", "NODE_OPTIONS", "NODE_CHANNEL_FD"];

/** `policy` is asked before each run: a script that was safe when the conf was read may be so no more. */
export function createScripts(policy: () => ScriptPolicy): Scripts {
  return {
    run: (script, args) =>
      new Promise((resolve) => {
        const judged = judgeScript(script, policy());
        if (typeof judged === "string") {
          resolve(judged);
          return;
        }
        const { path, user } = judged;
        const [, ...own] = script.command;
        // Node throws some errors of spawn, such as EPERM, and emits others.
        try {
          start(path, [...own, ...args], user, resolve);
        } catch (error) {
          resolve(explain(error, script.user ?? policy().defaultUser));
        }
      }),
  };
}

function start(
  path: string,
  args: readonly string[],
  user: User | undefined,
  done: (problem: string | undefined) => void,
): void {
  const child = withoutAmbientCapabilities(() =>
    spawn(path, args, {
      ...user,
      env: cleanEnvironment(),
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    }),
  );
  let said = "";
  const hear = (bytes: Buffer): void => {
    said = (said + bytes.toString()).slice(-OUTPUT_MAX);
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  child.on("error", (error) => {
    done(error.message);
  });
  // `exit`, not `close`: a script may leave something behind that keeps its output open.
  child.on("exit", (code, signal) => {
    if (code === 0) done(undefined);
    else
      done(`${signal === null ? `exit status ${code}` : `killed by ${signal}`}${lastLine(said)}`);
  });
}

function cleanEnvironment(): NodeJS.ProcessEnv {
  const environment = { ...process.env };
  for (const name of DANGEROUS) delete environment[name];
  return environment;
}

/** What an operator has to do, where we know it. */
function explain(error: unknown, wanted: Script["user"]): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EPERM" && wanted !== undefined)
    return `it cannot run as ${wanted.user}: the daemon needs CAP_SETUID and CAP_SETGID for that`;
  return error instanceof Error ? error.message : String(error);
}

function lastLine(said: string): string {
  const line = said.trim().split("\n").at(-1) ?? "";
  return line === "" ? "" : `, it said: ${line}`;
}
