/**
 * Runs scripts as children: as the user that the conf names, in a session of their own, with a clean
 * environment, and without the capabilities that an unprivileged daemon holds.
 */
import { spawn } from "node:child_process";
import { withoutAmbientCapabilities } from "../libc/process.ts";
import type { Script, Scripts } from "../ports/scripts.ts";
import { findUser, type User } from "./users.ts";

const OUTPUT_MAX = 500;
/** What lets a caller's environment decide which code runs. */
const DANGEROUS = ["IFS", "LD_PRELOAD", "LD_LIBRARY_PATH", "NODE_OPTIONS", "NODE_CHANNEL_FD"];

/** `defaultUser`: as whom scripts run that name nobody. */
export function createScripts(defaultUser: () => Script["user"]): Scripts {
  return {
    run: (script, args) =>
      new Promise((resolve) => {
        const wanted = script.user ?? defaultUser();
        const user = wanted === undefined ? {} : findUser(wanted.user, wanted.group);
        if (user === undefined) {
          resolve(
            `there is no user ${wanted?.user}${wanted?.group === undefined ? "" : `, group ${wanted.group}`}`,
          );
          return;
        }
        // Node throws some errors of spawn, such as EPERM, and emits others.
        try {
          start(script.command, args, user, resolve);
        } catch (error) {
          resolve(explain(error, wanted));
        }
      }),
  };
}

function start(
  [path, ...own]: Script["command"],
  args: readonly string[],
  user: User | Record<string, never>,
  done: (problem: string | undefined) => void,
): void {
  const child = withoutAmbientCapabilities(() =>
    spawn(path, [...own, ...args], {
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
