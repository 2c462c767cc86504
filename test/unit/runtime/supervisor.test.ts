/** Workers that die, fall silent, are needed no longer: with workers that obey the test, and its clock. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { millis } from "../../../src/base/time.ts";
import type { Config } from "../../../src/config/model.ts";
import { parseConfig } from "../../../src/config/parse.ts";
import type { Notice, StampedNotice } from "../../../src/director/notice.ts";
import type { WorkerEvents } from "../../../src/ports/workers.ts";
import type { FromWorker, ToWorker, WorkerName } from "../../../src/runtime/messages.ts";
import { createSupervisor, type Supervisor } from "../../../src/runtime/supervisor.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A process that records what it is told, and does what the test says. */
interface FakeWorker {
  readonly name: string;
  readonly pid: number;
  readonly told: ToWorker[];
  readonly says: (message: FromWorker) => void;
  readonly ends: (why: string) => void;
  /** Answers questions from now on, or no longer. */
  answers: boolean;
  killed: boolean;
}

interface Stage {
  readonly supervisor: Supervisor;
  /** All that were ever started. */
  readonly workers: FakeWorker[];
  readonly notices: Notice[];
  readonly relayed: StampedNotice[];
  readonly pids: (readonly [WorkerName, number | undefined])[];
  /** Which workers a conf needs. */
  readonly needs: Map<Config, ReadonlySet<WorkerName>>;
  readonly last: () => FakeWorker;
}

function stageOf(): Stage {
  const workers: FakeWorker[] = [];
  const notices: Notice[] = [];
  const relayed: StampedNotice[] = [];
  const pids: Stage["pids"] = [];
  const needs: Stage["needs"] = new Map();
  const supervisor = createSupervisor({
    workers: {
      start(name, events) {
        const worker = fakeWorker(name, 100 + workers.length, events);
        workers.push(worker);
        return {
          pid: worker.pid,
          send: (message) => {
            worker.told.push(message);
            if (message.type === "ping" && worker.answers)
              worker.says({ type: "alive", serial: message.serial });
          },
          kill: () => {
            worker.killed = true;
          },
        };
      },
    },
    clock: { now: () => millis(Date.now()) },
    notice: (notice) => notices.push(notice),
    relay: (stamped) => relayed.push(stamped),
    pid: (name, pid) => pids.push([name, pid]),
    needs: (config) => needs.get(config) ?? new Set<WorkerName>(["vrrp"]),
  });
  const last = (): FakeWorker => workers.at(-1)!;
  return { supervisor, workers, notices, relayed, pids, needs, last };
}

const fakeWorker = (name: string, pid: number, events: WorkerEvents<FromWorker>): FakeWorker => ({
  name,
  pid,
  told: [],
  says: events.message,
  ends: events.ended,
  answers: true,
  killed: false,
});

const confOf = (node: string): Config =>
  parseConfig(
    `global_defs {
       router_id ${node}
     }
     vrrp_instance WAN {
       interface eth0
       virtual_router_id 51
       virtual_ipaddress {
         203.0.113.100
       }
     }`,
    "test.conf",
  ).config!;
const conf = confOf("lb1");

/** All that needs no time has happened. */
const quiet = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

/** A stage whose worker runs with the conf. */
async function running(): Promise<Stage> {
  const stage = stageOf();
  const configured = stage.supervisor.configure(conf);
  await quiet();
  stage.last().says({ type: "configured" });
  await configured;
  return stage;
}

const SECOND = 1000;
const timesTold = ({ told }: FakeWorker, type: ToWorker["type"]): number =>
  told.filter((message) => message.type === type).length;

describe("the first conf", () => {
  test("starts what it needs, and is done when every worker has taken it over", async () => {
    const { supervisor, workers, needs, notices, pids } = stageOf();
    needs.set(conf, new Set(["vrrp", "checker"]));
    let done = false;
    const configured = supervisor.configure(conf).then(() => (done = true));
    await quiet();
    expect(workers.map(({ name, told }) => [name, told])).toEqual([
      ["vrrp", [{ type: "configure", config: conf }]],
      ["checker", [{ type: "configure", config: conf }]],
    ]);
    workers[0]?.says({ type: "configured" });
    await quiet();
    expect(done).toBe(false);
    workers[1]?.says({ type: "configured" });
    await configured;
    expect(notices).toEqual([
      { type: "process.start", process: "vrrp", pid: 100 },
      { type: "process.start", process: "checker", pid: 101 },
    ]);
    expect(pids).toEqual([
      ["vrrp", 100],
      ["checker", 101],
    ]);
  });

  test("is done though a worker dies over it, when the next one has taken it over", async () => {
    const { supervisor, workers, last } = stageOf();
    const configured = supervisor.configure(conf);
    await quiet();
    last().ends("exit status 1");
    await quiet();
    expect(workers).toHaveLength(2);
    last().says({ type: "configured" });
    await expect(configured).resolves.toBeUndefined();
  });
});

