/**
 * The drill for a machine that gives us nothing: no root, no IPVS, no namespaces. Two daemons elect
 * over UDP on the loopback and check two web servers; what needs privilege, VIP and IPVS table, is
 * missed and left out.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "../interop/harness/wait.ts";
import { type Balancer, createBalancer } from "./balancer.ts";
import { transitionOf } from "./facts.ts";
import { type Program, startNode } from "./programs.ts";
import { showLog } from "./stage.ts";
import { tellOnOutput } from "./told.ts";

const LIMIT_MS = 20_000;
const PORTS = { rs1: 8021, rs2: 8022 } as const;

const confOf = (priority: number, own: string, peer: string): string => `
vrrp_instance PAIR {
    interface lo
    virtual_router_id 51
    priority ${priority}
    advert_int 1
    vrrp_transport udp 8112
    unicast_src_ip ${own}
    unicast_peer {
        ${peer}
    }
}
virtual_server 127.0.0.100 80 {
    delay_loop 1
    lb_algo wlc
    lb_kind NAT
    protocol TCP
${Object.values(PORTS)
  .map(
    (port) => `
    real_server 127.0.0.1 ${port} {
        TCP_CHECK {
            connect_timeout 1
            retry 1
            delay_before_retry 1
        }
    }`,
  )
  .join("\n")}
}
`;

type Here = Balancer<{ readonly name: string }>;

const tell = tellOnOutput();
const failures: string[] = [];
const folder = mkdtempSync(join(tmpdir(), "daruma-drill-"));
const programs = new Map<string, Program>();

const balancerOf = (name: "lb1" | "lb2"): Here =>
  createBalancer({ name }, folder, (line) => {
    showLog(tell, name, line);
  });

async function expect(name: string, happens: () => boolean): Promise<void> {
  const since = performance.now();
  const ok = await until(name, LIMIT_MS, happens).then(
    () => true,
    () => false,
  );
  if (!ok) failures.push(name);
  const took = ((performance.now() - since) / 1000).toFixed(1);
  tell({ type: "check", name, ok, detail: ok ? `after ${took} s` : `not within ${took} s` });
}

const step = (text: string): void => {
  tell({ type: "step", text });
};

function serve(name: keyof typeof PORTS): void {
  const script = join(import.meta.dirname, "web-server.js");
  const args = [name, String(PORTS[name])];
  programs.set(
    name,
    startNode(undefined, script, args, () => undefined),
  );
}

const told = ({ lines }: Here, event: string, from: number): boolean =>
  lines.slice(from).some((line) => line.event === event);

async function drill(): Promise<void> {
  const [lb1, lb2] = [balancerOf("lb1"), balancerOf("lb2")];
  const start = (balancer: Here, priority: number, own: string, peer: string): void => {
    const conf = join(folder, `${balancer.host.name}.conf`);
    writeFileSync(conf, confOf(priority, own, peer));
    balancer.start(conf);
    programs.set(balancer.host.name, balancer.program());
  };
  step("two web servers start, and daruma twice: lb1 at 127.0.0.1, lb2 at 127.0.0.2");
  serve("rs1");
  serve("rs2");
  start(lb1, 150, "127.0.0.1", "127.0.0.2");
  start(lb2, 140, "127.0.0.2", "127.0.0.1");
  await expect("lb1 is MASTER", () => Boolean(transitionOf(lb1, "PAIR", "MASTER", 0)));
  await expect("the web servers are up", () => told(lb1, "check.up", 0));

  step("rs1 stops");
  const before = lb1.lines.length;
  await programs.get("rs1")?.kill();
  await expect("lb1 finds it down", () => told(lb1, "server.down", before));
  step("rs1 starts again");
  serve("rs1");
  await expect("lb1 finds it up", () => told(lb1, "server.up", before));

  step("lb1 dies: SIGKILL to all of it");
  const died = Date.now();
  await lb1.program().kill();
  await expect("lb2 takes over", () => Boolean(transitionOf(lb2, "PAIR", "MASTER", died)));
  step("lb1 comes back");
  const back = Date.now();
  start(lb1, 150, "127.0.0.1", "127.0.0.2");
  await expect("lb1 preempts", () => Boolean(transitionOf(lb1, "PAIR", "MASTER", back)));
  await expect("lb2 yields", () => Boolean(transitionOf(lb2, "PAIR", "BACKUP", back)));

  step("lb1 is stopped in good order (SIGTERM)");
  const stopped = Date.now();
  lb1.program().signal("SIGTERM");
  await expect("lb2 follows at once", () => Boolean(transitionOf(lb2, "PAIR", "MASTER", stopped)));
}

async function cleanUp(): Promise<void> {
  for (const program of programs.values()) if (program.running()) await program.kill();
  rmSync(folder, { recursive: true, force: true });
}

const interrupted = new Promise<"interrupted">((resolve) => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.once(signal, () => {
      resolve("interrupted");
    });
});
const how = await Promise.race([drill(), interrupted]);
await cleanUp();
process.exit(how === "interrupted" ? 130 : failures.length > 0 ? 1 : 0);
