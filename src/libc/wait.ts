/**
 * The one wait of a process: a blocking epoll_wait on the main thread over our own descriptors, a
 * kernel timer, and libuv's descriptor.
 *
 * One cycle: wait; run what is ready, which drains descriptors and queues what it read; turn, which
 * steps the engines and performs their outputs; then libuv's turn (sockets of Node, signals,
 * children, promises), by way of setImmediate. What libuv's callbacks queued is seen before the
 * next wait. While libuv itself has work it asks for a timeout of 0, so it is never kept waiting.
 */
import { assert } from "../base/assert.ts";
import { earlier, type Millis, millis } from "../base/time.ts";
import { monotonicNow } from "./clock.ts";
import {
  addToEpoll,
  changeInEpoll,
  createEpoll,
  createReadyList,
  createTimer,
  drainTimer,
  EPOLLERR,
  EPOLLHUP,
  EPOLLIN,
  EPOLLOUT,
  removeFromEpoll,
  setTimer,
} from "./epoll.ts";
import { openUv, type Uv } from "./uv.ts";

export interface Readiness {
  readonly readable: boolean;
  readonly writable: boolean;
  /** EPOLLERR or EPOLLHUP. */
  readonly failed: boolean;
}

export interface Interest {
  readonly read: boolean;
  readonly write: boolean;
}

export interface Cycle {
  /** Steps the engines, performs their outputs, and answers its next deadline. */
  turn(): Millis | undefined;
  /** False while something is queued that no turn has seen. */
  idle(): boolean;
}

export interface Wait {
  /** False where libuv cannot be waited for in the same call, and timers are less exact. */
  readonly exact: boolean;
  /** Level-triggered. `ready` drains the descriptor, and queues what it read. A second call changes the interest. */
  watch(fd: number, interest: Interest, ready: (what: Readiness) => void): void;
  /** Before the descriptor is closed. */
  unwatch(fd: number): void;
  /** Asks for a turn at this instant at the latest; one for all who ask: the earliest wins, and is then forgotten. */
  wakeAt(at: Millis): void;
  /** Cycles until `stop`. */
  start(cycle: Cycle): void;
  stop(): void;
}

/** In the fallback nobody tells us that libuv's callbacks have queued something: look each millisecond. */
const FALLBACK_LOOK_MS = 1;
/**
 * After a sleep the processor and its caches are slow at first: a wake-up comes 0.3 to 1.3 ms late,
 * one that follows another within milliseconds 0.1.
 */
const ROUSE_MS = 2;
const FOREVER_MS = 0x7fffffff;

interface State {
  readonly epoll: number;
  readonly timer: number;
  readonly watchers: Map<number, (what: Readiness) => void>;
  cycle: Cycle | undefined;
  deadline: Millis | undefined;
  wake: Millis | undefined;
}

/** A wait that watches nothing yet. Throws where the kernel has no descriptors left. */
export function createWait(uv: Uv | undefined = openUv()): Wait {
  const epoll = createEpoll();
  const timer = createTimer();
  assert(epoll >= 0 && timer >= 0, "epoll and timerfd can be had");
  const state: State = {
    epoll,
    timer,
    watchers: new Map(),
    cycle: undefined,
    deadline: undefined,
    wake: undefined,
  };
  assert(addToEpoll(epoll, timer, EPOLLIN) === 0, "a timer can be waited for");
  if (uv !== undefined) addToEpoll(epoll, uv.backendFd, EPOLLIN);
  const run = uv === undefined ? runAside : runBlocking;
  let keepAlive: NodeJS.Timeout | undefined;
  return {
    exact: uv !== undefined,
    watch(fd, { read, write }, ready) {
      const events = (read ? EPOLLIN : 0) | (write ? EPOLLOUT : 0);
      const known = state.watchers.has(fd);
      const result = known ? changeInEpoll(epoll, fd, events) : addToEpoll(epoll, fd, events);
      assert(result === 0, `descriptor ${fd} can be waited for`);
      state.watchers.set(fd, ready);
    },
    unwatch(fd) {
      if (state.watchers.delete(fd)) removeFromEpoll(epoll, fd);
    },
    wakeAt(at) {
      state.wake = earlier(state.wake, at);
    },
    start(cycle) {
      assert(state.cycle === undefined, "a wait is started once");
      state.cycle = cycle;
      // One expiry for nothing: what V8 compiles at the first must not be part of a takeover.
      state.wake = earlier(state.wake, millis(monotonicNow() + 1));
      // libuv without any handle would end the process, or ask for no wait at all.
      keepAlive = setInterval(() => undefined, FOREVER_MS);
      run(state, uv);
    },
    stop() {
      state.cycle = undefined;
      clearInterval(keepAlive);
    },
  };
}

