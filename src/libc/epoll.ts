/** epoll(7) and timerfd_create(2). Answers as in socket.ts. */
import type { Millis } from "../base/time.ts";
import { answer, native } from "./native.ts";

export const EPOLLIN = 0x001;
export const EPOLLOUT = 0x004;
export const EPOLLERR = 0x008;
export const EPOLLHUP = 0x010;

const EPOLL_CLOEXEC = 0o2000000;
const EPOLL_CTL_ADD = 1;
const EPOLL_CTL_DEL = 2;
const EPOLL_CTL_MOD = 3;
const CLOCK_MONOTONIC = 1;
const TFD_NONBLOCK = 0o4000;
const TFD_CLOEXEC = 0o2000000;
const TFD_TIMER_ABSTIME = 1;

const cEpollCreate: (flags: number) => number = native.func("int epoll_create1(int flags)");
const cEpollCtl: (epoll: number, operation: number, fd: number, event: Uint8Array) => number =
  native.func("int epoll_ctl(int epoll, int operation, int fd, void *event)");
const epollWait = native.func("int epoll_wait(int epoll, void *events, int max, int timeout)");
const cEpollWait: (epoll: number, events: Uint8Array, max: number, timeout: number) => number =
  epollWait;
const cTimerfdCreate: (clock: number, flags: number) => number = native.func(
  "int timerfd_create(int clock, int flags)",
);
const cTimerfdSettime: (fd: number, flags: number, next: BigInt64Array, old: null) => number =
  native.func("int timerfd_settime(int fd, int flags, void *next, void *old)");
const cRead: (fd: number, bytes: Uint8Array, size: number) => number = native.func(
  "int64_t read(int fd, void *bytes, size_t size)",
);

/** struct epoll_event is packed on x86-64 alone. */
const EVENT_SIZE = process.arch === "x64" ? 12 : 16;
const DATA_AT = EVENT_SIZE - 8;
const EVENTS_MAX = 512;

export const createEpoll = (): number => answer(cEpollCreate(EPOLL_CLOEXEC));

function event(fd: number, events: number): Uint8Array {
  const bytes = new Uint8Array(EVENT_SIZE);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, events, true);
  view.setInt32(DATA_AT, fd, true);
  return bytes;
}

export const addToEpoll = (epoll: number, fd: number, events: number): number =>
  answer(cEpollCtl(epoll, EPOLL_CTL_ADD, fd, event(fd, events)));

export const changeInEpoll = (epoll: number, fd: number, events: number): number =>
  answer(cEpollCtl(epoll, EPOLL_CTL_MOD, fd, event(fd, events)));

export const removeFromEpoll = (epoll: number, fd: number): number =>
  answer(cEpollCtl(epoll, EPOLL_CTL_DEL, fd, event(fd, 0)));

export interface ReadyList {
  /** Blocks for at most `timeout` milliseconds, -1 for ever; answers how many descriptors are ready. */
  wait(epoll: number, timeout: number): number;
  /** The same on libuv's thread pool; the loop goes on meanwhile. */
  waitAside(epoll: number, timeout: number, done: (count: number) => void): void;
  fd(index: number): number;
  events(index: number): number;
}

/** Room for what one wait brings; reused from wait to wait. */
export function createReadyList(): ReadyList {
  const bytes = new Uint8Array(EVENT_SIZE * EVENTS_MAX);
  const view = new DataView(bytes.buffer);
  return {
    wait: (epoll, timeout) => answer(cEpollWait(epoll, bytes, EVENTS_MAX, timeout)),
    waitAside(epoll, timeout, done) {
      epollWait.async(epoll, bytes, EVENTS_MAX, timeout, (_error: unknown, count: number) => {
        done(count);
      });
    },
    fd: (index) => view.getInt32(index * EVENT_SIZE + DATA_AT, true),
    events: (index) => view.getUint32(index * EVENT_SIZE, true),
  };
}

/** A timer of the monotonic clock that becomes readable when it expires. */
export const createTimer = (): number =>
  answer(cTimerfdCreate(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC));

const timerspec = new BigInt64Array(4);

/** Sets the timer to an instant of the monotonic clock; undefined stops it. */
export function setTimer(timer: number, at: Millis | undefined): number {
  if (at === undefined) {
    timerspec[2] = 0n;
    timerspec[3] = 0n;
  } else {
    const nanoseconds = Math.max(1, Math.round(at * 1e6));
    timerspec[2] = BigInt(Math.floor(nanoseconds / 1e9));
    timerspec[3] = BigInt(nanoseconds % 1e9);
  }
  return answer(cTimerfdSettime(timer, TFD_TIMER_ABSTIME, timerspec, null));
}

const expirations = new Uint8Array(8);

/** Makes an expired timer quiet again. */
export const drainTimer = (timer: number): number => answer(cRead(timer, expirations, 8));
