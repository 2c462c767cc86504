/**
 * What every drill stands on: a lab with servers, balancers and a client, and the means to say what
 * is done, to wait for what must follow, and to hold against it what the client saw.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "../interop/harness/wait.ts";
import { type Answered, longestGap, tally } from "./answers.ts";
import { type Balancer, createBalancer, type LogLine } from "./balancer.ts";
import { type Program, startNode } from "./programs.ts";
import type { Tell } from "./told.ts";
import { type HostName, type Lab, raiseLab, VIP } from "./topology.ts";

type ServerName = "rs1" | "rs2";

export interface Stage {
  readonly lab: Lab;
  /** For conf files and the like; gone at the end. */
  readonly folder: string;
  readonly lb1: Balancer;
  readonly lb2: Balancer;
  readonly answers: readonly Answered[];
  step(text: string): void;
  /** Tells whether it happens within the limit, and after how many milliseconds. */
  expect(
    name: string,
    limitMs: number,
    happens: () => boolean | Promise<boolean>,
  ): Promise<number | undefined>;
  /** Tells a fact that was measured. */
  judge(name: string, ok: boolean, detail: string): void;
  serve(name: ServerName): void;
  unserve(name: ServerName): Promise<void>;
  startClient(requestsPerSecond: number): void;
  /** Everything from now on is told second by second; ends with the summary. */
  stopClient(): Promise<void>;
  showTable(balancer: Balancer): Promise<void>;
  close(): Promise<void>;
}

const SHOWN = new Set([
  "vrrp.transition",
  "check.down",
  "server.up",
  "server.down",
  "quorum.lost",
  "quorum.gained",
  "ipvs.drift",
  "ipvs.refused",
  "daemon.reload",
  "worker.exit",
]);

export async function setStage(tell: Tell, kind: "nat" | "direct"): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), "daruma-lab-"));
  const lab = await raiseLab(kind);
  const servers = new Map<ServerName, Program>();
  const answers: Answered[] = [];
  let client: { readonly program: Program; readonly ticker: NodeJS.Timeout } | undefined;
  let clientSince = 0;
  const balancerOf = (name: "lb1" | "lb2"): Balancer =>
    createBalancer(lab.hosts[name], folder, (line) => {
      showLog(tell, name, line);
    });
  const judge: Stage["judge"] = (name, ok, detail) => {
    tell({ type: "check", name, ok, detail });
  };
  const stage: Stage = {
    lab,
    folder,
    answers,
    lb1: balancerOf("lb1"),
    lb2: balancerOf("lb2"),
    step: (text) => {
      tell({ type: "step", text });
    },
    judge,
    async expect(name, limitMs, happens) {
      const since = performance.now();
      try {
        await until(name, limitMs, happens);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        judge(name, false, why.startsWith("not within") ? `not within ${limitMs / 1000} s` : why);
        return undefined;
      }
      const took = performance.now() - since;
      judge(name, true, `after ${(took / 1000).toFixed(1)} s`);
      return took;
    },
    serve(name) {
      const script = join(import.meta.dirname, "web-server.js");
      servers.set(name, startNode(lab.hosts[name], script, [name], complain(name)));
    },
    async unserve(name) {
      await servers.get(name)?.kill();
      servers.delete(name);
    },
    startClient(requestsPerSecond) {
      const script = join(import.meta.dirname, "web-client.js");
      const args = [VIP, String(requestsPerSecond)];
      clientSince = Date.now();
      const program = startNode(lab.hosts.client, script, args, (text) => {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by web-client.ts
        answers.push(JSON.parse(text) as Answered);
      });
      client = { program, ticker: tellSeconds(tell, answers) };
    },
    async stopClient() {
      if (client === undefined) return;
      clearInterval(client.ticker);
      await client.program.kill();
      client = undefined;
      const good = answers.filter(({ by }) => by !== undefined).length;
      const first = answers[0]?.ended ?? clientSince;
      tell({
        type: "summary",
        ok: good,
        failed: answers.length - good,
        longestGapMs: longestGap(answers, first, answers.at(-1)?.ended ?? first),
      });
    },
    async showTable({ host }) {
      tell({ type: "table", host: host.name, text: await lab.on(host, "ipvsadm", "-Ln") });
    },
    async close() {
      clearInterval(client?.ticker);
      await lab.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return stage;
}

const complain =
  (name: HostName) =>
  (text: string): void => {
    process.stderr.write(`${name}: ${text}\n`);
  };

/** Tells a line of a daemon's log, if it is one of those that a drill is about. */
export function showLog(tell: Tell, host: string, { event, level, msg }: LogLine): void {
  if (SHOWN.has(event)) tell({ type: "log", host, level, text: msg });
}

function tellSeconds(tell: Tell, answers: readonly Answered[]): NodeJS.Timeout {
  let told = 0;
  return setInterval(() => {
    const fresh = answers.slice(told);
    told = answers.length;
    const by = tally(fresh.map((each) => each.by));
    const why = tally(fresh.map((each) => each.why));
    const ok = fresh.filter((each) => each.by !== undefined).length;
    tell({ type: "second", ok, failed: fresh.length - ok, by, why });
  }, 1000);
}
