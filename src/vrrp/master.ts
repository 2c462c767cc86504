/** What a MASTER makes of adverts and of time: RFC 9568 section 6.4.3, RFC 3768 section 6.4.3. */
import { compareIp } from "../base/ip.ts";
import { millis } from "../base/time.ts";
import { announceAgainstLower } from "./announcements.ts";
import type { TransitionCause } from "./notice.ts";
import type { Advert } from "./receive.ts";
import { type Backup, type Master, type Router, tell, type World } from "./router.ts";
import { sourceOf } from "./source.ts";
import { unitOf, yieldMastership } from "./sync-group.ts";
import { activeInterval, masterDownInterval, nextDue } from "./timers.ts";
import { sendAdvert } from "./transmit.ts";

/** An advert that passed validation. */
export function hearAsMaster(world: World, router: Router, master: Master, advert: Advert): void {
  const { config } = router;
  if (advert.priority === 0) {
    // (710) Somebody leaves who took itself for master: those who heard it must hear us at once.
    if (!hasJustSpoken(world, router, master)) speakUp(world, router, master);
    return;
  }
  const own = sourceOf(world, config);
  if (own === advert.source) {
    hearOwnAddress(world, router, advert);
    return;
  }
  const higherAddress = own !== undefined && compareIp(advert.source, own) > 0;
  const cause = reasonToYield(router, master, advert, higherAddress);
  if (cause !== undefined) {
    const backup = following(router, advert);
    yieldMastership(world, { router, cause, triggeredAt: advert.at }, backup);
    return;
  }
  insist(world, router, master, advert);
}

/** (725) A higher priority, or the same one from a higher address, compared as unsigned numbers. */
function reasonToYield(
  { config }: Router,
  master: Master,
  { priority, source: from }: Advert,
  higherAddress: boolean,
): TransitionCause | undefined {
  if (priority > config.priority) return { type: "higherPriority", from, priority };
  if (priority === config.priority && higherAddress)
    return { type: "equalPriorityHigherAddress", from, priority };
  // Others took over while we did not run; with nopreempt what they have is theirs.
  if (master.listening && !config.preempt) return { type: "replacedInStall", from, priority };
  return undefined;
}

/** (740) BACKUP, counting with the new master's interval. */
function following({ config }: Router, { source, interval, at }: Advert): Backup {
  const masterInterval = activeInterval(config, interval);
  return {
    state: "BACKUP",
    since: at,
    resumed: undefined,
    masterInterval,
    masterDownAt: millis(at + masterDownInterval(config, masterInterval)),
    master: source,
    heardAt: at,
    outlook: { type: "silence" },
    preemptAt: undefined,
    wantsMaster: undefined,
  };
}

/**
 * Deviation: RFC 9568 discards an advert of a lower priority; keepalived answers it, and announces
 * the addresses again, since neighbours may have learnt them from the other one.
 */
function insist(world: World, router: Router, master: Master, advert: Advert): void {
  const { name: instance } = router.config;
  if (!hasJustSpoken(world, router, master)) {
    speakUp(world, router, master);
    for (const member of unitOf(router))
      if (member.phase.state === "MASTER") announceAgainstLower(world, member);
  }
  const { source, priority } = advert;
  const news = `${source} ${priority}`;
  if (router.told.get("lower") === news) return;
  router.told.set("lower", news);
  tell(world, { type: "vrrp.lowerPriority", instance, source, priority });
}

/**
 * Within a tenth of the interval nobody needs to hear us twice: else whoever floods the network with
 * adverts would have us flood it with answers and announcements.
 */
const hasJustSpoken = ({ now }: World, { config }: Router, { nextAdvertAt }: Master): boolean =>
  now - nextAdvertAt + config.advertInterval < config.advertInterval / 10;

function speakUp(world: World, router: Router, master: Master): void {
  sendAdvert(world, router, router.config.priority);
  const nextAdvertAt = millis(world.now + router.config.advertInterval);
  router.phase = { ...master, nextAdvertAt, listening: false };
}

/** Our own packet that came back, or a second router with our address: nobody can tell which. */
function hearOwnAddress(world: World, router: Router, advert: Advert): void {
  const { config } = router;
  // What a transport loops back to us is what we say ourselves.
  if (config.transport.type === "udp" && advert.priority === config.priority) return;
  if (router.told.get("duplicate") !== undefined) return;
  router.told.set("duplicate", advert.source);
  tell(world, {
    type: "vrrp.mismatch",
    instance: config.name,
    source: advert.source,
    what: "duplicate",
    detail: `an advert of priority ${advert.priority} came from our own address`,
  });
}

/** (700) Adver_Timer has run out. */
export function advertDue(world: World, router: Router, master: Master): void {
  const { advertInterval, priority } = router.config;
  sendAdvert(world, router, priority);
  const nextAdvertAt = nextDue(master.nextAdvertAt, advertInterval, world.now);
  router.phase = { ...master, nextAdvertAt, listening: false };
}
