/**
 * Direct routing: the shipped conf/direct-routing, with what its real servers need. Clients' packets
 * pass the balancer, answers do not.
 */

import { shippedConf } from "./balancer.ts";
import { allServed, lastAnsweredBy, owns, seldom, transitionOf } from "./facts.ts";
import { perform } from "./perform.ts";
import type { Stage } from "./stage.ts";
import { VIP } from "./topology.ts";

const START_WITHIN_MS = 60_000;
const RATE = 10;

async function drill(stage: Stage): Promise<void> {
  const { lab, lb1, lb2 } = stage;
  stage.step("the real servers take the VIP silently; daruma starts on lb1 and lb2");
  for (const name of ["rs1", "rs2"] as const) {
    await lab.on(lab.hosts[name], "sh", shippedConf("direct-routing/real-server.sh"), VIP);
    stage.serve(name);
  }
  lb1.start(shippedConf("direct-routing/lb1.conf"));
  lb2.start(shippedConf("direct-routing/lb2.conf"));
  await stage.expect(
    "lb1 takes the VIP",
    START_WITHIN_MS,
    seldom(() => owns(stage, lb1, [VIP])),
  );
  stage.startClient(RATE);
  await stage.expect("both real servers answer", START_WITHIN_MS, () =>
    lastAnsweredBy(stage, RATE, "rs1", "rs2"),
  );
  await stage.showTable(lb1);
  const neighbour = await lab.on(lab.hosts.client, "ip", "neighbour", "show", VIP);
  const mac = await lab.on(lb1.host, "cat", "/sys/class/net/wan/address");
  stage.judge("the client knows the VIP at lb1", neighbour.includes(mac.trim()), neighbour.trim());

  stage.step("lb1 dies: SIGKILL to all of it, and its plugs pulled");
  const died = Date.now();
  await lb1.program().kill();
  await lab.unplug(lb1.host);
  await stage.expect("lb2 takes over", 10_000, () =>
    Boolean(transitionOf(lb2, "WEB", "MASTER", died)),
  );
  await stage.expect("clients are served by lb2", 5000, () => allServed(stage, RATE));
  await stage.stopClient();
  lb2.program().signal("SIGTERM");
  await lb2.program().ended(15_000);
}

await perform("direct", drill);
