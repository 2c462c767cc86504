/** When and how often checks run: the same keywords in virtual server, real server and check, each inheriting. */
import { boolean, type Entry, integer, seconds, text } from "./entry.ts";

export interface TimingDraft {
  delayLoop?: number | undefined;
  retry?: number | undefined;
  delayBeforeRetry?: number | undefined;
  warmup?: number | undefined;
  connectTimeout?: number | undefined;
  alpha?: boolean | undefined;
  virtualhost?: string | undefined;
}

const DELAY = { min: 0, max: 86_400_000 } as const;

/** `where`: alpha is a bare flag of its own kind in a virtual server; a TCP check has no virtualhost. */
export function timingKeywords(
  where: "virtual_server" | "real_server" | "check",
): Readonly<Record<string, Entry<TimingDraft>>> {
  const virtualhost = text("virtualhost", {
    meaning: "Host header of HTTP checks",
    byDefault: "the server's address",
  });
  const alpha = boolean("alpha", {
    meaning: "counts as failed until it has succeeded",
    byDefault: "inherited, else no",
  });
  return {
    delay_loop: seconds("delayLoop", {
      min: 0.000_001,
      max: 86_400_000,
      meaning: "between two checks",
      byDefault: "inherited, else 60",
    }),
    retry: integer("retry", {
      min: where === "virtual_server" ? 1 : 0,
      max: 1_000_000,
      meaning: "failures after the first that are tolerated",
      byDefault: "inherited, else 1",
    }),
    delay_before_retry: seconds("delayBeforeRetry", {
      ...DELAY,
      meaning: "from a failure to its retry",
      byDefault: "inherited, else 1; 3 for HTTP_GET and SSL_GET",
    }),
    warmup: seconds("warmup", {
      ...DELAY,
      meaning: "longest random delay of the first check",
      byDefault: "inherited, else delay_loop",
    }),
    connect_timeout: seconds("connectTimeout", {
      min: 0.000_001,
      max: 86_400,
      meaning: "how long a connection may take, and each later step",
      byDefault: "inherited, else 5",
    }),
    ...(where === "virtual_server" ? {} : { alpha }),
    ...(where === "check" ? {} : { virtualhost }),
  };
}
