/** A sync group moves as one: a firewall with one leg down must not keep the other. */
import { expect, test } from "vitest";
import { ip } from "./harness/command.ts";
import { instanceText, VIP } from "./harness/conf.ts";
import { holdersOf, untilOnlyHolder } from "./harness/holders.ts";
import { DEVICE, type Host, onLan } from "./harness/lan.ts";
import { linesOf, statesOf } from "./harness/log.ts";
import { startRouter } from "./harness/routers.ts";
import { until } from "./harness/wait.ts";

const SOON_MS = 15_000;
const OUTSIDE = VIP[4];
const INSIDE = "10.9.1.100";

const GROUP = "vrrp_sync_group VG_1 {\n  group {\n    OUTSIDE\n    INSIDE\n  }\n}\n";

const confOf = (priority: number): string =>
  [
    GROUP,
    instanceText({ name: "OUTSIDE", priority, vrid: 51 }),
    instanceText({ name: "INSIDE", priority, vrid: 52, dev: "inner", vips: [`${INSIDE}/24`] }),
  ].join("");

/** A second interface to the same LAN. */
const addInner = (host: Host, address: string): Promise<void> =>
  ip(
    host.namespace,
    `link add inner link ${DEVICE} type macvlan mode bridge`,
    `address add ${address} dev inner`,
    "link set inner up",
  );

test(
  "one link down demotes both instances, and its return promotes both",
  { timeout: 60_000 },
  () =>
    onLan("sync group", async (lan) => {
      const one = await lan.host("one", 1, ["10.9.0.1/24"]);
      const two = await lan.host("two", 2, ["10.9.0.2/24"]);
      await addInner(one, "10.9.1.1/24");
      await addInner(two, "10.9.1.2/24");
      const hosts = [one, two];
      const first = startRouter("daruma", one, confOf(150));
      const second = startRouter("daruma", two, confOf(100));
      const members = ["OUTSIDE", "INSIDE"];
      const all = (daemon: typeof first, state: string): boolean =>
        members.every((name) => statesOf(daemon, name).at(-1) === state);
      await until("the first rules both", SOON_MS, () => all(first, "MASTER"));
      await until("the second follows", SOON_MS, () => all(second, "BACKUP"));

      await ip(one.namespace, "link set inner down");
      await until("both are in FAULT", SOON_MS, () => all(first, "FAULT"));
      await until("the second rules both", SOON_MS, () => all(second, "MASTER"));
      expect(await holdersOf(hosts, OUTSIDE)).toEqual(["two"]);
      expect(await holdersOf(hosts, INSIDE)).toEqual(["two"]);
      expect(linesOf(first, "vrrp.group").at(-1)).toMatchObject({ group: "VG_1", to: "FAULT" });

      await ip(one.namespace, "link set inner up");
      await untilOnlyHolder(one, hosts, OUTSIDE, SOON_MS);
      await untilOnlyHolder(one, hosts, INSIDE, SOON_MS);
    }),
);
