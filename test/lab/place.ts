/** Where drills run: on this machine if its kernel has IPVS and we are root, else in a guest of our own. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { readTold, type Told } from "./told.ts";

const ROOT = join(import.meta.dirname, "../..");

export type Place = "host" | "guest";

export function choosePlace(): Place {
  return process.getuid?.() === 0 && hasIpvs() ? "host" : "guest";
}

function hasIpvs(): boolean {
  if (existsSync("/proc/net/ip_vs")) return true;
  try {
    execFileSync("modprobe", ["-q", "ip_vs"], { stdio: "ignore" });
  } catch {
    return false;
  }
  return existsSync("/proc/net/ip_vs");
}

export interface Run {
  /** Ends it, and what it has set up. */
  readonly stop: () => void;
  /** Its exit status; 1 where a signal ended it. */
  readonly done: Promise<number>;
}

/** Starts a drill, a program of this folder. `heard` is given what it tells, `noise` all else. */
export function startDrill(
  name: string,
  place: Place,
  limitSeconds: number,
  heard: (told: Told) => void,
  noise: (line: string) => void,
): Run {
  const drill = [process.execPath, join(ROOT, "build/lab", `${name}.js`)];
  const guest = [join(ROOT, "test/lab/uml"), "--limit", String(limitSeconds), "--"];
  const [program = "", ...args] = place === "guest" ? [...guest, ...drill] : drill;
  // A group of its own: Ctrl-C is for whoever shows the drill, who then ends it in good order.
  const child = spawn(program, args, {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  createInterface(child.stdout).on("line", (line) => {
    const told = readTold(line);
    if (told === undefined) noise(line);
    else heard(told);
  });
  createInterface(child.stderr).on("line", noise);
  return {
    stop: () => {
      child.kill("SIGTERM");
    },
    done: endOf(child),
  };
}

const endOf = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      resolve(code ?? 1);
    });
  });
