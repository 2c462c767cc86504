/** Adverts over UDP on the loopback, by processes without a single capability: a pair on any laptop. */
import { describe, expect, test } from "vitest";
import { confOf, instanceText, VIP } from "./harness/conf.ts";
import type { Daemon } from "./harness/daemon.ts";
import { staysOnlyHolder, untilOnlyHolder } from "./harness/holders.ts";
import { type Host, onLan } from "./harness/lan.ts";
import { latestCauseOf, linesOf, statesOf } from "./harness/log.ts";
import { startRouter, startUnprivileged } from "./harness/routers.ts";
import { sleep, until } from "./harness/wait.ts";

const SOON_MS = 15_000;
const [ONE, TWO] = ["127.0.0.1", "127.0.0.2"] as const;

/** How two routers of one machine are told apart. */
const WAYS = [
  {
    way: "unicast",
    lines: (own: string, peer: string): readonly string[] => [
      `unicast_src_ip ${own}`,
      "unicast_peer {",
      peer,
      "}",
    ],
  },
  { way: "multicast", lines: (own: string): readonly string[] => [`mcast_src_ip ${own}`] },
];

const stateOf = (daemon: Daemon): string | undefined => statesOf(daemon).at(-1);

describe.concurrent.each(WAYS)("$way over UDP", ({ way, lines }) => {
  test("elects, takes over, preempts and hands over", { timeout: 60_000 }, () =>
    onLan(`udp ${way}`, async (lan) => {
      const host = await lan.host("laptop", 1, []);
      const start = (name: string, priority: number, own: string, peer: string): Daemon => {
        const extra = ["vrrp_transport udp 8112", ...lines(own, peer)];
        return startUnprivileged(name, host, instanceText({ priority, dev: "lo", extra }));
      };
      const first = start("first", 150, ONE, TWO);
      await until("the better one rules", SOON_MS, () => stateOf(first) === "MASTER");
      const second = start("second", 100, TWO, ONE);
      await until("the other listens", SOON_MS, () => stateOf(second) === "BACKUP");
      await sleep(1500);
      expect(stateOf(first)).toBe("MASTER");
      expect(statesOf(second)).toEqual(["BACKUP"]);
      // What takes privilege is missed, told and done without.
      expect(linesOf(first, "process.degraded").length).toBeGreaterThan(0);
      expect(linesOf(first, "vrrp.address").length).toBeGreaterThan(0);

      await first.kill();
      await until("the other takes over", SOON_MS, () => stateOf(second) === "MASTER");
      expect(latestCauseOf(second)).toBe("masterDown");
      const again = start("again", 150, ONE, TWO);
      await until("the better one is back", SOON_MS, () => stateOf(again) === "MASTER");
      await until("the other follows", SOON_MS, () => stateOf(second) === "BACKUP");

      expect(await again.stop()).toBe(0);
      await until("the other follows on", SOON_MS, () => stateOf(second) === "MASTER");
      expect(latestCauseOf(second)).toBe("masterLeft");
      expect(linesOf(second, "vrrp.refused")).toEqual([]);
    }),
  );
});

// The newest link-local address of a master is a virtual one, and would be the kernel's choice.
test("IPv6 adverts keep their source when it becomes master", { timeout: 60_000 }, () =>
  onLan("udp ipv6", async (lan) => {
    const v3 = { version: 3, family: 6, advertInterval: 0.2, unicast: false } as const;
    const setup = { ...v3, udp: 8112 };
    const [one, two] = [await lan.host("one", 1, []), await lan.host("two", 2, [])];
    const start = (host: Host, priority: number): Daemon => {
      return startRouter("daruma", host, confOf(setup, { priority, address: "", peer: "" }));
    };
    start(one, 150);
    await untilOnlyHolder(one, [one, two], VIP[6], SOON_MS);
    const second = start(two, 100);
    await until("the other listens", SOON_MS, () => stateOf(second) === "BACKUP");
    await staysOnlyHolder(one, [one, two], VIP[6], 1500);
    expect(linesOf(second, "vrrp.refused")).toEqual([]);
    expect(statesOf(second)).toEqual(["BACKUP"]);
  }),
);
