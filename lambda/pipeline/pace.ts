import type { Clock } from "./ports/clock.ts";

/** Lets one mail pass at a time, so that a lane keeps its rate. */
export interface Pace {
  /** Resolves when the next mail may go. */
  next(): Promise<void>;
  /** Holds everyone back for this many milliseconds from now on. */
  hold(ms: number): void;
}

/** The share of the rate that lanes use: SES counts a second where we cannot see it begin. */
const shareUsed = 0.98;

/** The pace of one lane of `lanes` under an account's `rate` in mails a second. */
export function lanePace(clock: Clock, rate: number, lanes: number): Pace {
  const intervalMs = (1000 * lanes) / (rate * shareUsed);
  let freeAt = clock.now();
  return {
    next: async () => {
      const now = clock.now();
      const at = Math.max(now, freeAt);
      freeAt = at + intervalMs;
      if (at > now) await clock.sleep(at - now);
    },
    hold: (ms) => {
      freeAt = Math.max(freeAt, clock.now() + ms);
    },
  };
}
