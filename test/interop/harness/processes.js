/** What proc(5) says about processes, and their end. */
import { readdirSync, readFileSync } from "node:fs";
/** Every process below `pid`, parents before children. */
export function descendantsOf(pid) {
    const children = childrenByParent();
    const found = [];
    for (let at = pid, i = 0; at !== undefined; at = found[i++]) {
        found.push(...(children.get(at) ?? []));
    }
    return found;
}
function childrenByParent() {
    const children = new Map();
    for (const name of readdirSync("/proc")) {
        const parent = /^\d+$/.test(name) ? parentOf(name) : undefined;
        if (parent !== undefined)
            children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    }
    return children;
}
function parentOf(pid) {
    const parent = statOf(pid)?.[1];
    return parent === undefined ? undefined : Number(parent);
}
/** It runs; one that has ended and waits for its parent to notice does not. */
export const isAlive = (pid) => !["Z", "X", undefined].includes(statOf(pid)?.[0]);
/** proc(5): the fields of stat after the second one, a name in brackets, which may hold anything. */
function statOf(pid) {
    try {
        const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
        return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    }
    catch {
        return undefined;
    }
}
/** Its command line, for people to read. */
export function commandOf(pid) {
    try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
    }
    catch {
        return "(ended)";
    }
}
/**
 * SIGKILL to a process and all below it, as one: they are stopped first, from the top down. A parent
 * that still ran would start a killed child anew, a child that still ran would say goodbye when its
 * parent dies. Answers who they were.
 */
export function killTree(pid) {
    const stopped = new Set();
    for (let before = -1; before < stopped.size;) {
        before = stopped.size;
        // Again: one may have started another before it was stopped.
        for (const each of [pid, ...descendantsOf(pid)]) {
            if (!stopped.has(each))
                signal(each, "SIGSTOP");
            stopped.add(each);
        }
    }
    for (const each of stopped)
        killIfAlive(each);
    return [...stopped];
}
/** SIGKILL; that the process has ended meanwhile is no error. */
export const killIfAlive = (pid) => {
    signal(pid, "SIGKILL");
};
function signal(pid, which) {
    try {
        process.kill(pid, which);
    }
    catch {
        // It ended by itself.
    }
}
