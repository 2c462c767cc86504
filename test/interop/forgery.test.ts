/** Thousands of hostile packets at a live pair: nobody falls, nobody changes sides, nobody babbles. */
import { describe, expect, test } from "vitest";
import { type Ip, parseIp } from "../../src/base/ip.ts";
import { seededRandom } from "../../src/base/random.ts";
import { openAttacker } from "./harness/attacker.ts";
import { confOf, LENGTH, type Setup, VIP, VIPS, VRID } from "./harness/conf.ts";
import { type Forgeries, forgeries2, forgeries3, type Target } from "./harness/forgeries.ts";
import { staysOnlyHolder, untilOnlyHolder } from "./harness/holders.ts";
import { onLan } from "./harness/lan.ts";
import { linesOf, statesOf } from "./harness/log.ts";
import { startRouter } from "./harness/routers.ts";
import { sleep, until } from "./harness/wait.ts";

const PASSWORD = "daruma42";
const V2 = { version: 2, advertInterval: 1, unicast: false } as const;
const V3 = { version: 3, advertInterval: 0.2, unicast: false } as const;
const SETUPS: readonly (Setup & { readonly title: string })[] = [
  { title: "v2 with a password", ...V2, family: 4, password: PASSWORD },
  { title: "v3 IPv4", ...V3, family: 4 },
  { title: "v3 IPv6", ...V3, family: 6 },
  { title: "v3 over UDP", ...V3, family: 4, udp: 8112 },
];
const ADDRESSES = {
  4: ["10.9.0.1", "10.9.0.2", "10.9.0.66"],
  6: ["2001:db8:9::1", "2001:db8:9::2", "2001:db8:9::66"],
} as const;
const GROUPS = { 4: "224.0.0.18", 6: "ff02::12" } as const;
/** The attacker's, host number 66. */
const SOURCES = { 4: "10.9.0.66", 6: "fe80::ff:fe00:42" } as const;

const EACH = 300;
const BURST = 20;
const SOON_MS = 15_000;
/** Log lines that a flood may cost: one for each kind of fault, and some for kinds met by chance. */
const LINES = 25;

const must = (text: string): Ip => {
  const ip = parseIp(text);
  if (ip === undefined) throw new Error(`no address: ${text}`);
  return ip;
};

function targetOf({ family }: Setup): Target {
  return {
    vrid: VRID,
    source: must(SOURCES[family]),
    group: must(GROUPS[family]),
    vips: VIPS[family].map(must),
  };
}

function forgeriesFor(setup: Setup, target: Target): Forgeries {
  if (setup.version === 2) return forgeries2(target, PASSWORD);
  const { ttl, ...others } = forgeries3(target);
  // UDP does not tell the TTL.
  return setup.udp === undefined ? { ttl: ttl ?? [], ...others } : others;
}

describe.concurrent.each(SETUPS)("$title", (setup) => {
  test("a flood of forged adverts changes nothing", { timeout: 90_000 }, () =>
    onLan(`forgery ${setup.title}`, async (lan) => {
      const { family } = setup;
      const [one, two, evil] = ADDRESSES[family];
      const master = await lan.host("master", 1, [`${one}/${LENGTH[family]}`]);
      const backup = await lan.host("backup", 2, [`${two}/${LENGTH[family]}`]);
      const outsider = await lan.host("outsider", 66, [`${evil}/${LENGTH[family]}`]);
      const hosts = [master, backup];
      const conf = (priority: number, address: string, peer: string): string =>
        confOf(setup, { priority, address, peer });
      const daemons = [startRouter("daruma", master, conf(150, one, two))];
      await untilOnlyHolder(master, hosts, VIP[family], SOON_MS);
      const second = startRouter("daruma", backup, conf(100, two, one));
      daemons.push(second);
      await until("the backup listens", SOON_MS, () => statesOf(second).length > 0);
      const before = daemons.map((daemon) => statesOf(daemon));

      const target = targetOf(setup);
      const random = seededRandom(VRID);
      const attacker = openAttacker(outsider, family, setup.udp);
      const kinds = Object.entries(forgeriesFor(setup, target));
      let sent = 0;
      for (const [, forges] of kinds) {
        for (let i = 0; i < EACH; i++) {
          for (const forge of forges) {
            const { ttl, payload } = forge(random);
            attacker.send(target.source, target.group, ttl, payload);
            // Room for the pair's own adverts between what is forged.
            if (++sent % BURST === 0) await sleep(5);
          }
        }
      }
      attacker.close();
      await staysOnlyHolder(master, hosts, VIP[family], 1000);

      const wanted = kinds.map(([fault]) => fault).filter((fault) => fault !== "silent");
      expect(sent).toBeGreaterThan(3000);
      for (const [i, daemon] of daemons.entries()) {
        const refused = linesOf(daemon, "vrrp.refused").map((line) => String(line["fault"]));
        expect(refused).toEqual(expect.arrayContaining(wanted));
        expect(linesOf(daemon).length).toBeLessThan(LINES);
        expect(linesOf(daemon, "process.died")).toEqual([]);
        expect(statesOf(daemon)).toEqual(before[i]);
      }
      // Still awake: the backup notices a real goodbye.
      await daemons[0]?.stop();
      await untilOnlyHolder(backup, hosts, VIP[family], SOON_MS);
    }),
  );
});
