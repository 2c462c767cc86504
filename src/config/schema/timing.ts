/** When and how often checks run: the same keywords in virtual server, real server and check, each inheriting. */
import { boolean, type Entry, integer, seconds, type Table, text } from "./entry.ts";

export interface TimingDraft {
  delayLoop?: number | undefined;
  retry?: number | undefined;
  delayBeforeRetry?: number | undefined;
  warmup?: number | undefined;
  connectTimeout?: number | undefined;
  alpha?: boolean | undefined;
}

export interface VirtualHostDraft {
  virtualhost?: string | undefined;
}

type Level = "virtual_server" | "real_server" | "check";

const DELAY = { min: 0, max: 86_400_000 } as const;
const COUNT_MAX = 4_294_967_295;

/** Whose word holds where a level says nothing. */
const above = (level: Level, keyword: string): { readonly inherits?: string } => {
  if (level === "virtual_server") return {};
  return { inherits: `${level === "check" ? "real_server" : "virtual_server"} ${keyword}` };
};

export interface TimingDefaults {
  readonly retry: string;
  readonly delayBeforeRetry: string;
}

/** What holds for a check of most kinds where nobody says anything. */
export const USUAL: TimingDefaults = { retry: "1", delayBeforeRetry: "1" };

/** `alpha` is not among them: it is a bare flag of its own kind in a virtual server. */
export function timingKeywords(level: Level, defaults: TimingDefaults = USUAL): Table<TimingDraft> {
  return {
    delay_loop: seconds("delayLoop", {
      min: 0.000_001,
      max: DELAY.max,
      meaning: "between two checks",
      byDefault: "60",
      ...above(level, "delay_loop"),
    }),
    retry: integer("retry", {
      strict: level !== "check",
      min: level === "check" ? 0 : 1,
      max: COUNT_MAX,
      meaning: "failures after the first that are tolerated",
      byDefault: defaults.retry,
      ...above(level, "retry"),
    }),
    delay_before_retry: seconds("delayBeforeRetry", {
      ...DELAY,
      meaning: "from a failure to its retry",
      byDefault: defaults.delayBeforeRetry,
      ...above(level, "delay_before_retry"),
    }),
    warmup: seconds("warmup", {
      ...DELAY,
      meaning: "longest random delay of the first check",
      byDefault: "delay_loop",
      ...above(level, "warmup"),
    }),
  };
}

export const connectTimeout = (level: Level): Table<TimingDraft> => ({
  connect_timeout: seconds("connectTimeout", {
    min: 0.000_001,
    max: 4294.967_295,
    meaning: "how long a connection may take, and each later step",
    byDefault: "5",
    ...above(level, "connect_timeout"),
  }),
});

export const alphaOf = (level: "real_server" | "check"): Entry<TimingDraft> =>
  boolean("alpha", {
    meaning: "counts as failed until it has succeeded",
    byDefault: "no",
    ...above(level, "alpha"),
  });

export const virtualHost = (level: Level): Entry<VirtualHostDraft> =>
  text("virtualhost", {
    meaning: "Host header of HTTP checks",
    byDefault: "address and port",
    ...above(level, "virtualhost"),
  });
