/** Arguments and order are keepalived's, so that its users' scripts go on working. */
import { describe, expect, test } from "vitest";
import type { Notice } from "../../../src/director/notice.ts";
import type { NotifyScripts, Script, VrrpState } from "../../../src/director/vrrp-types.ts";
import {
  createNotifyRunner,
  type NotifyRunner,
  type NotifySubjects,
} from "../../../src/observe/notify-scripts.ts";
import { NOTICES } from "./samples.ts";

const script = (...command: readonly [string, ...string[]]): Script => ({
  command,
  user: undefined,
});

const all: NotifyScripts = {
  master: script("/n/master", "-v"),
  backup: script("/n/backup"),
  fault: script("/n/fault"),
  stop: script("/n/stop"),
  any: script("/n/any"),
};
const none: NotifyScripts = {
  master: undefined,
  backup: undefined,
  fault: undefined,
  stop: undefined,
  any: undefined,
};

interface Stage {
  readonly runner: NotifyRunner;
  readonly tell: (notice: Notice) => void;
  /** Command lines, in the order of their start. */
  readonly started: string[];
  /** Ends the oldest script that runs. */
  readonly end: (problem?: string) => Promise<void>;
  readonly failed: string[];
}

function stageOf(subjects: NotifySubjects): Stage {
  const started: string[] = [];
  const failed: string[] = [];
  const running: ((problem: string | undefined) => void)[] = [];
  const runner = createNotifyRunner(
    {
      run: ({ command }, args) => {
        started.push([...command, ...args].join(" "));
        return new Promise((resolve) => running.push(resolve));
      },
    },
    (command, detail) => failed.push(`${command}: ${detail}`),
  );
  runner.configure(subjects);
  return {
    runner,
    started,
    failed,
    tell: (notice) => {
      runner.write({ process: "vrrp", wall: 0, monotonic: 0, notice });
    },
    end: async (problem) => {
      await quiet();
      running.shift()?.(problem);
      await quiet();
    },
  };
}

/** All promises that can go on have gone on. */
const quiet = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const change = (to: VrrpState, instance = "WAN"): Notice => ({
  ...NOTICES["vrrp.transition"],
  instance,
  to,
});
const groupChange = (to: VrrpState): Notice => ({ ...NOTICES["vrrp.group"], to });

const subjectsOf = (notify: NotifyScripts): NotifySubjects => ({
  instances: new Map([
    ["WAN", notify],
    ["LAN", notify],
  ]),
  groups: new Map([["PAIR", notify]]),
});

describe("scripts of a change", () => {
  test.for<readonly [VrrpState, string, string]>([
    ["MASTER", "/n/master -v", "/n/any INSTANCE WAN MASTER 150"],
    ["BACKUP", "/n/backup", "/n/any INSTANCE WAN BACKUP 150"],
    ["FAULT", "/n/fault", "/n/any INSTANCE WAN FAULT 150"],
    ["INIT", "/n/stop", "/n/any INSTANCE WAN STOP 150"],
  ])("of an instance to %s: its own first, then notify", async ([to, own, any]) => {
    const { tell, started, end } = stageOf(subjectsOf(all));
    tell(change(to));
    await end();
    expect(started).toEqual([own, any]);
  });

  test("of a group: GROUP, and priority 0", async () => {
    const { tell, started, end } = stageOf(subjectsOf(all));
    tell(groupChange("MASTER"));
    await end();
    expect(started).toEqual(["/n/master -v", "/n/any GROUP PAIR MASTER 0"]);
  });

  test("start one after the other: the second waits until the first has ended", async () => {
    const { tell, started, end } = stageOf(subjectsOf(all));
    tell(change("MASTER"));
    await quiet();
    expect(started).toEqual(["/n/master -v"]);
    await end();
    expect(started).toHaveLength(2);
  });

  test("only those that the conf names", async () => {
    const { tell, started } = stageOf(subjectsOf({ ...none, any: all.any }));
    tell(change("MASTER"));
    tell({ ...NOTICES["server.up"] });
    tell(change("MASTER", "UNKNOWN"));
    await quiet();
    expect(started).toEqual(["/n/any INSTANCE WAN MASTER 150"]);
  });
});

describe("several changes", () => {
  test("of one instance: no script overtakes another", async () => {
    const { tell, started, end } = stageOf(subjectsOf(all));
    tell(change("MASTER"));
    tell(change("BACKUP"));
    for (let i = 0; i < 4; i++) await end();
    expect(started).toEqual([
      "/n/master -v",
      "/n/any INSTANCE WAN MASTER 150",
      "/n/backup",
      "/n/any INSTANCE WAN BACKUP 150",
    ]);
  });

  test("of several instances do not wait for each other", async () => {
    const { tell, started } = stageOf(subjectsOf(all));
    tell(change("MASTER", "WAN"));
    tell(change("BACKUP", "LAN"));
    await quiet();
    expect(started).toEqual(["/n/master -v", "/n/backup"]);
  });

  test("a script that fails is told, and the next ones run all the same", async () => {
    const { tell, started, failed, end } = stageOf(subjectsOf(all));
    tell(change("MASTER"));
    await end("exit status 3");
    expect(failed).toEqual(["/n/master -v: exit status 3"]);
    expect(started).toHaveLength(2);
  });

  test("after a reload the new conf's scripts run", async () => {
    const { runner, tell, started } = stageOf(subjectsOf(all));
    runner.configure(subjectsOf({ ...none, master: script("/new/master") }));
    tell(change("MASTER"));
    await quiet();
    expect(started).toEqual(["/new/master"]);
  });

  test("are settled when the last script has ended", async () => {
    const { runner, tell, end } = stageOf(subjectsOf({ ...none, any: all.any }));
    let settled = false;
    tell(change("MASTER"));
    void runner.settled().then(() => (settled = true));
    await quiet();
    expect(settled).toBe(false);
    await end();
    expect(settled).toBe(true);
  });
});
