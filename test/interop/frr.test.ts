/** FRR's vrrpd as the peer: VRRPv3 by multicast, with the virtual MAC of RFC 9568 section 7.3. */
import { describe, expect, test } from "vitest";
import { startCapture } from "./harness/capture.ts";
import { confOf, LENGTH, VIP, VIPS, VRID } from "./harness/conf.ts";
import { addVirtualLink, type FrrRouter, startFrr } from "./harness/frr.ts";
import { staysOnlyHolder, untilOnlyHolder } from "./harness/holders.ts";
import { judge } from "./harness/judge.ts";
import { addressesOf, type Host, onLan } from "./harness/lan.ts";
import { latestCauseOf, statesOf } from "./harness/log.ts";
import { startRouter } from "./harness/routers.ts";
import { until } from "./harness/wait.ts";

const SOON_MS = 15_000;
const ADDRESSES = { 4: ["10.9.0.1", "10.9.0.2"], 6: ["2001:db8:9::1", "2001:db8:9::2"] } as const;
const SOURCES = { 4: "10.9.0.1", 6: "fe80::ff:fe00:1" } as const;

describe.concurrent.each([{ family: 4 }, { family: 6 }] as const)("IPv$family", ({ family }) => {
  const setup = { version: 3, family, advertInterval: 0.2, unicast: false } as const;
  const vip = VIP[family];
  const [address, peer] = ADDRESSES[family];
  const frrOf = (priority: number): FrrRouter => ({
    family,
    vrid: VRID,
    priority,
    advertIntervalMs: 200,
    addresses: VIPS[family].map((each) => `${each}/${LENGTH[family]}`),
  });
  const holds = async (host: Host): Promise<boolean> => (await addressesOf(host)).includes(vip);
  const darumaOf = (priority: number): string => confOf(setup, { priority, address, peer });

  test("daruma rules, crashes, comes back, leaves", { timeout: 90_000 }, () =>
    onLan(`frr backup ${family}`, async (lan) => {
      const own = await lan.host("daruma", 1, [`${address}/${LENGTH[family]}`]);
      const other = await lan.host("frr", 2, [`${peer}/${LENGTH[family]}`]);
      const hosts = [own, other];
      const capture = await startCapture(lan);
      const first = startRouter("daruma", own, darumaOf(150));
      await untilOnlyHolder(own, hosts, vip, SOON_MS);
      await addVirtualLink(other, frrOf(100));
      const frr = await startFrr(other, frrOf(100));
      await untilOnlyHolder(own, hosts, vip, SOON_MS);
      await first.kill();
      await until(
        "FRR takes over",
        SOON_MS,
        () => holds(other),
        () => frr.log(),
      );
      const second = startRouter("daruma", own, darumaOf(150));
      await untilOnlyHolder(own, hosts, vip, SOON_MS);
      expect(latestCauseOf(second)).toBe("preempted");

      expect(await second.stop()).toBe(0);
      await untilOnlyHolder(other, hosts, vip, SOON_MS);
      await capture.stop();
      const source = SOURCES[family];
      await judge(capture.file, {
        ...setup,
        host: own,
        source,
        peer: undefined,
        vips: VIPS[family],
      });
    }),
  );

  test("FRR rules, crashes, comes back, leaves", { timeout: 90_000 }, () =>
    onLan(`frr master ${family}`, async (lan) => {
      const own = await lan.host("daruma", 1, [`${address}/${LENGTH[family]}`]);
      const other = await lan.host("frr", 2, [`${peer}/${LENGTH[family]}`]);
      const hosts = [own, other];
      await addVirtualLink(other, frrOf(150));
      const first = await startFrr(other, frrOf(150));
      // The link has the address before FRR starts, and loses it until FRR is master.
      await until("FRR is master", SOON_MS, () => first.log().includes("Backup -> Master"));
      await untilOnlyHolder(other, hosts, vip, SOON_MS);
      const daruma = startRouter("daruma", own, darumaOf(100));
      await until("daruma listens", SOON_MS, () => statesOf(daruma).length > 0);
      await staysOnlyHolder(other, hosts, vip, 1500);

      await first.kill();
      await until("daruma takes over", SOON_MS, () => holds(own));
      expect(latestCauseOf(daruma)).toBe("masterDown");
      const second = await startFrr(other, frrOf(150));
      await untilOnlyHolder(other, hosts, vip, SOON_MS);
      expect(latestCauseOf(daruma)).toBe("higherPriority");

      await second.stop();
      await until("daruma takes over", SOON_MS, () => holds(own));
      expect(latestCauseOf(daruma)).toBe("masterLeft");
    }),
  );
});
