/** The shape of what drives one process: inputs that have arrived go in, ordered outputs come out. Pure. */
import type { Millis } from "../base/time.ts";

export interface Director<Input, Output> {
  /** Feeds all inputs in order of arrival, and only then lets deadlines expire. */
  step(inputs: readonly Input[], now: Millis): readonly Output[];
  /** When `step` must be called again though nothing has arrived; undefined: never. */
  deadline(): Millis | undefined;
}
