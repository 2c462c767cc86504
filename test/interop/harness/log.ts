/** daruma's log, read as the events that it is. */
import type { Daemon } from "./daemon.ts";

/** One line of the log; the fields beside these depend on the event. */
export interface LogLine {
  readonly event: string;
  readonly level: string;
  readonly msg: string;
  readonly [field: string]: unknown;
}

/** What `daemon` has logged so far, or only its events of one name. */
export function linesOf(daemon: Daemon, event?: string): readonly LogLine[] {
  const lines = daemon.log().split("\n");
  // The last piece may be a line that is still being written.
  const whole = lines.slice(0, -1).filter((line) => line.startsWith("{"));
  const read = whole.map((line) => JSON.parse(line) as LogLine);
  return event === undefined ? read : read.filter((line) => line.event === event);
}

/** The states that an instance has gone through, first to last. */
export function statesOf(daemon: Daemon, instance = "VI_1"): readonly string[] {
  return linesOf(daemon, "vrrp.transition")
    .filter((line) => line["instance"] === instance)
    .map((line) => String(line["to"]));
}

/** The type of the cause of the latest transition: masterDown, masterLeft, preempted and so on. */
export function latestCauseOf(daemon: Daemon): string | undefined {
  const cause = linesOf(daemon, "vrrp.transition").at(-1)?.["cause"];
  return (cause as { readonly type?: string } | undefined)?.type;
}
