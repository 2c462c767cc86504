/**
 * Entering and leaving states, for one router: what is sent, held and told, in the order that
 * engine.ts promises. Whether a sync group comes along is decided in sync-group.ts, before.
 */
import { type Millis, millis } from "../base/time.ts";
import type { InterfaceAddress } from "../config/model.ts";
import { announceAdded, announceTakeover, silence } from "./announcements.ts";
import type { VrrpInput } from "./engine.ts";
import { tellGroup } from "./group-notice.ts";
import type { TransitionCause } from "./notice.ts";
import {
  type Answer,
  addressesOf,
  type Backup,
  emit,
  keyOfAddress,
  type Phase,
  type Router,
  type TransitionNotice,
  tell,
  type World,
} from "./router.ts";
import { masterDownInterval } from "./timers.ts";
import { sendAdvert } from "./transmit.ts";

/** A transition of a router that has been decided. */
export interface Move {
  readonly router: Router;
  readonly cause: TransitionCause;
  readonly triggeredAt: Millis;
}

/** RFC 9568 section 6.4.2 (365-390): all adverts first, then all addresses; the kernel's answer brings the rest. */
export function enterMaster(
  world: World,
  moves: readonly Move[],
  groupCause: TransitionCause,
): void {
  for (const { router } of moves) sendAdvert(world, router, router.config.priority);
  for (const move of moves) {
    const { router } = move;
    const notice = transition(move, "MASTER");
    const nextAdvertAt = millis(world.now + router.config.advertInterval);
    router.phase = { state: "MASTER", nextAdvertAt, listening: false };
    router.told.clear();
    const group = move === moves.at(-1) ? groupCause : undefined;
    hold(world, router, addressesOf(router.config), { type: "promoted", notice, group });
  }
}

/** To BACKUP, FAULT or INIT. What a master holds is let go; whether it says goodbye the caller has decided. */
export function leaveTo(
  world: World,
  moves: readonly Move[],
  phase: (router: Router) => Phase,
): void {
  const notices: TransitionNotice[] = [];
  for (const move of moves) {
    const { router } = move;
    const next = phase(router);
    if (router.phase.state === next.state) {
      router.phase = next;
      continue;
    }
    notices.push(transition(move, next.state));
    router.phase = next;
    router.told.clear();
    release(world, router);
  }
  for (const notice of notices) tell(world, notice);
}

/** BACKUP with a full Master_Down_Interval to wait, by our own interval: nobody has been heard yet. */
export function freshBackup(world: World, router: Router): Backup {
  const { config } = router;
  const interval = config.advertInterval;
  return {
    state: "BACKUP",
    since: world.now,
    resumed: undefined,
    masterDownAt: millis(world.now + masterDownInterval(config, interval)),
    masterInterval: interval,
    master: undefined,
    heardAt: world.now,
    outlook: { type: "silence" },
    preemptAt: undefined,
    wantsMaster: undefined,
  };
}

function transition({ router, cause, triggeredAt }: Move, to: Phase["state"]): TransitionNotice {
  const { name: instance, priority } = router.config;
  const from = router.phase.state;
  return { type: "vrrp.transition", instance, from, to, cause, priority, triggeredAt };
}

/** Asks the kernel for addresses; `answer` says what follows when it has them. */
export function hold(
  world: World,
  router: Router,
  add: readonly InterfaceAddress[],
  answer: Answer,
  remove: readonly InterfaceAddress[] = [],
): void {
  for (const address of remove) {
    router.held.delete(keyOfAddress(address));
    router.missing.delete(address.prefix.ip);
  }
  for (const address of add) router.held.set(keyOfAddress(address), address);
  router.unanswered.push(answer);
  emit(world, { type: "addresses", instance: router.config.name, remove, add });
}

/** Lets go of all addresses, and of what was to be announced. */
function release(world: World, router: Router): void {
  silence(world, router);
  if (router.held.size === 0) return;
  const remove = [...router.held.values()];
  router.held.clear();
  router.missing.clear();
  router.unanswered.push({ type: "removed" });
  emit(world, { type: "addresses", instance: router.config.name, remove, add: [] });
}

/** The kernel's answer to the oldest unanswered `addresses` of the router. */
export function addressesDone(
  world: World,
  router: Router,
  failed: Extract<VrrpInput, { type: "addressesDone" }>["failed"],
): void {
  const answer = router.unanswered.shift();
  if (answer === undefined) return;
  // Has it left meanwhile, the addresses are gone again and there is nothing to announce.
  if (answer.type === "removed" || router.phase.state !== "MASTER") return;
  for (const { ip, reason } of failed) {
    router.missing.add(ip);
    tell(world, { type: "vrrp.address", instance: router.config.name, ip, problem: reason });
  }
  if (answer.type === "added") {
    announceAdded(world, router, answer.addresses);
    return;
  }
  announceTakeover(world, router, answer.notice.triggeredAt);
  tell(world, answer.notice);
  if (answer.group !== undefined) tellGroup(world, router.group, answer.group);
}
