/**
 * A new conf for running routers, without losing mastership and without touching what has not
 * changed. An instance is the same when its VRID, family, interface, transport and way of sending
 * are the same; its name, addresses, priority and timers may change.
 */
import { type Millis, millis } from "../base/time.ts";
import type { VrrpInstance } from "../config/model.ts";
import { changesBetween } from "./changes.ts";
import { useChannel } from "./channels.ts";
import type { VrrpConfig } from "./engine.ts";
import { tellGroup } from "./group-notice.ts";
import { review } from "./links.ts";
import { addressesOf, type Group, keyOfAddress, type Router, tell, type World } from "./router.ts";
import { masterDownInterval } from "./timers.ts";
import { freshBackup, hold, leaveTo } from "./transitions.ts";
import { sayGoodbye, sendAdvert } from "./transmit.ts";

/** A router that has not started. */
const createRouter = (config: VrrpInstance): Router => ({
  config,
  phase: { state: "INIT" },
  group: undefined,
  held: new Map(),
  missing: new Set(),
  unanswered: [],
  channel: undefined,
  told: new Map(),
  advertised: undefined,
});

/** Brings the world from its present conf to `config`. Used for the first conf too. */
export function reconfigure(world: World, config: VrrpConfig): void {
  const known = successors(world, config.instances);
  const staying = new Set(known.values());
  remove(
    world,
    [...world.routers.values()].filter((router) => !staying.has(router)),
  );
  const changed: (readonly [Router, VrrpInstance])[] = [];
  world.routers.clear();
  for (const instance of config.instances) {
    const router = known.get(instance) ?? createRouter(instance);
    if (router.config !== instance) changed.push([router, instance]);
    world.routers.set(instance.name, router);
  }
  for (const [router, instance] of changed) change(world, router, instance);
  regroup(world, config);
  review(world);
}

/** What tells instances of one identity apart, the surest first. */
const MARKS: readonly ((config: VrrpInstance) => string)[] = [
  ({ destination }) => JSON.stringify(destination),
  ({ name }) => name,
  () => "",
];

/**
 * The router that goes on as each instance. Unicast instances may share an identity, and are then
 * told apart by their peers, or by their names where a peer has come or gone.
 */
function successors(
  world: World,
  instances: readonly VrrpInstance[],
): ReadonlyMap<VrrpInstance, Router> {
  const found = new Map<VrrpInstance, Router>();
  const left = new Set(world.routers.values());
  for (const mark of MARKS) {
    const keyOf = (config: VrrpInstance): string => `${identityOf(config)} ${mark(config)}`;
    const known = new Map([...left].map((router) => [keyOf(router.config), router]));
    for (const instance of instances) {
      const router = found.has(instance) ? undefined : known.get(keyOf(instance));
      if (router === undefined || !left.delete(router)) continue;
      found.set(instance, router);
    }
  }
  return found;
}

const identityOf = ({
  vrid,
  family,
  interface: dev,
  transport,
  destination,
  source,
}: VrrpInstance): string =>
  JSON.stringify([
    vrid,
    family,
    dev,
    transport,
    destination.type === "multicast" ? destination.group : "unicast",
    source ?? "",
  ]);

/** Instances that the conf no longer has: they leave orderly, as at a stop. */
function remove(world: World, routers: readonly Router[]): void {
  for (const router of routers) if (router.phase.state === "MASTER") sayGoodbye(world, router);
  leaveTo(
    world,
    routers.map((router) => ({ router, cause: { type: "removed" }, triggeredAt: world.now })),
    () => ({ state: "INIT" }),
  );
  for (const router of routers) {
    world.routers.delete(router.config.name);
    useChannel(world, router, undefined);
  }
}

function change(world: World, router: Router, next: VrrpInstance): void {
  const before = router.config;
  const changes = changesBetween(before, next);
  router.config = next;
  if (changes.length === 0) return;
  router.advertised = undefined;
  router.told.clear();
  if (router.phase.state === "MASTER") changeMaster(world, router, before);
  if (router.phase.state === "BACKUP") shiftTimer(world, router, before);
  tell(world, { type: "vrrp.reconfigured", instance: next.name, changes });
}

/** The others must hear at once what we are now: a lower priority may end our mastership. */
function changeMaster(world: World, router: Router, before: VrrpInstance): void {
  const { config, phase, held } = router;
  if (phase.state !== "MASTER") return;
  const wanted = new Map(addressesOf(config).map((address) => [keyOfAddress(address), address]));
  const gone = [...held].filter(([key]) => !wanted.has(key)).map(([, address]) => address);
  const added = [...wanted].filter(([key]) => !held.has(key)).map(([, address]) => address);
  const speaks =
    before.priority !== config.priority ||
    before.advertInterval !== config.advertInterval ||
    gone.length + added.length > 0;
  if (speaks) {
    sendAdvert(world, router, config.priority);
    const soonest = millis(world.now + config.advertInterval);
    // An advert less than an interval away stays where it is, so that the rhythm is kept.
    const nextAdvertAt = earlierOf(phase.nextAdvertAt, soonest);
    router.phase = { ...phase, nextAdvertAt };
  }
  if (gone.length + added.length > 0)
    hold(world, router, added, { type: "added", addresses: added }, gone);
}

const earlierOf = (a: Millis, b: Millis): Millis => millis(Math.min(a, b));

/** A timer that runs goes on, longer or shorter by what the conf has changed. */
function shiftTimer(world: World, router: Router, before: VrrpInstance): void {
  const { config, phase } = router;
  if (phase.state !== "BACKUP") return;
  const masterInterval =
    before.advertInterval === phase.masterInterval ? config.advertInterval : phase.masterInterval;
  const shift =
    masterDownInterval(config, masterInterval) - masterDownInterval(before, phase.masterInterval);
  const masterDownAt = millis(Math.max(world.now, phase.masterDownAt + shift));
  router.phase = { ...phase, masterInterval, masterDownAt };
}

/** Groups are made anew: they hold nothing but what was last told of them. */
function regroup(world: World, config: VrrpConfig): void {
  const told = new Map([...world.groups].map(([name, group]) => [name, group.told]));
  world.groups.clear();
  for (const router of world.routers.values()) router.group = undefined;
  for (const { name, members } of config.syncGroups) {
    const routers = members.flatMap((member) => world.routers.get(member) ?? []);
    const group: Group = { name, members: routers, told: told.get(name) ?? "INIT" };
    world.groups.set(name, group);
    for (const router of routers) router.group = group;
    agree(world, group);
  }
}

/** Members that come together in different states: masters step down, and the group is elected as one. */
function agree(world: World, group: Group): void {
  const masters = group.members.filter(({ phase }) => phase.state === "MASTER");
  if (masters.length === 0 || masters.length === group.members.length) return;
  for (const router of masters) sayGoodbye(world, router);
  const cause = { type: "regrouped", group: group.name } as const;
  leaveTo(
    world,
    masters.map((router) => ({ router, cause, triggeredAt: world.now })),
    (router) => freshBackup(world, router),
  );
  tellGroup(world, group, cause);
}
