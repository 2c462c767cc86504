/** A report that keeps nothing but whether there was anything to say. */
import type { Report } from "./report.ts";

export interface Probe {
  readonly report: Report;
  /** Whether it was told anything, or asked what had been said: then what was read hangs on where it stands. */
  readonly touched: () => boolean;
}

export function createProbe(): Probe {
  let touched = false;
  const touch = (): false => {
    touched = true;
    return false;
  };
  const report: Report = {
    at: touch,
    follows: touch,
    full: () => false,
    drop: touch,
    lose: touch,
    errors: () => 0,
    leftOut: {
      isRefused: touch,
      isDropped: touch,
      meantBy() {
        touched = true;
        return undefined;
      },
      isLost: touch,
    },
    whereabouts: () => [],
  };
  return { report, touched: () => touched };
}
