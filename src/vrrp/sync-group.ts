/**
 * Who moves together. A router without a sync group is a unit of its own, so that every caller
 * treats both alike: keepalived.conf(5), "vrrp_sync_group".
 *
 * All become master in one step, when the last of them wants to; one that yields or fails takes the
 * others with it. A group never holds a MASTER and a FAULT together.
 */

import { millis } from "../base/time.ts";
import { tellGroup } from "./group-notice.ts";
import type { TransitionCause } from "./notice.ts";
import type { Backup, Fault, Router, World } from "./router.ts";
import { masterDownInterval, skewTime } from "./timers.ts";
import { enterMaster, freshBackup, leaveTo, type Move } from "./transitions.ts";
import { sayGoodbye } from "./transmit.ts";

/** All that move when this one does, itself included. */
export const unitOf = (router: Router): readonly Router[] => router.group?.members ?? [router];

/** Every unit once. */
export function unitsOf(world: World): readonly (readonly Router[])[] {
  const seen = new Set<Router>();
  const units: (readonly Router[])[] = [];
  for (const router of world.routers.values()) {
    if (seen.has(router)) continue;
    const unit = unitOf(router);
    for (const member of unit) seen.add(member);
    units.push(unit);
  }
  return units;
}

/** The router's timer has run out: it becomes master, with its group as soon as all of them want to. */
export function wantMaster(
  world: World,
  router: Router,
  backup: Backup,
  cause: TransitionCause,
): void {
  const since = backup.masterDownAt;
  const masterDownAt = millis(world.now + masterDownInterval(router.config, backup.masterInterval));
  router.phase = { ...backup, masterDownAt, wantsMaster: { since, cause } };
  const unit = unitOf(router);
  if (!unit.every(isWilling)) return;
  const rising = unit.filter(({ phase }) => phase.state === "BACKUP");
  enterMaster(
    world,
    rising.map((member) => ({
      router: member,
      cause: member === router ? cause : onBehalfOf(router, cause),
      triggeredAt: since,
    })),
    cause,
  );
}

const isWilling = ({ phase }: Router): boolean =>
  phase.state === "MASTER" || (phase.state === "BACKUP" && phase.wantsMaster !== undefined);

/** An address owner (or a group of them) starts as master: RFC 9568 section 6.4.1 (105). */
export function startAsMaster(world: World, unit: readonly Router[]): void {
  const moves = unit.map(
    (router): Move => ({ router, cause: { type: "owner" }, triggeredAt: world.now }),
  );
  enterMaster(world, moves, { type: "owner" });
}

/** A master yields to `backup`'s master; the other masters of its group step down with it. */
export function yieldMastership(world: World, move: Move, backup: Backup): void {
  const { router, cause } = move;
  const others = unitOf(router).filter(
    (member) => member !== router && member.phase.state === "MASTER",
  );
  const moves = [move, ...others.map((member) => follow(member, move))];
  leaveTo(world, moves, (member) => (member === router ? backup : freshBackup(world, member)));
  tellGroup(world, router.group, cause);
}

/**
 * An address of a master was taken away: the unit says goodbye, and whoever is best takes it all up
 * again. A master that still listens after a stall has nothing to take leave of: it waits in full.
 */
export function giveUp(world: World, router: Router, cause: TransitionCause): void {
  const masters = unitOf(router).filter(({ phase }) => phase.state === "MASTER");
  const listening = masters.some(({ phase }) => phase.state === "MASTER" && phase.listening);
  if (!listening) for (const member of masters) sayGoodbye(world, member);
  const move: Move = { router, cause, triggeredAt: world.now };
  leaveTo(
    world,
    masters.map((member) => (member === router ? move : follow(member, move))),
    (member) => {
      const fresh = freshBackup(world, member);
      if (listening) return fresh;
      const soon = millis(world.now + skewTime(member.config, member.config.advertInterval));
      return { ...fresh, masterDownAt: soon };
    },
  );
  tellGroup(world, router.group, cause);
}

/** Members with reasons of their own, and through them all others, go to FAULT. */
export function fail(
  world: World,
  unit: readonly Router[],
  reasons: ReadonlyMap<Router, readonly string[]>,
): void {
  for (const router of unit) if (router.phase.state === "MASTER") sayGoodbye(world, router);
  const [culprit] = unit.filter((router) => (reasons.get(router) ?? []).length > 0);
  if (culprit === undefined) return;
  const cause: TransitionCause = { type: "fault", reasons: reasons.get(culprit) ?? [] };
  const faultOf = (router: Router): Fault => {
    const own = reasons.get(router) ?? [];
    const through = `${culprit.config.name} of the same sync group is in FAULT`;
    return { state: "FAULT", reasons: own.length > 0 ? own : [through] };
  };
  const moves = unit.map((router): Move => {
    const own = reasons.get(router) ?? [];
    const mine: TransitionCause =
      own.length > 0 ? { type: "fault", reasons: own } : onBehalfOf(culprit, cause);
    return { router, cause: mine, triggeredAt: world.now };
  });
  leaveTo(world, moves, faultOf);
  tellGroup(world, culprit.group, cause);
}

const onBehalfOf = (router: Router, because: TransitionCause): TransitionCause => ({
  type: "group",
  member: router.config.name,
  because,
});

const follow = (router: Router, { router: leader, cause, triggeredAt }: Move): Move => ({
  router,
  cause: onBehalfOf(leader, cause),
  triggeredAt,
});
