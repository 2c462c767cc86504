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

/** proc(5): the fourth field of stat; the second one, a name in brackets, may hold anything. */
function parentOf(pid: string): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return undefined;
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
