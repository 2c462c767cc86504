/** A daemon's processes together, by proc(5): who they are, what they used, their end. */
import { readdirSync, readFileSync } from "node:fs";

/** Kernels of Linux tell times in hundredths of a second, whatever they count in. */
const TICK_MS = 10;

/** `pid` and all below it, parents before children. */
export function treeOf(pid: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc")) {
    const parent = /^\d+$/.test(name) ? statOf(Number(name))?.[1] : undefined;
    if (parent !== undefined)
      children.set(Number(parent), [...(children.get(Number(parent)) ?? []), Number(name)]);
  }
  const found = [pid];
  for (const each of found) found.push(...(children.get(each) ?? []));
  return found;
}

/** Fields of /proc/PID/stat from the third on: the second, a name in brackets, may hold anything. */
function statOf(pid: number): readonly string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}

/** Milliseconds of processor time, user and system, of a daemon and of all children that it has waited for. */
export function cpuOf(pid: number): number {
  const ticks = treeOf(pid).flatMap((each) => statOf(each)?.slice(11, 15) ?? []);
  return ticks.reduce((sum, field) => sum + Number(field), 0) * TICK_MS;
}

/** The same of all that this process itself has started and waited for. */
export function cpuOfChildren(): number {
  const [user, system] = statOf(process.pid)?.slice(13, 15) ?? [];
  return (Number(user) + Number(system)) * TICK_MS;
}

export interface Memory {
  /** MiB; shared pages count in each process. */
  readonly rss: number;
  /** MiB; shared pages count by their share. */
  readonly pss: number;
}

export function memoryOf(pid: number): Memory {
  let rss = 0;
  let pss = 0;
  for (const each of treeOf(pid)) {
    const text = readFileSync(`/proc/${each}/smaps_rollup`, "utf8");
    rss += Number(/^Rss: +(\d+)/m.exec(text)?.[1]) / 1024;
    pss += Number(/^Pss: +(\d+)/m.exec(text)?.[1]) / 1024;
  }
  return { rss, pss };
}

/** Signals one process; that it has ended meanwhile is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself.
  }
}
