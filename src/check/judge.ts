/** From the outcome of one probe to what it means for checker, real server and virtual server. */
import { type Millis, millis } from "../base/time.ts";
import { failed, succeeded, untried, type Verdict } from "./checker.ts";
import type { Health } from "./health.ts";
import type { CheckNotice } from "./notice.ts";
import type { ProbeFailure, ProbeOutcome } from "./probe.ts";
import { allUp, type Checker, judgeQuorum, type Server, type Service } from "./service.ts";

/** Takes the outcome in, and sets when the checker asks next. */
export function judge(health: Health, checker: Checker, outcome: ProbeOutcome, now: Millis): void {
  if (!outcome.ok && outcome.failure.type === "local") {
    hinder(health, checker, outcome.failure);
    schedule(health, checker, untried(checker.state, checker.check), now);
    return;
  }
  checker.hindered = false;
  const asked = checker.state.url;
  const verdict = outcome.ok
    ? succeeded(checker.state, checker.check)
    : failed(checker.state, checker.check);
  const initial = !checker.state.hasRun;
  checker.state = verdict.next;
  schedule(health, checker, verdict, now);
  if (verdict.report === undefined) return;
  notice(health, reportOf(checker, outcome, asked, initial));
  updateServer(health, checker.service, checker.server);
}

/** keepalived counts delay_loop from the end of a check; counted from when it was due, checks do not drift. */
function schedule(
  health: Health,
  checker: Checker,
  { wait, report, next }: Verdict,
  now: Millis,
): void {
  const steady = next.up && next.failures === 0 && report !== "down";
  const due = checker.due ?? now;
  const at = steady && due + wait > now ? due + wait : now + wait;
  health.deadlines.set(checker, millis(at));
}

/** Our own machine's trouble is told once, not at each check. */
function hinder(health: Health, checker: Checker, failure: ProbeFailure): void {
  if (checker.hindered) return;
  checker.hindered = true;
  notice(health, { type: "check.local", ...namesOf(checker), failure });
}

function reportOf(
  checker: Checker,
  outcome: ProbeOutcome,
  asked: number,
  initial: boolean,
): CheckNotice {
  const names = namesOf(checker);
  if (outcome.ok) return { type: "check.up", ...names, took: outcome.took, initial };
  const { check, state } = checker;
  const url = check.type === "TCP_CHECK" ? undefined : check.urls[asked]?.path;
  const attempts = state.failures;
  return { type: "check.down", ...names, failure: outcome.failure, attempts, initial, url };
}

const namesOf = ({
  service,
  server,
  check,
}: Checker): Pick<
  Extract<CheckNotice, { type: "check.up" }>,
  "virtualServer" | "realServer" | "check"
> => ({
  virtualServer: service.name,
  realServer: server.name,
  check: check.type,
});

/** A real server is alive while none of its checkers is down. */
function updateServer(health: Health, service: Service, server: Server): void {
  const alive = allUp(server);
  if (alive === server.alive) return;
  server.alive = alive;
  service.pool = undefined;
  const names = { virtualServer: service.name, realServer: server.name };
  const { weight, inhibitOnFailure: inhibited } = server.realServer;
  notice(
    health,
    alive
      ? { type: "server.up", ...names, weight }
      : { type: "server.down", ...names, inhibited, reason: "check" },
  );
  const quorum = judgeQuorum(service);
  if (quorum !== undefined) notice(health, quorum);
  health.effects.push({ type: "poolsChanged" });
}

export function notice(health: Health, each: CheckNotice): void {
  health.effects.push({ type: "notice", notice: each });
}