function turn(state: State, cycle: Cycle): void {
  if (state.wake !== undefined && state.wake <= monotonicNow()) state.wake = undefined;
  state.deadline = cycle.turn();
}

/** When this process has something to do by itself. */
const dueAt = ({ deadline, wake }: State): Millis | undefined => earlier(deadline, wake);

/** Once before the deadline, to be awake at it. */
function roused(due: Millis | undefined): Millis | undefined {
  if (due === undefined) return undefined;
  const early = millis(due - ROUSE_MS);
  return early > monotonicNow() ? early : due;
}

function runReady(state: State, ready: ReturnType<typeof createReadyList>, count: number): void {
  for (let i = 0; i < count; i++) {
    const fd = ready.fd(i);
    if (fd === state.timer) {
      drainTimer(fd);
      continue;
    }
    const events = ready.events(i);
    // Absent: libuv's descriptor, or one that an earlier callback of this batch has let go.
    state.watchers.get(fd)?.({
      readable: (events & EPOLLIN) !== 0,
      writable: (events & EPOLLOUT) !== 0,
      failed: (events & (EPOLLERR | EPOLLHUP)) !== 0,
    });
  }
}

function runBlocking(state: State, uv: Uv | undefined): void {
  const ready = createReadyList();
  const step = (): void => {
    const { cycle } = state;
    if (cycle === undefined) return;
    // Scheduled first: an exception below must not leave a process that lives but never runs.
    const next = setImmediate(step);
    // Even with something queued: what waits in the sockets goes in before a deadline may expire.
    let timeout = 0;
    if (cycle.idle()) {
      // A referenced immediate would make libuv ask for no wait at all.
      next.unref();
      timeout = uv?.timeout() ?? 0;
      next.ref();
    }
    setTimer(state.timer, roused(dueAt(state)));
    runReady(state, ready, ready.wait(state.epoll, timeout));
    turn(state, cycle);
  };
  const begin = (): void => {
    if (state.cycle !== undefined) turn(state, state.cycle);
    // Not at once: what the first turn has begun, libuv must come to watch before we wait.
    setImmediate(step);
  };
  setImmediate(begin);
}

/** Where libuv's loop cannot be had: the wait is on libuv's thread pool, and each wake-up costs a hop. */
function runAside(state: State): void {
  const ready = createReadyList();
  const wait = (): void => {
    if (state.cycle === undefined) return;
    setTimer(state.timer, dueAt(state));
    ready.waitAside(state.epoll, -1, (count) => {
      if (state.cycle === undefined) return;
      runReady(state, ready, count);
      turn(state, state.cycle);
      wait();
    });
  };
  const look = setInterval(() => {
    if (state.cycle === undefined) {
      clearInterval(look);
      setTimer(state.timer, millis(0));
      return;
    }
    if (state.cycle.idle()) return;
    turn(state, state.cycle);
    setTimer(state.timer, dueAt(state));
  }, FALLBACK_LOOK_MS);
  setImmediate(() => {
    if (state.cycle !== undefined) turn(state, state.cycle);
    wait();
  });
}
