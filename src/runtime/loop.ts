/**
 * The loop of one process: inputs that have arrived are handed to the director together, its
 * outputs are performed in order, and what they bring back at once is handed to it again before
 * the process waits.
 */
import { assert } from "../base/assert.ts";
import { type Millis, millis } from "../base/time.ts";
import type { Director } from "../director/director.ts";
import type { Clock } from "../ports/clock.ts";

export interface Loop<Input> {
  /** Queues what has arrived; the next turn hands it over. */
  readonly push: (input: Input) => void;
  /** Steps and performs until nothing is left to hand over. Answers when the next turn is due at the latest. */
  readonly turn: () => Millis | undefined;
  /** Nothing is queued that no turn has seen. */
  readonly idle: () => boolean;
}

export interface LoopOptions<Input, Output> {
  readonly director: Director<Input, Output>;
  readonly clock: Clock;
  /** Carries the outputs out, in order, and gives back what is known of them at once. */
  readonly perform: (outputs: readonly Output[]) => readonly Input[];
  /** Called when a turn comes later than it was due by more than `stallThreshold`; what it gives goes in first. */
  readonly stalled?: (lasted: Millis) => readonly Input[];
  /** Milliseconds; below it a late turn is the scheduler's everyday grain. */
  readonly stallThreshold?: Millis;
}

/** More rounds than any honest exchange between a director and its ports takes. */
const ROUNDS = 1000;
const STALL_THRESHOLD = millis(50);

/** A loop that has handed over nothing yet; its first turn steps the director. */
export function createLoop<Input, Output>(options: LoopOptions<Input, Output>): Loop<Input> {
  const { director, clock, perform } = options;
  const threshold = options.stallThreshold ?? STALL_THRESHOLD;
  let queue: Input[] = [];

  /** The director was due earlier than this turn came: nobody ran meanwhile, neither we nor our timers. */
  const stall = (): readonly Input[] => {
    const due = director.deadline();
    if (due === undefined || options.stalled === undefined) return [];
    const late = millis(clock.now() - due);
    return late > threshold ? options.stalled(late) : [];
  };

  return {
    push: (input) => {
      queue.push(input);
    },
    idle: () => queue.length === 0,
    turn() {
      let inputs: readonly Input[] = [...stall(), ...queue];
      queue = [];
      for (let round = 0; ; round++) {
        assert(round < ROUNDS, "a director and its ports come to rest");
        const results = perform(director.step(inputs, clock.now()));
        if (results.length === 0 && queue.length === 0) return director.deadline();
        inputs = [...results, ...queue];
        queue = [];
      }
    },
  };
}
