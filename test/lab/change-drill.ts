/**
 * Changes under load: the conf is reloaded, the IPVS table is flushed by somebody else, and services
 * that are not ours stand beside ours. One balancer on real IPVS; no request may fail that a healthy
 * real server could have answered.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { sleep } from "../interop/harness/wait.ts";
import { allServed, lastAnsweredBy, seldom, tableOf } from "./facts.ts";
import { perform } from "./perform.ts";
import type { Stage } from "./stage.ts";
import { GATEWAY, VIP } from "./topology.ts";

const START_WITHIN_MS = 60_000;
const RATE = 10;
const FOREIGN = "203.0.113.50:8080";

interface Server {
  readonly address: string;
  readonly weight: number;
}

const confOf = (servers: readonly Server[]): string => `
vrrp_sync_group PAIR {
    group {
        WAN
        LAN
    }
}
vrrp_instance WAN {
    interface wan
    virtual_router_id 51
    version 3
    priority 150
    advert_int 0.2
    virtual_ipaddress {
        ${VIP}/24
    }
}
vrrp_instance LAN {
    interface lan
    virtual_router_id 52
    version 3
    priority 150
    advert_int 0.2
    virtual_ipaddress {
        ${GATEWAY}/24
    }
}
virtual_server ${VIP} 80 {
    delay_loop 1
    lb_algo wrr
    lb_kind NAT
    protocol TCP
${servers.map(({ address, weight }) => serverOf(address, weight)).join("\n")}
}
`;

const serverOf = (address: string, weight: number): string => `
    real_server ${address} 80 {
        weight ${weight}
        TCP_CHECK {
            connect_timeout 1
            retry 1
            delay_before_retry 1
        }
    }`;

async function drill(stage: Stage): Promise<void> {
  const { lab, lb1 } = stage;
  const conf = join(stage.folder, "lb1.conf");
  const write = (text: string): void => {
    writeFileSync(conf, text);
  };
  const reload = async (servers: readonly Server[], name: string, row: string): Promise<void> => {
    write(confOf(servers));
    lb1.program().signal("SIGHUP");
    await stage.expect(
      name,
      10_000,
      seldom(async () => (await tableOf(stage, lb1)).includes(row)),
    );
  };
  const one = { address: "192.168.100.21", weight: 1 };
  const two = { address: "192.168.100.22", weight: 1 };

  stage.step("a service that is not daruma's stands in the table; daruma starts with one server");
  await lab.on(lb1.host, "ipvsadm", "-A", "-t", FOREIGN, "-s", "rr");
  stage.serve("rs1");
  stage.serve("rs2");
  write(confOf([one]));
  lb1.start(conf);
  await stage.expect(
    "the server is in the table",
    START_WITHIN_MS,
    seldom(async () => (await tableOf(stage, lb1)).includes("-r 192.168.100.21:80 -m -w 1")),
  );
  stage.startClient(RATE);
  await stage.expect("clients are served", 30_000, () => allServed(stage, RATE));

  const before = stage.answers.length;
  stage.step("reload: another weight, then another server");
  await reload([{ ...one, weight: 3 }], "the weight is changed", "-r 192.168.100.21:80 -m -w 3");
  await reload([one, two], "the second server joins", "-r 192.168.100.22:80 -m -w 1");
  await stage.expect("both answer", 10_000, () => lastAnsweredBy(stage, RATE, "rs1", "rs2"));
  await sleep(1500);
  judgeNoFailure(stage, before, "no request fails meanwhile");
  judgeMastership(stage);

  stage.step("a conf with a mistake");
  write(confOf([one, two]).replace("lb_algo wrr", "lb_algo wrongly"));
  lb1.program().signal("SIGHUP");
  await stage.expect("it is refused, with its place", 10_000, () =>
    lb1.lines.some(
      ({ event, msg }) => event === "daemon.reloadRefused" && /lb1\.conf:\d+/.test(msg),
    ),
  );
  write(confOf([one, two]));
  judgeNoFailure(stage, before, "what runs goes on");
  await healFlush(stage);
  await leave(stage);
}

function judgeNoFailure(stage: Stage, from: number, name: string): void {
  const { answers } = stage;
  const failures = answers.slice(from).filter(({ by }) => by === undefined);
  const requests = answers.length - from;
  stage.judge(
    name,
    failures.length === 0 && requests > 0,
    `${failures.length} of ${requests} failed`,
  );
}

function judgeMastership(stage: Stage): void {
  const transitions = stage.lb1.lines.filter(({ event }) => event === "vrrp.transition");
  const lost = transitions.filter(({ from }) => from === "MASTER");
  stage.judge(
    "mastership is never lost",
    lost.length === 0,
    `${lost.length} transitions from MASTER`,
  );
}

async function healFlush(stage: Stage): Promise<void> {
  const { lab, lb1 } = stage;
  stage.step("somebody flushes the table: ipvsadm -C");
  await lab.on(lb1.host, "ipvsadm", "-C");
  await stage.expect(
    "it is put right",
    10_000,
    seldom(async () => {
      const table = await tableOf(stage, lb1);
      return table.includes("-r 192.168.100.21:80") && table.includes("-r 192.168.100.22:80");
    }),
  );
  await stage.expect("the log says so", 5000, () =>
    lb1.lines.some(({ event }) => event === "ipvs.drift"),
  );
  await stage.expect("clients are served again", 10_000, () => allServed(stage, RATE));
  await lab.on(lb1.host, "ipvsadm", "-A", "-t", FOREIGN, "-s", "rr");
  await sleep(2500);
  const foreign = (await tableOf(stage, lb1)).includes(`-A -t ${FOREIGN} -s rr`);
  stage.judge("the other service is left alone", foreign, `ipvsadm -Sn names ${FOREIGN}`);
}

async function leave(stage: Stage): Promise<void> {
  const { lb1 } = stage;
  await stage.showTable(lb1);
  await stage.stopClient();
  stage.step("lb1 is stopped");
  lb1.program().signal("SIGTERM");
  const status = await lb1.program().ended(15_000);
  stage.judge("it ends with status 0", status === 0, `status ${status}`);
  const left = (await tableOf(stage, lb1)).trim();
  stage.judge("only the other service is left", left === `-A -t ${FOREIGN} -s rr`, left);
}

await perform("nat", drill);
