/** One worker as its supervisor sees it: started, configured, asked whether it lives, restarted, dismissed. */
import { type Millis, millis } from "../base/time.ts";
import type { Config } from "../config/model.ts";
import type { Notice, StampedNotice } from "../director/notice.ts";
import type { Clock } from "../ports/clock.ts";
import type { WorkerProcess, Workers } from "../ports/workers.ts";
import { afterEnd, freshBackoff } from "./backoff.ts";
import type { FromWorker, ToWorker, WorkerName } from "./messages.ts";

export interface WorkerOptions {
  readonly workers: Workers<ToWorker, FromWorker>;
  readonly clock: Clock;
  /** Our own notices. */
  readonly notice: (notice: Notice) => void;
  /** Those of workers, stamped where they were made. */
  readonly relay: (stamped: StampedNotice) => void;
  /** A worker runs with this pid; undefined: it does not run. */
  readonly pid: (name: WorkerName, pid: number | undefined) => void;
}

export interface Worker {
  /** Starts it where it does not run. Resolves when it has taken the conf over. */
  configure(config: Config): Promise<void>;
  /** Asks for a sign of life, or kills one that has given none for too long. */
  ask(): void;
  /** It has answered lately, or its restart is on its way: nobody else has to do anything. */
  healthy(): boolean;
  /** Resolves when it has ended; after `limit` milliseconds it is killed. */
  dismiss(limit: Millis): Promise<void>;
}

/**
 * A worker that leaves so many questions unanswered is as good as dead, and worse: it may hold
 * addresses. Questions are counted, not seconds: while we are paused ourselves, nobody is asked.
 */
const TOO_MANY = 10;
/** How often a worker is asked, and after what silence it is killed; milliseconds. */
export const ASK_MS = 1000;
export const SILENCE_MS: number = TOO_MANY * ASK_MS;
/** Before it has answered for the first time: a busy machine may be slow to load a program. */
const TOO_MANY_AT_START = 60;
const LATE = 3;

interface State {
  process: WorkerProcess<ToWorker> | undefined;
  /** False: it is to end, and its end is no failure. */
  wanted: boolean;
  startedAt: Millis;
  restart: NodeJS.Timeout | undefined;
  /** The oldest question that it has not answered, and how often we have come to ask since. */
  asked: { readonly serial: number; times: number } | undefined;
  /** It has answered since its start. */
  hasAnswered: boolean;
  /** It is being killed for its silence. */
  isSilenced: boolean;
  readonly waiting: { configured: (() => void)[]; ended: (() => void)[] };
}

/** Runs nothing before `configure`. */
export function createWorker(name: WorkerName, options: WorkerOptions): Worker {
  const { clock } = options;
  const state: State = {
    process: undefined,
    wanted: false,
    startedAt: millis(0),
    restart: undefined,
    asked: undefined,
    hasAnswered: false,
    isSilenced: false,
    waiting: { configured: [], ended: [] },
  };
  let config: Config | undefined;
  let serial = 0;
  const restarter = createRestarter(name, state, options, () => {
    start();
  });

  const start = (): void => {
    state.startedAt = clock.now();
    state.asked = undefined;
    state.hasAnswered = false;
    state.isSilenced = false;
    state.process = options.workers.start(name, {
      message: (message) => {
        receive(state, message, options.relay);
      },
      ended: restarter,
    });
    const { pid } = state.process;
    options.pid(name, pid);
    options.notice({ type: "process.start", process: name, pid });
    if (config !== undefined) state.process.send({ type: "configure", config });
  };

  return {
    configure(next) {
      config = next;
      const done = settled(state, "configured");
      if (state.wanted) state.process?.send({ type: "configure", config });
      else {
        state.wanted = true;
        start();
      }
      return done;
    },
    ask() {
      if (state.process === undefined) return;
      if (state.asked === undefined) {
        state.asked = { serial: ++serial, times: 0 };
        state.process.send({ type: "ping", serial });
        return;
      }
      state.asked.times++;
      const patience = state.hasAnswered ? TOO_MANY : TOO_MANY_AT_START;
      if (state.asked.times < patience) return;
      state.isSilenced = true;
      state.process.kill();
    },
    healthy: () =>
      state.process === undefined ||
      state.asked === undefined ||
      !state.hasAnswered ||
      state.asked.times < LATE,
    dismiss: (limit) => dismiss(state, limit),
  };
}

function receive(state: State, message: FromWorker, relay: (stamped: StampedNotice) => void): void {
  switch (message.type) {
    case "notice":
      relay(message.notice);
      return;
    case "configured":
      settle(state, "configured");
      return;
    case "alive":
      state.hasAnswered = true;
      if (state.asked?.serial === message.serial) state.asked = undefined;
      return;
    case "stopped":
      state.wanted = false;
  }
}

/** What follows when the process has ended: a restart, where it was not meant to. */
function createRestarter(
  name: WorkerName,
  state: State,
  { clock, notice, pid }: WorkerOptions,
  start: () => void,
): (why: string) => void {
  let backoff = freshBackoff;
  return (how) => {
    const dead = state.process?.pid ?? 0;
    const why = state.isSilenced ? `it gave no sign of life, ${how}` : how;
    state.process = undefined;
    pid(name, undefined);
    if (state.wanted) {
      backoff = afterEnd(backoff, clock.now() - state.startedAt);
      const restartInMs = backoff.delay;
      notice({ type: "process.died", process: name, pid: dead, why, restartInMs });
      state.restart = setTimeout(start, restartInMs);
    }
    settle(state, "ended");
  };
}

async function dismiss(state: State, limit: Millis): Promise<void> {
  state.wanted = false;
  clearTimeout(state.restart);
  const { process } = state;
  if (process === undefined) return;
  process.send({ type: "stop" });
  const timer = setTimeout(process.kill, limit);
  await settled(state, "ended");
  clearTimeout(timer);
}

const settled = ({ waiting }: State, what: keyof State["waiting"]): Promise<void> =>
  new Promise((resolve) => {
    waiting[what].push(resolve);
  });

function settle({ waiting }: State, what: keyof State["waiting"]): void {
  const resolvers = waiting[what];
  waiting[what] = [];
  for (const resolve of resolvers) resolve();
}
