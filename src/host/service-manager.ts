/** What systemd wants to know: sd_notify(3), by datagrams to $NOTIFY_SOCKET. */
import { sendUnixDatagram } from "../libc/unix-datagram.ts";

/** In each interval of the watchdog: a worker may be found silent, be replaced, and nobody has noticed. */
const SIGNS = 4;

export interface ServiceManager {
  /** Milliseconds between two signs of life; undefined: no watchdog is set. */
  readonly watchdogMs: number | undefined;
  readonly ready: (status: string) => void;
  /** `monotonic`: milliseconds of CLOCK_MONOTONIC, which systemd wants in microseconds. */
  readonly reloading: (monotonic: number) => void;
  readonly stopping: () => void;
  readonly alive: () => void;
}

/** Silent where nobody listens. Takes the variables out of the environment, so that no child inherits them. */
export function connectServiceManager(environment: NodeJS.ProcessEnv): ServiceManager {
  const { NOTIFY_SOCKET: socket, WATCHDOG_USEC: watchdog } = environment;
  delete environment["NOTIFY_SOCKET"];
  delete environment["WATCHDOG_USEC"];
  delete environment["WATCHDOG_PID"];
  const say = (...lines: readonly string[]): void => {
    if (socket !== undefined) sendUnixDatagram(socket, new TextEncoder().encode(lines.join("\n")));
  };
  const usec = Number(watchdog);
  return {
    // Twice in each interval would do, sd_watchdog_enabled(3), were none ever held back.
    watchdogMs: usec > 0 && socket !== undefined ? usec / 1000 / SIGNS : undefined,
    ready: (status) => {
      say("READY=1", `STATUS=${status}`);
    },
    reloading: (monotonic) => {
      say("RELOADING=1", `MONOTONIC_USEC=${Math.round(monotonic * 1000)}`);
    },
    stopping: () => {
      say("STOPPING=1");
    },
    alive: () => {
      say("WATCHDOG=1");
    },
  };
}
