/** Two machines with daruma, of which the first rules. */
import { instanceText, VIP } from "./conf.ts";
import type { Daemon } from "./daemon.ts";
import { untilOnlyHolder } from "./holders.ts";
import type { Host, Lan } from "./lan.ts";
import { statesOf } from "./log.ts";
import { startRouter } from "./routers.ts";
import { until } from "./wait.ts";

const SOON_MS = 15_000;

export interface Pair {
  readonly one: Host;
  readonly two: Host;
  /** On `one`, with priority 150. */
  readonly master: Daemon;
  /** On `two`, with priority 100. */
  readonly backup: Daemon;
}

/** Resolves once the one holds the virtual IPv4 address and the other listens. */
export async function startPair(lan: Lan): Promise<Pair> {
  const one = await lan.host("one", 1, ["10.9.0.1/24"]);
  const two = await lan.host("two", 2, ["10.9.0.2/24"]);
  const master = startRouter("daruma", one, instanceText({ priority: 150 }));
  await untilOnlyHolder(one, [one, two], VIP[4], SOON_MS);
  const backup = startRouter("daruma", two, instanceText({ priority: 100 }));
  await until("the other listens", SOON_MS, () => statesOf(backup).at(-1) === "BACKUP");
  return { one, two, master, backup };
}
