/**
 * What a drill tells while it runs: one JSON line each on its standard output, so that the same
 * drill can run in a guest and be shown, or judged, outside of it.
 */
export type Told =
  /** Something is done to the lab. */
  | { readonly type: "step"; readonly at: number; readonly text: string }
  /** A daemon logged something worth showing. */
  | {
      readonly type: "log";
      readonly at: number;
      readonly host: string;
      readonly level: string;
      readonly text: string;
    }
  /** A second of the client's life: requests that ended in it. */
  | {
      readonly type: "second";
      readonly at: number;
      readonly ok: number;
      readonly failed: number;
      /** Answers by real server. */
      readonly by: Readonly<Record<string, number>>;
      /** Failures by reason. */
      readonly why: Readonly<Record<string, number>>;
    }
  | { readonly type: "table"; readonly at: number; readonly host: string; readonly text: string }
  /** What should have happened, and whether it did. */
  | {
      readonly type: "check";
      readonly at: number;
      readonly name: string;
      readonly ok: boolean;
      readonly detail: string;
    }
  | {
      readonly type: "summary";
      readonly at: number;
      readonly ok: number;
      readonly failed: number;
      readonly longestGapMs: number;
    };

export type Tell = (told: DistributiveOmit<Told, "at">) => void;

type DistributiveOmit<T, K extends string> = T extends unknown ? Omit<T, K> : never;

/** Tells on standard output; `at` is milliseconds since this call. */
export function tellOnOutput(): Tell {
  const since = performance.now();
  return (told) => {
    const at = Math.round(performance.now() - since);
    process.stdout.write(`${JSON.stringify({ ...told, at })}\n`);
  };
}

/** A line of a drill's output; undefined: it is something else, a message of a program that failed. */
export function readTold(line: string): Told | undefined {
  if (!line.startsWith("{")) return undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by tellOnOutput
  return JSON.parse(line) as Told;
}
