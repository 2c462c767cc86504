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
import { later, millis } from "../base/time.ts";
import type { Master, Router, World } from "./router.ts";
import { masterDownInterval, skewTime } from "./timers.ts";

/** To be called before anything that has come in meanwhile is heard. */
export function afterStall(world: World): void {
  for (const router of world.routers.values()) listenFirst(world, router);
}

function listenFirst(world: World, router: Router): void {
  const { config, phase } = router;
  if (phase.state === "BACKUP") {
    const grace = phase.masterInterval + skewTime(config, phase.masterInterval);
    const notBefore = millis(world.now + grace);
    const masterDownAt = later(phase.masterDownAt, notBefore);
    router.phase = { ...phase, masterDownAt, resumed: { at: world.now, notBefore } };
  } else if (phase.state === "MASTER" && silence(world, router, phase) > patienceOfOthers(router)) {
    const nextAdvertAt = millis(world.now + config.advertInterval);
    router.phase = { ...phase, nextAdvertAt, listening: true };
  }
}

/** How long the others have not heard us: the stall, and what had passed of the interval before it. */
const silence = ({ now }: World, { config }: Router, { nextAdvertAt }: Master): number =>
  now - nextAdvertAt + config.advertInterval;

/** The shortest Master_Down_Interval that another router can have: that of priority 254. */
const patienceOfOthers = ({ config }: Router): number =>
  masterDownInterval({ ...config, priority: 254 }, config.advertInterval);