test("what a worker has to say is relayed as it was stamped", async () => {
  const { last, relayed } = await running();
  const notice: StampedNotice = {
    process: "vrrp",
    wall: 1,
    monotonic: 2,
    notice: { type: "vrrp.announced", instance: "WAN", triggeredAt: millis(1) },
  };
  last().says({ type: "notice", notice });
  expect(relayed).toEqual([notice]);
});

const delaysIn = (notices: readonly Notice[]): readonly (number | undefined)[] =>
  notices.flatMap((each) => (each.type === "process.died" ? [each.restartInMs] : []));

describe("a worker that dies", () => {
  test("is told with its reason, and restarted with the conf: at once the first time", async () => {
    const { last, workers, notices, pids } = await running();
    last().ends("killed by SIGSEGV");
    await quiet();
    expect(notices.slice(1)).toEqual([
      {
        type: "process.died",
        process: "vrrp",
        pid: 100,
        why: "killed by SIGSEGV",
        restartInMs: 0,
      },
      { type: "process.start", process: "vrrp", pid: 101 },
    ]);
    expect(workers[1]?.told).toEqual([{ type: "configure", config: conf }]);
    expect(pids.slice(1)).toEqual([
      ["vrrp", undefined],
      ["vrrp", 101],
    ]);
  });

  test("again and again waits longer each time, up to a minute", async () => {
    const { last, notices } = await running();
    for (let death = 0; death < 9; death++) {
      const dead = last();
      dead.ends("exit status 1");
      while (last() === dead) await vi.advanceTimersToNextTimerAsync();
    }
    expect(delaysIn(notices)).toEqual([0, 1, 2, 4, 8, 16, 32, 60, 60].map((s) => s * SECOND));
  });

  test("after it has run for a minute is restarted at once again", async () => {
    const { last, notices } = await running();
    for (let death = 0; death < 3; death++) {
      last().ends("exit status 1");
      await vi.advanceTimersByTimeAsync(62 * SECOND);
    }
    expect(delaysIn(notices)).toEqual([0, 0, 0]);
  });

  test("is no reason to stop feeding the watchdog", async () => {
    const { supervisor, last } = await running();
    last().ends("exit status 1");
    expect(supervisor.healthy()).toBe(true);
  });
});

describe("a worker that gives no sign of life", () => {
  test("is killed after ten unanswered questions, and not before", async () => {
    const { last } = await running();
    const worker = last();
    await vi.advanceTimersByTimeAsync(SECOND);
    worker.answers = false;
    await vi.advanceTimersByTimeAsync(10 * SECOND);
    expect(worker.killed).toBe(false);
    await vi.advanceTimersByTimeAsync(SECOND);
    expect(worker.killed).toBe(true);
    // One question is enough: it stands until it is answered.
    expect(timesTold(worker, "ping")).toBe(2);
  });

  test("is told to have been silent when it has ended", async () => {
    const { last, notices } = await running();
    const worker = last();
    await vi.advanceTimersByTimeAsync(SECOND);
    worker.answers = false;
    await vi.advanceTimersByTimeAsync(11 * SECOND);
    worker.ends("killed by SIGKILL");
    expect(notices.at(-1)).toMatchObject({
      type: "process.died",
      why: "it gave no sign of life, killed by SIGKILL",
    });
  });

  test("is spared by one answer, however late", async () => {
    const { last } = await running();
    const worker = last();
    await vi.advanceTimersByTimeAsync(SECOND);
    worker.answers = false;
    await vi.advanceTimersByTimeAsync(10 * SECOND);
    worker.says({ type: "alive", serial: 2 });
    await vi.advanceTimersByTimeAsync(10 * SECOND);
    expect(worker.killed).toBe(false);
  });

  test("is not blamed for a pause of ours: what counts is how often it was asked", async () => {
    const { last } = await running();
    const worker = last();
    await vi.advanceTimersByTimeAsync(SECOND);
    worker.answers = false;
    await vi.advanceTimersByTimeAsync(SECOND);
    vi.setSystemTime(Date.now() + 3600 * SECOND);
    await vi.advanceTimersByTimeAsync(5 * SECOND);
    expect(worker.killed).toBe(false);
  });

  test("has a minute before its first answer: a busy machine loads programs slowly", async () => {
    const { supervisor, last } = stageOf();
    void supervisor.configure(conf);
    await quiet();
    const worker = last();
    worker.answers = false;
    await vi.advanceTimersByTimeAsync(60 * SECOND);
    expect(worker.killed).toBe(false);
    expect(supervisor.healthy()).toBe(true);
    await vi.advanceTimersByTimeAsync(SECOND);
    expect(worker.killed).toBe(true);
  });

  test("takes our own sign of life away until it answers or is replaced", async () => {
    const { supervisor, last } = await running();
    const worker = last();
    await vi.advanceTimersByTimeAsync(SECOND);
    worker.answers = false;
    await vi.advanceTimersByTimeAsync(3 * SECOND);
    expect(supervisor.healthy()).toBe(true);
    await vi.advanceTimersByTimeAsync(SECOND);
    expect(supervisor.healthy()).toBe(false);
    worker.says({ type: "alive", serial: 2 });
    expect(supervisor.healthy()).toBe(true);
  });
});

