/** What a process asks of the kernel for itself: scheduling, descriptors, what its children may. */
import { answer, native } from "./native.ts";

const cSetscheduler: (pid: number, policy: number, parameters: Int32Array) => number = native.func(
  "int sched_setscheduler(int pid, int policy, void *parameters)",
);
const cPrctl: (option: number, a: number, b: number, c: number, d: number) => number = native.func(
  "int prctl(int option, unsigned long a, unsigned long b, unsigned long c, unsigned long d)",
);
const cDup2: (from: number, to: number) => number = native.func("int dup2(int from, int to)");

const SCHED_RR = 2;
/** Children start with ordinary scheduling: a script must not compete with adverts. */
const SCHED_RESET_ON_FORK = 0x40000000;
const PR_CAP_AMBIENT = 47;
const PR_CAP_AMBIENT_IS_SET = 1;
const PR_CAP_AMBIENT_RAISE = 2;
const PR_CAP_AMBIENT_CLEAR_ALL = 4;
/** capabilities(7): as many as a set of the kernel has room for. */
const CAPABILITIES_MAX = 64;

/**
 * SCHED_RR for the main thread of `pid` (0: for the calling one), sched(7); priority 1 to 99.
 * Negative errno: EPERM without CAP_SYS_NICE.
 */
export const setRealtime = (priority: number, pid = 0): number =>
  answer(cSetscheduler(pid, SCHED_RR | SCHED_RESET_ON_FORK, Int32Array.of(priority)));

/** dup2(2): descriptor `to` becomes what `from` is. */
export const replaceFd = (to: number, from: number): number => answer(cDup2(from, to));

/**
 * Runs `spawns` with no ambient capability, prctl(2): the children that it starts get none of ours.
 * The thread has its own again afterwards. Not for anything asynchronous.
 */
export function withoutAmbientCapabilities<Result>(spawns: () => Result): Result {
  const ambient: number[] = [];
  for (let each = 0; each < CAPABILITIES_MAX; each++)
    if (cPrctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, each, 0, 0) === 1) ambient.push(each);
  if (ambient.length === 0) return spawns();
  cPrctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  try {
    return spawns();
  } finally {
    for (const each of ambient) cPrctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, each, 0, 0);
  }
}
