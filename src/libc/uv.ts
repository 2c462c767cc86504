/**
 * libuv's own loop, as Node exports it: what it waits for, and for how long it would. Only the main
 * thread runs the default loop.
 */
import { isMainThread } from "node:worker_threads";
import { native } from "./native.ts";

export interface Uv {
  /** Readable when libuv has something to do. */
  readonly backendFd: number;
  /** Milliseconds until libuv has to run again, by its own timers; -1: not before its descriptor is readable. */
  timeout(): number;
}

/** Undefined where this Node does not export what is needed, or this is not the main thread. */
export function openUv(): Uv | undefined {
  if (!isMainThread) return undefined;
  try {
    const defaultLoop: () => unknown = native.func("void *uv_default_loop()");
    const backendFd: (loop: unknown) => number = native.func("int uv_backend_fd(void *loop)");
    const timeout: (loop: unknown) => number = native.func("int uv_backend_timeout(void *loop)");
    const updateTime: (loop: unknown) => void = native.func("void uv_update_time(void *loop)");
    const loop = defaultLoop();
    const fd = backendFd(loop);
    if (fd < 0) return undefined;
    return {
      backendFd: fd,
      timeout() {
        updateTime(loop);
        return timeout(loop);
      },
    };
  } catch {
    // The symbols are not there: Node was linked against a libuv that hides them.
    return undefined;
  }
}
