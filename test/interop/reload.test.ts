/** SIGHUP to a master: what is new is taken over, what it rules it goes on ruling. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readFields, startCapture } from "./harness/capture.ts";
import { instanceText, VIP } from "./harness/conf.ts";
import { holdersOf, staysOnlyHolder, untilOnlyHolder } from "./harness/holders.ts";
import { onLan } from "./harness/lan.ts";
import { linesOf, statesOf } from "./harness/log.ts";
import { startPair } from "./harness/pair.ts";
import { reload, startRouter } from "./harness/routers.ts";
import { until } from "./harness/wait.ts";

const SOON_MS = 15_000;
const vip = VIP[4];
const ADDED = "10.9.0.101";

describe.concurrent("reload", () => {
  test("adds an address and changes the priority of a master", { timeout: 60_000 }, () =>
    onLan("reload adds", async (lan) => {
      const { one, two, master, backup } = await startPair(lan);
      const capture = await startCapture(lan);
      const vips = [`${vip}/24`, `${ADDED}/24`];
      reload(master, "daruma", one, instanceText({ priority: 140, vips }));
      await untilOnlyHolder(one, [one, two], ADDED, SOON_MS);
      await staysOnlyHolder(one, [one, two], vip, 1500);
      expect(statesOf(master)).toEqual(["BACKUP", "MASTER"]);
      expect(statesOf(backup)).toEqual(["BACKUP"]);
      await capture.stop();

      const fields = ["vrrp.prio", "vrrp.ip_addr"] as const;
      const adverts = await readFields(capture.file, `vrrp && eth.src == ${one.mac}`, fields);
      expect(adverts.at(-1)).toEqual({ "vrrp.prio": "140", "vrrp.ip_addr": `${vip},${ADDED}` });
      const announced = `arp.src.proto_ipv4 == ${ADDED} && eth.src == ${one.mac}`;
      const announcements = await readFields(capture.file, announced, ["frame.number"]);
      expect(announcements.length).toBeGreaterThan(0);
    }),
  );

  test("takes an address away, and only that", { timeout: 60_000 }, () =>
    onLan("reload removes", async (lan) => {
      const { one, two, master } = await startPair(lan);
      const vips = [`${ADDED}/24`];
      reload(master, "daruma", one, instanceText({ priority: 150, vips }));
      await untilOnlyHolder(one, [one, two], ADDED, SOON_MS);
      expect(await holdersOf([one, two], vip)).toEqual([]);
      expect(statesOf(master)).toEqual(["BACKUP", "MASTER"]);
    }),
  );

  test("to a lower priority hands over", { timeout: 60_000 }, () =>
    onLan("reload lowers", async (lan) => {
      const { one, two, master } = await startPair(lan);
      reload(master, "daruma", one, instanceText({ priority: 50 }));
      await untilOnlyHolder(two, [one, two], vip, SOON_MS);
      expect(statesOf(master)).toEqual(["BACKUP", "MASTER", "BACKUP"]);
    }),
  );

  test("reads what the conf includes anew", { timeout: 60_000 }, () =>
    onLan("reload includes", async (lan) => {
      const one = await lan.host("one", 1, ["10.9.0.1/24"]);
      const part = join(one.folder, "part.conf");
      const more = instanceText({ priority: 150, vips: [`${vip}/24`, `${ADDED}/24`] });
      writeFileSync(part, instanceText({ priority: 150 }));
      const master = startRouter("daruma", one, "include part.c?nf\n");
      await untilOnlyHolder(one, [one], vip, SOON_MS);
      writeFileSync(part, more);
      process.kill(master.pid, "SIGHUP");
      await untilOnlyHolder(one, [one], ADDED, SOON_MS);

      // A mistake in it is told at its own place, and refuses the reload.
      writeFileSync(part, more.replace("priority 150", "priority 5000"));
      process.kill(master.pid, "SIGHUP");
      const refused = (): readonly unknown[] => linesOf(master, "daemon.reloadRefused");
      await until("the reload is refused", SOON_MS, () => refused().length === 1);
      const first = expect.stringMatching(/part\.conf:\d+:/) as string;
      expect(refused()).toMatchObject([{ first }]);
      expect(statesOf(master)).toEqual(["BACKUP", "MASTER"]);
    }),
  );

  test("of a wrong conf is refused, naming file and line", { timeout: 60_000 }, () =>
    onLan("reload refused", async (lan) => {
      const { one, two, master } = await startPair(lan);
      const good = instanceText({ priority: 50, vips: [`${ADDED}/24`] });
      reload(master, "daruma", one, good.replace("priority 50", "priority 5000"));
      const refused = (): readonly unknown[] => linesOf(master, "daemon.reloadRefused");
      await until("it refuses", SOON_MS, () => refused().length === 1);
      const line = good.split("\n").findIndex((text) => text.includes("priority")) + 1;
      expect(refused()).toMatchObject([
        { level: "error", first: expect.stringContaining(`one-daruma.conf:${line}: `) as string },
      ]);
      await staysOnlyHolder(one, [one, two], vip, 1500);
      expect(await holdersOf([one, two], ADDED)).toEqual([]);
      expect(statesOf(master)).toEqual(["BACKUP", "MASTER"]);
    }),
  );
});
