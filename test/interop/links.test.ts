/** Interfaces that come late, go down and come back, under a daemon that goes on running. */
import { describe, expect, test } from "vitest";
import { ip } from "./harness/command.ts";
import { instanceText, VIP } from "./harness/conf.ts";
import { holdersOf, untilOnlyHolder } from "./harness/holders.ts";
import { DEVICE, onLan } from "./harness/lan.ts";
import { linesOf, statesOf } from "./harness/log.ts";
import { startPair } from "./harness/pair.ts";
import { startRouter } from "./harness/routers.ts";
import { until } from "./harness/wait.ts";

const SOON_MS = 15_000;
const vip = VIP[4];

describe.concurrent("interfaces", () => {
  test("one that does not exist yet is a FAULT until it does", { timeout: 60_000 }, () =>
    onLan("late interface", async (lan) => {
      const host = await lan.host("late", 1, []);
      const daruma = startRouter("daruma", host, instanceText({ priority: 150, dev: "late0" }));
      await until("FAULT", SOON_MS, () => statesOf(daruma).at(-1) === "FAULT");
      expect(linesOf(daruma, "vrrp.transition").at(-1)?.msg).toContain("late0 does not exist");

      const create = `link add late0 link ${DEVICE} type macvlan mode bridge`;
      await ip(host.namespace, create, "address add 10.9.0.1/24 dev late0", "link set late0 up");
      await untilOnlyHolder(host, [host], vip, SOON_MS);
      expect(statesOf(daruma).slice(-2)).toEqual(["BACKUP", "MASTER"]);

      await ip(host.namespace, "link delete late0");
      await until("FAULT again", SOON_MS, () => statesOf(daruma).at(-1) === "FAULT");
    }),
  );

  test.each([
    { what: "without carrier", down: "link set dev one down", inside: false },
    { what: "set down", down: `link set ${DEVICE} down`, inside: true },
  ])("one $what hands over, and takes back", { timeout: 60_000 }, ({ what, down, inside }) =>
    onLan(`interface ${what}`, async (lan) => {
      const { one, two, master, backup } = await startPair(lan);
      const hosts = [one, two];

      const where = inside ? one.namespace : lan.bridgeNamespace;
      await ip(where, down);
      await until("FAULT", SOON_MS, () => statesOf(master).at(-1) === "FAULT");
      expect(linesOf(master, "vrrp.transition").at(-1)?.msg).toContain(`${DEVICE} is down`);
      await until("the other rules", SOON_MS, () => statesOf(backup).at(-1) === "MASTER");
      expect(await holdersOf(hosts, vip)).toEqual(["two"]);

      await ip(where, down.replace(/down$/, "up"));
      await untilOnlyHolder(one, hosts, vip, SOON_MS);
      expect(statesOf(master).slice(-2)).toEqual(["BACKUP", "MASTER"]);
    }),
  );
});