describe("a reload", () => {
  test("gives the new conf to the worker that runs", async () => {
    const { supervisor, workers } = await running();
    const next = confOf("lb2");
    void supervisor.configure(next);
    await quiet();
    expect(workers).toHaveLength(1);
    expect(workers[0]?.told.at(-1)).toEqual({ type: "configure", config: next });
  });

  test("of a conf that needs another worker starts it", async () => {
    const { supervisor, needs, workers } = await running();
    const next = confOf("lb2");
    needs.set(next, new Set(["vrrp", "checker"]));
    void supervisor.configure(next);
    await quiet();
    expect(workers.map(({ name }) => name)).toEqual(["vrrp", "checker"]);
  });

  test("dismisses a worker that it no longer needs, and does not restart it", async () => {
    const { supervisor, needs, workers, notices } = await running();
    const next = confOf("lb2");
    needs.set(next, new Set());
    const configured = supervisor.configure(next);
    await quiet();
    expect(workers[0]?.told.at(-1)).toEqual({ type: "stop" });
    workers[0]?.says({ type: "stopped" });
    workers[0]?.ends("exit status 0");
    await configured;
    await vi.advanceTimersByTimeAsync(120 * SECOND);
    expect(workers).toHaveLength(1);
    expect(notices.some(({ type }) => type === "process.died")).toBe(false);
  });

  test("kills a dismissed worker that does not leave within five seconds", async () => {
    const { supervisor, needs, workers } = await running();
    const next = confOf("lb2");
    needs.set(next, new Set());
    void supervisor.configure(next);
    await vi.advanceTimersByTimeAsync(5 * SECOND - 1);
    expect(workers[0]?.killed).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(workers[0]?.killed).toBe(true);
  });

  test("while a worker waits for its restart reaches the next one", async () => {
    const { supervisor, last, workers } = await running();
    last().ends("exit status 1");
    const next = confOf("lb2");
    const configured = supervisor.configure(next);
    await quiet();
    expect(workers[1]?.told).toEqual([{ type: "configure", config: next }]);
    workers[1]?.says({ type: "configured" });
    await expect(configured).resolves.toBeUndefined();
  });
});

describe("a stop", () => {
  test("is done when every worker has left", async () => {
    const { supervisor, workers } = await running();
    let done = false;
    const stopped = supervisor.stop(millis(5000)).then(() => (done = true));
    await quiet();
    expect(workers[0]?.told.at(-1)).toEqual({ type: "stop" });
    expect(done).toBe(false);
    workers[0]?.ends("exit status 0");
    await stopped;
    expect(vi.getTimerCount()).toBe(0);
  });

  test("kills those that do not leave in time", async () => {
    const { supervisor, workers } = await running();
    const stopped = supervisor.stop(millis(5000));
    await vi.advanceTimersByTimeAsync(5000);
    expect(workers[0]?.killed).toBe(true);
    workers[0]?.ends("killed by SIGKILL");
    await expect(stopped).resolves.toBeUndefined();
  });

  test("starts nothing more that was waiting for its restart", async () => {
    const { supervisor, last, workers } = await running();
    last().ends("exit status 1");
    await supervisor.stop(millis(5000));
    await vi.advanceTimersByTimeAsync(120 * SECOND);
    expect(workers).toHaveLength(1);
  });
});
