/**
 * The drill that every pair must pass before it goes into service: a real server dies and comes
 * back, a balancer dies and comes back, a client asks all the while. Runs the shipped
 * conf/two-directors on real IPVS and tells what happens, one JSON line each.
 */
import { sleep } from "../interop/harness/wait.ts";
import { shippedConf } from "./balancer.ts";
import {
  allServed,
  hasServer,
  lastAnsweredBy,
  owns,
  seldom,
  tableOf,
  transitionOf,
} from "./facts.ts";
import { perform } from "./perform.ts";
import type { Stage } from "./stage.ts";
import { GATEWAY, VIP } from "./topology.ts";

/** Of the shipped conf: delay_loop 2, connect_timeout 2, retry 1, delay_before_retry 1. */
const DOWN_WITHIN_MS = 2000 * 2 + 2000 * 2;
/** advert_int 1, priority 140, version 2. */
const SKEW_MS = ((256 - 140) / 256) * 1000;
const MASTER_DOWN_MS = 3000 + SKEW_MS;
/** Programs start slowly in the guest, where all share one processor. */
const START_WITHIN_MS = 60_000;
const BOTH = [VIP, GATEWAY];
const RATE = 10;

async function drill(stage: Stage): Promise<void> {
  const { lb1, lb2 } = stage;
  stage.step("two web servers start, and daruma on lb1 and lb2");
  stage.serve("rs1");
  stage.serve("rs2");
  lb1.start(shippedConf("two-directors/lb1.conf"));
  lb2.start(shippedConf("two-directors/lb2.conf"));
  await stage.expect(
    "lb1 takes the VIP and the gateway",
    START_WITHIN_MS,
    seldom(() => owns(stage, lb1, BOTH)),
  );
  await stage.expect(
    "both real servers are in its table",
    START_WITHIN_MS,
    seldom(async () => {
      const table = await tableOf(stage, lb1);
      return table.includes("192.168.100.21:80") && table.includes("192.168.100.22:80");
    }),
  );
  stage.startClient(RATE);
  await stage.expect("both answer through the VIP", 15_000, () =>
    lastAnsweredBy(stage, RATE, "rs1", "rs2"),
  );
  await stage.showTable(lb1);
  await sleep(2000);
  await loseServer(stage);
  await losePower(stage);
  await leave(stage);
}

async function loseServer(stage: Stage): Promise<void> {
  const { lb1 } = stage;
  stage.step("rs1 stops");
  await stage.unserve("rs1");
  await stage.expect(
    "lb1 takes it out of the table",
    DOWN_WITHIN_MS,
    seldom(async () => {
      return !(await hasServer(stage, lb1, "192.168.100.21"));
    }),
  );
  await stage.expect("only rs2 answers", 3000, () => lastAnsweredBy(stage, RATE, "rs2"));
  stage.step("rs1 starts again");
  stage.serve("rs1");
  await stage.expect(
    "it is back in the table",
    10_000,
    seldom(() => hasServer(stage, lb1, "192.168.100.21")),
  );
  await stage.expect("both answer again", 5000, () => lastAnsweredBy(stage, RATE, "rs1", "rs2"));
}

async function losePower(stage: Stage): Promise<void> {
  const { lab, lb1, lb2 } = stage;
  stage.step("lb1 dies: SIGKILL to all of it, and its plugs pulled");
  const died = Date.now();
  await lb1.program().kill();
  await lab.unplug(lb1.host);
  await stage.expect("lb2 takes over", MASTER_DOWN_MS + 1500, () =>
    Boolean(transitionOf(lb2, "WAN", "MASTER", died)),
  );
  judgeTakeover(stage, died);
  await stage.expect("clients are served by lb2", 5000, () => allServed(stage, RATE));
  await stage.showTable(lb2);
  await sleep(2000);
  stage.step("lb1 comes back, as after a boot");
  await lab.reset(lb1.host);
  await lab.plug(lb1.host);
  lb1.start(shippedConf("two-directors/lb1.conf"));
  await stage.expect(
    "lb1 takes both addresses back",
    START_WITHIN_MS,
    seldom(() => owns(stage, lb1, BOTH)),
  );
  await stage.expect("service goes on", 5000, () => allServed(stage, RATE));
  await sleep(2000);
}

/** From the master's last advert: silence until the decision, and then until the last announcement. */
function judgeTakeover(stage: Stage, died: number): void {
  const line = transitionOf(stage.lb2, "WAN", "MASTER", died);
  const cause = rootOf(line?.["cause"]);
  const silent = Number(cause?.["silent_for"]);
  const excess = silent - MASTER_DOWN_MS + Number(line?.["took_ms"]);
  stage.judge(
    "it does so within Master_Down_Interval + 100 ms",
    excess < 100,
    `${excess.toFixed(1)} ms after Master_Down_Interval, all announcements sent`,
  );
}

type Cause = Readonly<Record<string, unknown>>;

/** What made the group move, where another member moved first. */
function rootOf(cause: unknown): Cause | undefined {
  if (typeof cause !== "object" || cause === null) return undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an object, whose fields are looked at one by one
  const found = cause as Cause;
  return rootOf(found["because"]) ?? found;
}

async function leave(stage: Stage): Promise<void> {
  const { lb1, lb2 } = stage;
  stage.step("lb1 is stopped in good order (SIGTERM)");
  const at = Date.now();
  lb1.program().signal("SIGTERM");
  await stage.expect("lb2 follows at once", 5000, () =>
    Boolean(transitionOf(lb2, "WAN", "MASTER", at)),
  );
  const took = Date.parse(transitionOf(lb2, "WAN", "MASTER", at)?.time ?? "") - at;
  stage.judge(
    "it does so within its skew time + 100 ms",
    took < SKEW_MS + 100,
    `${took} ms after the signal, skew time ${SKEW_MS.toFixed(0)} ms`,
  );
  await stage.expect(
    "lb1 leaves no address and no table behind",
    5000,
    seldom(async () => {
      return (await owns(stage, lb2, BOTH)) && (await tableOf(stage, lb1)).trim() === "";
    }),
  );
  await stage.expect("clients are served by lb2 again", 5000, () => allServed(stage, RATE));
  await stage.showTable(lb2);
  await stage.stopClient();
  lb2.program().signal("SIGTERM");
  await lb2.program().ended(8000);
}

await perform("nat", drill);
