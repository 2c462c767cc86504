/** The daemon as its supervisor, its service manager and its operator see it. */
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { run } from "./harness/command.ts";
import { instanceText, VIP } from "./harness/conf.ts";
import { holdersOf, untilOnlyHolder } from "./harness/holders.ts";
import { onLan } from "./harness/lan.ts";
import { linesOf, statesOf } from "./harness/log.ts";
import { openNotifySocket } from "./harness/notify-socket.ts";
import { descendantsOf, isAlive, killIfAlive } from "./harness/processes.ts";
import { reload, startRouter } from "./harness/routers.ts";
import { daruma, program } from "./harness/tools.ts";
import { until } from "./harness/wait.ts";

const SOON_MS = 15_000;
const vip = VIP[4];
const CONF = instanceText({ priority: 150 });

describe.concurrent("daemon", () => {
  test("a second one with the same pid file is refused", { timeout: 60_000 }, () =>
    onLan("second daemon", async (lan) => {
      const host = await lan.host("only", 1, ["10.9.0.1/24"]);
      const first = startRouter("daruma", host, CONF);
      await untilOnlyHolder(host, [host], vip, SOON_MS);
      const second = startRouter("daruma", host, CONF);
      await until("it ends", SOON_MS, () => !second.running());
      expect(await second.stop()).toBe(1);
      expect(second.log()).toContain(`daruma is already running as process ${first.pid}`);
      expect(first.running()).toBe(true);
      expect(await holdersOf([host], vip)).toEqual(["only"]);
    }),
  );

  test("a worker that is killed is restarted, and the log says why", { timeout: 60_000 }, () =>
    onLan("worker killed", async (lan) => {
      const host = await lan.host("only", 1, ["10.9.0.1/24"]);
      const daemon = startRouter("daruma", host, CONF);
      await untilOnlyHolder(host, [host], vip, SOON_MS);
      const [worker = 0] = descendantsOf(daemon.pid);
      killIfAlive(worker);
      await until("it is restarted", SOON_MS, () => linesOf(daemon, "process.start").length === 2);
      const died = { process: "vrrp", pid: worker, why: "killed by SIGKILL", restart_in_ms: 0 };
      expect(linesOf(daemon, "process.died")).toMatchObject([died]);
      // What the killed one held goes before the new one is elected.
      const states = ["BACKUP", "MASTER", "BACKUP", "MASTER"];
      await until("it rules again", SOON_MS, () => statesOf(daemon).join() === states.join());
      expect(linesOf(daemon, "vrrp.leftover").length).toBe(1);
      expect(await holdersOf([host], vip)).toEqual(["only"]);
    }),
  );

  test("workers do not outlive their supervisor", { timeout: 60_000 }, () =>
    onLan("supervisor killed", async (lan) => {
      const host = await lan.host("only", 1, ["10.9.0.1/24"]);
      const daemon = startRouter("daruma", host, CONF);
      await untilOnlyHolder(host, [host], vip, SOON_MS);
      const workers = descendantsOf(daemon.pid);
      expect(workers.length).toBeGreaterThan(0);
      killIfAlive(daemon.pid);
      await until("the workers end", SOON_MS, () => !workers.some(isAlive));
      expect(await holdersOf([host], vip)).toEqual([]);
    }),
  );

  test("SIGTERM ends it with status 0 and without a virtual address", { timeout: 60_000 }, () =>
    onLan("sigterm", async (lan) => {
      const host = await lan.host("only", 1, ["10.9.0.1/24"]);
      const daemon = startRouter("daruma", host, CONF);
      await untilOnlyHolder(host, [host], vip, SOON_MS);
      const workers = descendantsOf(daemon.pid);
      expect(await daemon.stop()).toBe(0);
      expect(workers.filter(isAlive)).toEqual([]);
      expect(await holdersOf([host], vip)).toEqual([]);
      expect(linesOf(daemon).at(-1)?.event).toBe("daemon.stopped");
      expect(existsSync(join(lan.folder, "only-daruma.pid"))).toBe(false);
    }),
  );

  test("the service manager hears READY, RELOADING and STOPPING", { timeout: 60_000 }, () =>
    onLan("sd notify", async (lan) => {
      const host = await lan.host("only", 1, ["10.9.0.1/24"]);
      const socket = openNotifySocket();
      const told = (word: string): number =>
        socket.messages().filter((message) => message.split("\n").includes(word)).length;
      const daemon = startRouter("daruma", host, CONF, { NOTIFY_SOCKET: socket.path });
      await until("READY", SOON_MS, () => told("READY=1") === 1, socket.messages);
      process.kill(daemon.pid, "SIGHUP");
      await until("READY again", SOON_MS, () => told("READY=1") === 2, socket.messages);
      await daemon.stop();
      await until("STOPPING", SOON_MS, () => told("STOPPING=1") === 1, socket.messages);
      const words = socket.messages().map((message) => message.split("\n")[0]);
      expect(words).toEqual(["READY=1", "RELOADING=1", "READY=1", "STOPPING=1"]);
      socket.close();
    }),
  );

  test("what is strange about a conf is logged, at each reload too", { timeout: 60_000 }, () =>
    onLan("findings", async (lan) => {
      const host = await lan.host("only", 1, ["10.9.0.1/24"]);
      const strange = `${CONF}vrrp_script chk {\n    script "/bin/true"\n}\n`;
      const daemon = startRouter("daruma", host, strange);
      const times = (event: string): number => linesOf(daemon, event).length;
      const levels = (): readonly string[] =>
        linesOf(daemon, "conf.diagnostic")
          .filter(({ rule }) => rule === "unused-tracked")
          .map(({ level }) => level);
      await until("it is up", SOON_MS, () => times("daemon.ready") === 1);
      expect(levels()).toEqual(["warn"]);
      reload(daemon, "daruma", host, strange);
      await until("it has read it again", SOON_MS, () => times("daemon.reload") === 1);
      expect(levels()).toEqual(["warn", "warn"]);
    }),
  );

  test("enable_script_security: what others may write never runs", { timeout: 60_000 }, () =>
    onLan("script security", async (lan) => {
      const host = await lan.host("only", 1, ["10.9.0.1/24"]);
      const mark = join(lan.folder, "mark");
      const script = (name: string, mode: number): string => {
        const path = join(lan.folder, name);
        writeFileSync(path, `#!/bin/sh\necho ${name} >> ${mark}\n`);
        chmodSync(path, mode);
        return path;
      };
      const open = script("open", 0o777);
      const safe = script("safe", 0o755);
      const secure = "global_defs {\n    enable_script_security\n    script_user root\n}\n";
      const notify = `    notify_backup ${open}\n    notify_master ${safe}\n`;
      const conf = CONF.replace(/\}\s*$/, `${notify}}\n`);
      const daemon = startRouter("daruma", host, `${secure}${conf}`);
      await until("the safe one has run", SOON_MS, () => existsSync(mark));
      expect(readFileSync(mark, "utf8")).toBe("safe\n");
      const refused = (): readonly unknown[] =>
        linesOf(daemon, "script.failed").map((line) => line["script"]);
      expect(new Set(refused())).toEqual(new Set([open]));
      // Once when the conf was read, and once when it was due.
      expect(refused().length).toBe(2);
      chmodSync(safe, 0o777);
      reload(daemon, "daruma", host, `${secure}${conf}`);
      await until(
        "it has read it again",
        SOON_MS,
        () => linesOf(daemon, "daemon.reload").length > 0,
      );
      expect(refused().slice(2)).toEqual([safe, open]);
    }),
  );

  test("without -n the command returns when the daemon is up", { timeout: 60_000 }, () =>
    onLan("background", async (lan) => {
      const host = await lan.host("only", 1, ["10.9.0.1/24"]);
      const pidFile = join(lan.folder, "background.pid");
      const conf = join(lan.folder, "background.conf");
      writeFileSync(conf, CONF);
      const command = [process.execPath, daruma(), "-f", conf, "-p", pidFile];
      await run(program("ip"), ["netns", "exec", host.namespace, ...command]);
      const pid = Number(readFileSync(pidFile, "utf8"));
      expect(isAlive(pid)).toBe(true);
      await untilOnlyHolder(host, [host], vip, SOON_MS);
      process.kill(pid, "SIGTERM");
      await until("it stops", SOON_MS, () => !existsSync(pidFile) && !isAlive(pid));
    }),
  );
});
