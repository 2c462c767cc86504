/** keepalived as the peer: the same conf on both, over every way that an advert can travel. */
import { describe, expect, test } from "vitest";
import { startCapture } from "./harness/capture.ts";
import { confOf, type Setup, VIP, VIPS } from "./harness/conf.ts";
import type { Daemon } from "./harness/daemon.ts";
import { staysOnlyHolder, untilOnlyHolder } from "./harness/holders.ts";
import { judge } from "./harness/judge.ts";
import { type Host, type Lan, onLan } from "./harness/lan.ts";
import { latestCauseOf, statesOf } from "./harness/log.ts";
import { type Kind, startRouter } from "./harness/routers.ts";
import { until } from "./harness/wait.ts";

/** Version 2 has whole seconds only. */
const V2 = { version: 2, family: 4, advertInterval: 1 } as const;
const SETUPS: readonly (Setup & { readonly title: string })[] = [
  { title: "v2 multicast", ...V2, unicast: false },
  { title: "v2 unicast", ...V2, unicast: true },
  { title: "v2 with a password", ...V2, unicast: false, password: "daruma42" },
  { title: "v3 multicast", version: 3, family: 4, advertInterval: 0.2, unicast: false },
  { title: "v3 unicast", version: 3, family: 4, advertInterval: 0.2, unicast: true },
  { title: "v3 IPv6 multicast", version: 3, family: 6, advertInterval: 0.2, unicast: false },
  { title: "v3 IPv6 unicast", version: 3, family: 6, advertInterval: 0.2, unicast: true },
];

/** Own addresses by family, of host 1 and host 2. */
const ADDRESSES = {
  4: ["10.9.0.1", "10.9.0.2"],
  6: ["2001:db8:9::1", "2001:db8:9::2"],
} as const;
const LINK_LOCAL = "fe80::ff:fe00:1";
const LENGTH = { 4: 24, 6: 64 } as const;
/** A busy machine starts a daemon in this time, and a pair elects in it. */
const SOON_MS = 15_000;

interface Pair {
  readonly hosts: readonly [daruma: Host, keepalived: Host];
  readonly start: (kind: Kind, priority: number) => Daemon;
  /** Waits until this one alone holds the virtual address. */
  readonly rules: (kind: Kind, limitMs?: number) => Promise<void>;
  /** Throws where it loses the address within so many advertisement intervals. */
  readonly goesOnRuling: (kind: Kind, intervals: number) => Promise<void>;
}

async function createPair(lan: Lan, setup: Setup): Promise<Pair> {
  const { family, advertInterval } = setup;
  const [one, two] = ADDRESSES[family];
  const withLength = (address: string): readonly string[] => [`${address}/${LENGTH[family]}`];
  const daruma = await lan.host("daruma", 1, withLength(one));
  const keepalived = await lan.host("keepalived", 2, withLength(two));
  const hosts = [daruma, keepalived] as const;
  const hostOf = (kind: Kind): Host => (kind === "daruma" ? daruma : keepalived);
  return {
    hosts,
    start(kind, priority) {
      const [address, peer] = kind === "daruma" ? [one, two] : [two, one];
      return startRouter(kind, hostOf(kind), confOf(setup, { priority, address, peer }));
    },
    rules: (kind, limitMs = SOON_MS) => untilOnlyHolder(hostOf(kind), hosts, VIP[family], limitMs),
    goesOnRuling: (kind, intervals) =>
      staysOnlyHolder(hostOf(kind), hosts, VIP[family], intervals * advertInterval * 1000),
  };
}

const mastersOf = (keepalived: Daemon): number =>
  keepalived.log().split("Entering MASTER STATE").length - 1;

describe.concurrent.each(SETUPS)("$title", (setup) => {
  test("daruma rules, crashes, comes back, leaves", { timeout: 90_000 }, () =>
    onLan(`keepalived backup ${setup.title}`, async (lan) => {
      const pair = await createPair(lan, setup);
      const capture = await startCapture(lan);
      const first = pair.start("daruma", 150);
      await pair.rules("daruma");
      const keepalived = pair.start("keepalived", 100);
      await pair.goesOnRuling("daruma", 6);
      expect(mastersOf(keepalived)).toBe(0);

      await first.kill();
      await lan.unplug(pair.hosts[0]);
      await until("keepalived takes over", SOON_MS, () => mastersOf(keepalived) === 1);
      await lan.plug(pair.hosts[0]);
      const second = pair.start("daruma", 150);
      await pair.rules("daruma");
      expect(latestCauseOf(second)).toBe("preempted");

      expect(await second.stop()).toBe(0);
      await pair.rules("keepalived");
      await capture.stop();
      const [own, peer] = ADDRESSES[setup.family];
      await judge(capture.file, {
        ...setup,
        host: pair.hosts[0],
        source: setup.family === 6 && !setup.unicast ? LINK_LOCAL : own,
        peer: setup.unicast ? peer : undefined,
        vips: VIPS[setup.family],
      });
    }),
  );

  test("keepalived rules, crashes, comes back, leaves", { timeout: 90_000 }, () =>
    onLan(`keepalived master ${setup.title}`, async (lan) => {
      const pair = await createPair(lan, setup);
      const first = pair.start("keepalived", 150);
      await pair.rules("keepalived");
      const daruma = pair.start("daruma", 100);
      await until("daruma listens", SOON_MS, () => statesOf(daruma).length > 0);
      await pair.goesOnRuling("keepalived", 6);
      expect(statesOf(daruma)).toEqual(["BACKUP"]);

      await first.kill();
      await until("daruma takes over", SOON_MS, () => statesOf(daruma).at(-1) === "MASTER");
      expect(latestCauseOf(daruma)).toBe("masterDown");
      const second = pair.start("keepalived", 150);
      await pair.rules("keepalived");
      expect(latestCauseOf(daruma)).toBe("higherPriority");

      await second.stop();
      await pair.rules("daruma");
      expect(latestCauseOf(daruma)).toBe("masterLeft");
    }),
  );
});
