/** Virtual addresses that somebody else has moved: an operator by hand, or a run that was killed. */
import { describe, expect, test } from "vitest";
import { ip } from "./harness/command.ts";
import { instanceText, VIP } from "./harness/conf.ts";
import { holdersOf, staysOnlyHolder, untilOnlyHolder } from "./harness/holders.ts";
import { DEVICE, onLan } from "./harness/lan.ts";
import { linesOf, statesOf } from "./harness/log.ts";
import { startPair } from "./harness/pair.ts";
import { startRouter } from "./harness/routers.ts";
import { until } from "./harness/wait.ts";

const SOON_MS = 15_000;
const vip = VIP[4];

describe.concurrent("virtual addresses", () => {
  test("one removed by hand from the master is noticed and comes back", { timeout: 60_000 }, () =>
    onLan("address removed", async (lan) => {
      const { one, two, master } = await startPair(lan);
      const hosts = [one, two];

      await ip(one.namespace, `address delete ${vip}/24 dev ${DEVICE}`);
      await until("it notices", SOON_MS, () => linesOf(master, "vrrp.addressGone").length === 1);
      await untilOnlyHolder(one, hosts, vip, SOON_MS);
      await staysOnlyHolder(one, hosts, vip, 1500);
      // Elected anew, and by the rules: the better one has won.
      expect(statesOf(master)).toEqual(["BACKUP", "MASTER", "BACKUP", "MASTER"]);
    }),
  );

  test("one left by a killed run goes before the election", { timeout: 60_000 }, () =>
    onLan("address left over", async (lan) => {
      const one = await lan.host("one", 1, ["10.9.0.1/24"]);
      const two = await lan.host("two", 2, ["10.9.0.2/24"]);
      const hosts = [one, two];
      const first = startRouter("daruma", one, instanceText({ priority: 100 }));
      await untilOnlyHolder(one, hosts, vip, SOON_MS);
      await first.kill();
      const other = startRouter("daruma", two, instanceText({ priority: 150 }));
      await until("the other rules", SOON_MS, () => statesOf(other).at(-1) === "MASTER");
      expect(await holdersOf(hosts, vip)).toEqual(["one", "two"]);

      const second = startRouter("daruma", one, instanceText({ priority: 100 }));
      await untilOnlyHolder(two, hosts, vip, SOON_MS);
      expect(linesOf(second, "vrrp.leftover").map((line) => line["addresses"])).toEqual([[vip]]);
      await until("it listens", SOON_MS, () => statesOf(second).at(-1) === "BACKUP");
      await staysOnlyHolder(two, hosts, vip, 1500);
      expect(statesOf(second)).toEqual(["BACKUP"]);
    }),
  );
});
