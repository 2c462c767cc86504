/** What a BACKUP makes of adverts and of time: RFC 9568 section 6.4.2, RFC 3768 section 6.4.2. */
import { later, type Millis, millis } from "../base/time.ts";
import type { TransitionCause } from "./notice.ts";
import type { Advert } from "./receive.ts";
import type { Backup, Router, World } from "./router.ts";
import { wantMaster } from "./sync-group.ts";
import { activeInterval, masterDownInterval, skewTime } from "./timers.ts";

/** An advert that passed validation. */
export function hearAsBackup(router: Router, backup: Backup, advert: Advert): void {
  const { config } = router;
  if (advert.at < backup.since) return;
  if (advert.priority === 0) {
    // (420) The master leaves: only the skew decides who follows.
    const soon = skewTime(config, backup.masterInterval);
    const masterDownAt = waitFor(backup, advert, soon);
    const outlook = { type: "left", master: advert.source } as const;
    router.phase = { ...backup, masterDownAt, outlook, heardAt: advert.at };
    return;
  }
  const lower = advert.priority < config.priority;
  const preemptAt = lower ? preemptionTime(router, backup, advert) : undefined;
  if (lower && preemptAt !== undefined && preemptAt <= advert.at) {
    // (440) Discarded: the timer runs out, and we take over. A timer that has not been started by
    // anybody since we were last told to wait stays as it is.
    const outlook = { type: "lower", master: advert.source, priority: advert.priority } as const;
    router.phase = { ...backup, preemptAt, outlook };
    return;
  }
  // (430) A master to follow; RFC 9568: its interval is the one to count with.
  const masterInterval = activeInterval(config, advert.interval);
  const patience = masterDownInterval(config, masterInterval);
  router.phase = {
    ...backup,
    masterInterval,
    masterDownAt: waitFor(backup, advert, patience),
    master: advert.source,
    heardAt: advert.at,
    outlook: { type: "silence" },
    preemptAt,
    wantsMaster: undefined,
  };
}

/** Counted from the advert; one that had lain in the socket during a stall cannot cut its grace short. */
function waitFor({ resumed }: Backup, { at }: Advert, patience: Millis): Millis {
  const due = millis(at + patience);
  return resumed === undefined || at >= resumed.at ? due : later(due, resumed.notBefore);
}

/**
 * From when on adverts of a lower priority are not followed; undefined: never (nopreempt).
 * keepalived.conf(5), preempt_delay: counted from the first such advert since we became BACKUP.
 */
function preemptionTime({ config }: Router, backup: Backup, advert: Advert): Millis | undefined {
  if (!config.preempt) return undefined;
  return backup.preemptAt ?? millis(advert.at + config.preemptDelay);
}

/** (405) Master_Down_Timer has run out. */
export function masterDown(world: World, router: Router, backup: Backup): void {
  wantMaster(world, router, backup, causeOf(world, backup));
}

function causeOf(world: World, { outlook, master, heardAt }: Backup): TransitionCause {
  switch (outlook.type) {
    case "left":
      return { type: "masterLeft", master: outlook.master };
    case "lower":
      return { type: "preempted", master: outlook.master, priority: outlook.priority };
    case "silence":
      return { type: "masterDown", master, silentFor: millis(world.now - heardAt) };
  }
}
