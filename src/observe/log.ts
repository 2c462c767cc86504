/** The log: one line an event, by pino. Which fields an event has is documented in docs/events.md. */
import { type DestinationStream, type Level as PinoLevel, pino } from "pino";
import type { StampedNotice } from "../director/notice.ts";
import { describe } from "./describe.ts";

export type LogDestination = DestinationStream;

export interface LogOptions {
  /** Name of this node, in every line. */
  readonly node: string;
  /** Lowest level that is written. */
  readonly level: PinoLevel;
  readonly destination: LogDestination;
}

export interface Log {
  write(stamped: StampedNotice): void;
  /** Takes effect with the next line. */
  configure(options: Pick<LogOptions, "node" | "level">): void;
}

/** A log that writes at once: nothing is lost when the process ends. */
export function createLog(options: LogOptions): Log {
  const logger = pino(
    {
      level: options.level,
      base: null,
      timestamp: false,
      formatters: { level: (label) => ({ level: label }) },
    },
    options.destination,
  );
  let { node } = options;
  return {
    write({ notice, process, wall, monotonic }) {
      const { level, message, fields } = describe(notice, monotonic);
      const time = new Date(wall).toISOString();
      const line = { time, node, process, event: notice.type, ...fields, mono: monotonic };
      logger[level](rounded(line), message);
    },
    configure(next) {
      node = next.node;
      logger.level = next.level;
    },
  };
}

/** Milliseconds with three decimals: what comes after is noise of the clock. */
function rounded(value: object): object {
  const entries = Object.entries(value).map(([key, each]): [string, unknown] => {
    if (typeof each === "number") return [key, Math.round(each * 1000) / 1000];
    if (typeof each !== "object" || each === null || Array.isArray(each)) return [key, each];
    return [key, rounded(each)];
  });
  return Object.fromEntries(entries);
}
