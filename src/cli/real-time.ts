/** Real-time priority for a worker: an advert must not wait behind somebody's compiler. */
import type { Notice, ProcessName } from "../director/notice.ts";
import { errnoReason } from "../libc/errno.ts";
import { setRealtime } from "../libc/process.ts";

/** SCHED_RR priority where the conf names none: above every ordinary process, below kernel threads that matter. */
export const VRRP_PRIORITY = 50;

/**
 * From its first instruction on: on a busy machine the loading of the program is most of the time
 * until a router has a voice. The worker itself tells when it may not be.
 */
export function hurry(pid: number): void {
  setRealtime(VRRP_PRIORITY, pid);
}

/**
 * SCHED_RR for this thread, reset in children. A machine that refuses (no CAP_SYS_NICE) still
 * serves: the daemon goes on at ordinary priority and says what that costs.
 */
export function takeRealTime(
  priority: number,
  process: ProcessName,
  notice: (notice: Notice) => void,
): void {
  const result = setRealtime(priority);
  if (result >= 0) return;
  notice({
    type: "process.degraded",
    process,
    what: "real-time priority",
    detail: `${errnoReason(result)}; adverts may be late while other processes are busy`,
  });
}
