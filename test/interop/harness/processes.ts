/** What proc(5) says about processes, and their end. */
import { readdirSync, readFileSync } from "node:fs";

/** Every process below `pid`, parents before children. */
export function descendantsOf(pid: number): readonly number[] {
  const children = childrenByParent();
  const found: number[] = [];
  for (let at: number | undefined = pid, i = 0; at !== undefined; at = found[i++]) {
    found.push(...(children.get(at) ?? []));
  }
  return found;
}

function childrenByParent(): ReadonlyMap<number, readonly number[]> {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc")) {
    const parent = /^\d+$/.test(name) ? parentOf(name) : undefined;
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  return children;
}

function parentOf(pid: string): number | undefined {
  const parent = statOf(pid)?.[1];
  return parent === undefined ? undefined : Number(parent);
}

/** It runs; one that has ended and waits for its parent to notice does not. */
export const isAlive = (pid: number): boolean => !["Z", "X", undefined].includes(statOf(pid)?.[0]);

/** proc(5): the fields of stat after the second one, a name in brackets, which may hold anything. */
function statOf(pid: number | string): readonly string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}

/** Its command line, for people to read. */
export function commandOf(pid: number | string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
  } catch {
    return "(ended)";
  }
}

/** SIGKILL; that the process has ended meanwhile is no error. */
export function killIfAlive(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself.
  }
}
