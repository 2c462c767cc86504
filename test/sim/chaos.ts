/** A run full of faults, all of it decided by the seed. */
import { seededRandom } from "../../src/base/random.ts";
import { FAIR_WEATHER } from "../../src/sim/network.ts";
import { electionBound, type Watch, watch } from "./invariants.ts";
import { createWorld, type Plan, seconds, type World } from "./world.ts";

type Random = () => number;

/** How long faults go on, in seconds; then all is mended and the election is awaited. */
const FAULTY = 60;

function planOf(random: Random): Plan {
  const pick = <T>(...choices: readonly [T, ...T[]]): T =>
    choices[Math.floor(random() * choices.length)] ?? choices[0];
  const version = pick<2 | 3>(2, 3, 3);
  const extra = pick("", "", "nopreempt", "preempt_delay 3");
  const equal = random() < 0.2;
  const names = random() < 0.5 ? ["a", "b"] : ["a", "b", "c"];
  return {
    version,
    family: version === 2 ? 4 : pick<4 | 6>(4, 6),
    unicast: random() < 0.3,
    group: random() < 0.3,
    interval: version === 2 ? 1 : pick(1, 0.2),
    routers: names.map((name, i) => ({
      name,
      priority: equal ? 100 : pick(200, 150) - 40 * i,
      extra: i === 0 && extra === "" && random() < 0.1 ? "state MASTER" : extra,
      clockRate: 1 + (random() - 0.5) * 0.002,
    })),
  };
}

/** Runs it, and throws where an invariant breaks. Gives the world for further questions. */
export function runChaos(seed: number): World {
  const random = seededRandom(seed);
  const world = createWorld(planOf(random), seed + 1);
  const { network } = world;
  const watching = watch(world);
  const hosts = [...world.hosts.values()];
  const disturb = (at: number, action: () => void): void => {
    network.at(seconds(at), () => {
      watching.disturbed();
      action();
    });
  };
  for (const host of hosts) disturb(random() * 3, () => host.start());
  const faults = 3 + Math.floor(random() * 10);
  for (let i = 0; i < faults; i++) fault(world, random, watching, disturb);
  disturb(FAULTY, () => {
    network.weather = FAIR_WEATHER;
    network.mendAll();
    for (const host of hosts) {
      for (const port of ["wan", "lan"]) host.setLink(port, true);
      if (!host.isRunning()) host.start();
    }
  });
  network.run(seconds(FAULTY + 10 + (2 * electionBound(world)) / 1000), () => {
    watching.check();
  });
  return world;
}

function fault(
  world: World,
  random: Random,
  watching: Watch,
  disturb: (at: number, action: () => void) => void,
): void {
  const { network } = world;
  const hosts = [...world.hosts.values()];
  const some = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] ?? (all[0] as T);
  const host = some(hosts);
  const other = some(hosts);
  const at = 3 + random() * (FAULTY - 15);
  const lasts = 0.1 + random() * 8;
  switch (Math.floor(random() * 10)) {
    case 0:
      disturb(at, () => {
        network.weather = {
          loss: random() * 0.3,
          duplication: random() * 0.2,
          delayMin: 0.1,
          delayMax: 1 + random() * 40,
        };
      });
      disturb(at + lasts, () => {
        network.weather = FAIR_WEATHER;
      });
      return;
    case 1:
      disturb(at, () => network.cut(host.name, other.name));
      disturb(at + lasts, () => network.mend(host.name, other.name));
      return;
    case 2:
      disturb(at, () => {
        for (const each of hosts) {
          network.cut(host.name, each.name);
          network.cut(each.name, host.name);
        }
      });
      disturb(at + lasts, () => network.mendAll());
      return;
    case 3:
      disturb(at, () => host.kill());
      disturb(at + lasts, () => restart(host));
      return;
    case 4:
      disturb(at, () => host.powerOff());
      disturb(at + lasts, () => restart(host));
      return;
    case 5:
      disturb(at, () => {
        if (!host.isRunning()) return;
        host.stop();
        watching.left(host);
      });
      disturb(at + lasts, () => restart(host));
      return;
    case 6:
      disturb(at, () => host.stall(seconds(lasts)));
      return;
    case 7:
      disturb(at, () => host.pause(seconds(lasts)));
      return;
    case 8: {
      const port = some(["wan", "lan"]);
      disturb(at, () => host.setLink(port, false));
      disturb(at + lasts, () => host.setLink(port, true));
      return;
    }
    default:
      disturb(at, () => {
        const vip = [...(host.machine().get("wan")?.addresses.keys() ?? [])][1];
        if (vip !== undefined && host.isRunning()) host.removeAddress("wan", vip);
      });
  }
}

function restart(host: ReturnType<World["host"]>): void {
  if (!host.isRunning()) host.start();
}
