/**
 * Simulated hosts in virtual time, around the directors that production runs. Packets travel as
 * bytes; a run is a function of its seed.
 *
 * A segment is a switch: what a host sends reaches every other host on it, after a delay, unless it
 * is lost, cut off or sent twice. Nothing here knows what the packets mean.
 */
import { createDeadlines } from "../base/deadlines.ts";
import type { Random } from "../base/random.ts";
import { type Millis, millis } from "../base/time.ts";

/** How packets fare; probabilities from 0 to 1, delays in milliseconds. */
export interface Weather {
  readonly loss: number;
  readonly duplication: number;
  readonly delayMin: number;
  readonly delayMax: number;
}

export const FAIR_WEATHER: Weather = { loss: 0, duplication: 0, delayMin: 0.05, delayMax: 0.5 };

export interface Network {
  readonly now: () => Millis;
  readonly random: Random;
  weather: Weather;
  /** Runs `action` at this instant. */
  at(at: Millis, action: () => void): void;
  /** Brings something from one host to another, as the weather will have it. */
  carry(from: string, to: string, arrive: () => void): void;
  /** What `from` sends no longer reaches `to`. */
  cut(from: string, to: string): void;
  mend(from: string, to: string): void;
  mendAll(): void;
  /** Is there any direction in which packets cannot pass? */
  isWhole(): boolean;
  /** Runs all that happens until then; `after` is called after each event. */
  run(until: Millis, after?: () => void): void;
}

interface Event {
  readonly action: () => void;
}

export function createNetwork(random: Random): Network {
  const events = createDeadlines<Event>();
  const cuts = new Set<string>();
  let now = millis(0);
  const network: Network = {
    now: () => now,
    random,
    weather: FAIR_WEATHER,
    at(at, action) {
      events.set({ action }, at < now ? now : at);
    },
    carry(from, to, arrive) {
      const { loss, duplication, delayMin, delayMax } = network.weather;
      const copies = random() < duplication ? 2 : 1;
      for (let i = 0; i < copies; i++) {
        if (random() < loss) continue;
        const delay = delayMin + random() * (delayMax - delayMin);
        network.at(millis(now + delay), () => {
          if (!cuts.has(`${from} ${to}`)) arrive();
        });
      }
    },
    cut(from, to) {
      cuts.add(`${from} ${to}`);
    },
    mend(from, to) {
      cuts.delete(`${from} ${to}`);
    },
    mendAll() {
      cuts.clear();
    },
    isWhole: () => cuts.size === 0,
    run(until, after) {
      for (;;) {
        const next = events.next();
        if (next === undefined || next > until) break;
        now = next;
        events.take(now)?.action();
        after?.();
      }
      now = until;
    },
  };
  return network;
}
