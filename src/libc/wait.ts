/**
 * The one wait of a process: a blocking epoll_wait on the main thread over our own descriptors, a
 * kernel timer, and libuv's descriptor.
 */
import type { Millis } from "../base/time.ts";

export interface Readiness {
  readonly readable: boolean;
  readonly writable: boolean;
  /** EPOLLERR or EPOLLHUP. */
  readonly failed: boolean;
}

export interface Wait {
  /** Level-triggered. `ready` runs in the collecting part of a cycle: it drains the descriptor, and queues what it read. */
  watch(
    fd: number,
    interest: { readonly read: boolean; readonly write: boolean },
    ready: (what: Readiness) => void,
  ): void;
  unwatch(fd: number): void;
  /**
   * Cycles until `stop`: wait, run what is ready, then `turn(now)`, which steps the engines, performs
   * their outputs and answers its next deadline; then libuv gets its turn where it has work.
   * `turn` also runs after libuv's callbacks, so what they queue is seen at once.
   */
  start(turn: (now: Millis) => Millis | undefined): void;
  stop(): void;
}
