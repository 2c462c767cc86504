/**
 * After the process has not run for a while (a paused virtual machine, a starved CPU): our silence
 * must not count as the others'.
 *
 * What arrived meanwhile is in the sockets and is fed right after the news of the stall, but a
 * socket holds only so much, and a paused host receives nothing at all. So a BACKUP gives the
 * master one more interval and its skew to be heard in, however long ago its timer should have run
 * out. A MASTER whose silence was longer than the others' patience has surely been replaced: it
 * keeps its addresses (if it was alone, nobody else has them) but listens for one interval before
 * it speaks. If it hears another master meanwhile, the election decides as always, except that with
 * nopreempt it yields to whoever took over.
 */
import { type Millis, millis } from "../base/time.ts";
import type { Router, World } from "./router.ts";
import { masterDownInterval, skewTime } from "./timers.ts";

/** `lasted` milliseconds without running, ending now. */
export function afterStall(world: World, lasted: Millis): void {
  for (const router of world.routers.values()) listenFirst(world, router, lasted);
}

function listenFirst(world: World, router: Router, lasted: Millis): void {
  const { config, phase } = router;
  if (phase.state === "BACKUP") {
    const grace = phase.masterInterval + skewTime(config, phase.masterInterval);
    const masterDownAt = millis(Math.max(phase.masterDownAt, world.now + grace));
    router.phase = { ...phase, masterDownAt };
  } else if (phase.state === "MASTER" && lasted > patienceOfOthers(router)) {
    const nextAdvertAt = millis(world.now + config.advertInterval);
    router.phase = { ...phase, nextAdvertAt, listening: true };
  }
}

/** The shortest Master_Down_Interval that another router can have: that of priority 254. */
const patienceOfOthers = ({ config }: Router): number =>
  masterDownInterval({ ...config, priority: 254 }, config.advertInterval);
