/** Runs scripts as children: as the user that the conf names, in a session of their own, with a clean environment. */
import { spawn } from "node:child_process";
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
        start(script.command, args, user, resolve);
      }),
  };
}

function start(
  [path, ...own]: Script["command"],
  args: readonly string[],
  user: User | Record<string, never>,
  done: (problem: string | undefined) => void,
): void {
  const child = spawn(path, [...own, ...args], {
    ...user,
    env: cleanEnvironment(),
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
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

function lastLine(said: string): string {
  const line = said.trim().split("\n").at(-1) ?? "";
  return line === "" ? "" : `, it said: ${line}`;
}
