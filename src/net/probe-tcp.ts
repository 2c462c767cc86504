/**
 * Can a TCP connection be made? By non-blocking system calls in the process's own wait: some
 * thousands a second cost little.
 *
 * A connection that was made is closed the ordinary way, as keepalived closes it. A reset would
 * leave no TIME_WAIT here, but an error in the real server's log at each check.
 */
import { familyOf } from "../base/ip.ts";
import { earlier, type Millis, millis } from "../base/time.ts";
import { monotonicNow } from "../libc/clock.ts";
import { ERRNO, errnoName, errnoText } from "../libc/errno.ts";
import { closeFd, connectTcp, openTcp, socketError } from "../libc/tcp.ts";
import type { Wait } from "../libc/wait.ts";
import type { Probe, ProbeId, ProbeOutcome, ProbeSink } from "../ports/probes.ts";

type TcpProbe = Extract<Probe, { type: "tcp" }>;

interface Attempt {
  readonly fd: number;
  readonly startedAt: Millis;
  readonly expiresAt: Millis;
  readonly timeout: Millis;
}

export interface TcpProbes {
  start(id: ProbeId, probe: TcpProbe): void;
  cancel(id: ProbeId): void;
  readonly expire: () => void;
}

export function createTcpProbes(
  wait: Pick<Wait, "watch" | "unwatch" | "wakeAt">,
  sink: ProbeSink,
): TcpProbes {
  const attempts = new Map<ProbeId, Attempt>();
  /** No attempt expires before; it may be that of one that has ended. */
  let earliest: Millis | undefined;

  const end = (id: ProbeId, attempt: Attempt): void => {
    attempts.delete(id);
    wait.unwatch(attempt.fd);
    closeFd(attempt.fd);
  };
  const decide = (id: ProbeId, attempt: Attempt): void => {
    const errno = socketError(attempt.fd);
    end(id, attempt);
    sink(id, outcomeOf(errno, attempt));
  };
  return {
    start(id, probe) {
      const startedAt = monotonicNow();
      const fd = openTcp(familyOf(probe.ip), probe.bindTo);
      if (fd < 0) {
        sink(id, localFailure(fd));
        return;
      }
      const expiresAt = millis(startedAt + probe.timeout);
      const attempt: Attempt = { fd, startedAt, expiresAt, timeout: probe.timeout };
      const result = connectTcp(fd, probe.ip, probe.port);
      if (result !== -ERRNO.EINPROGRESS) {
        closeFd(fd);
        sink(id, outcomeOf(-result, attempt));
        return;
      }
      attempts.set(id, attempt);
      wait.watch(fd, { read: false, write: true }, () => {
        decide(id, attempt);
      });
      earliest = earlier(earliest, expiresAt);
      wait.wakeAt(earliest ?? expiresAt);
    },
    cancel(id) {
      const attempt = attempts.get(id);
      if (attempt !== undefined) end(id, attempt);
    },
    expire() {
      const now = monotonicNow();
      if (earliest === undefined) return;
      if (earliest > now) {
        wait.wakeAt(earliest);
        return;
      }
      earliest = undefined;
      for (const [id, attempt] of attempts) {
        if (attempt.expiresAt > now) {
          earliest = earlier(earliest, attempt.expiresAt);
          continue;
        }
        end(id, attempt);
        const failure = { type: "timeout", after: attempt.timeout, phase: "connect" } as const;
        sink(id, { ok: false, failure });
      }
      if (earliest !== undefined) wait.wakeAt(earliest);
    },
  };
}

function outcomeOf(errno: number, { startedAt }: Attempt): ProbeOutcome {
  if (errno === 0) return { ok: true, took: millis(monotonicNow() - startedAt) };
  if (errno === ERRNO.ECONNREFUSED) return { ok: false, failure: { type: "refused" } };
  if (LOCAL.has(errno)) return localFailure(errno);
  const failure = { type: "network", errno: errnoName(errno), phase: "connect" } as const;
  return { ok: false, failure };
}

/** Our own machine's trouble: it says nothing about the server. */
const LOCAL: ReadonlySet<number> = new Set([
  ERRNO.EADDRNOTAVAIL,
  ERRNO.EADDRINUSE,
  ERRNO.EMFILE,
  ERRNO.ENFILE,
  ERRNO.ENOBUFS,
  ERRNO.ENOMEM,
  ERRNO.EACCES,
  ERRNO.EPERM,
  ERRNO.EINVAL,
]);

const localFailure = (errno: number): ProbeOutcome => ({
  ok: false,
  failure: { type: "local", detail: `${errnoName(errno)}: ${errnoText(errno)}` },
});
