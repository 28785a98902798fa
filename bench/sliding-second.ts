import type { Instant } from "#core/instant.ts";

/** SES's rate as it is felt at its hardest. */
export interface SlidingSecond {
  /** When each mail was taken. */
  readonly taken: readonly Instant[];
  /** How many mails were refused as too fast. */
  refused(): number;
  /** Whether the mail that comes now is taken. */
  take(now: Instant): boolean;
}

/**
 * An SES that takes at most `rate` mails in any second.
 *
 * SES does not say how it counts. A bucket that is filled at the rate and holds one second of it lets nearly twice as many
 * pass in its first second; who keeps to this one is throttled by no such bucket.
 */
export function slidingSecond(rate: number): SlidingSecond {
  const taken: Instant[] = [];
  let oldest = 0;
  let refused = 0;
  return {
    taken,
    refused: () => refused,
    take(now) {
      while (oldest < taken.length && (taken[oldest] ?? 0) <= now - 1000) oldest += 1;
      if (taken.length - oldest >= rate) {
        refused += 1;
        return false;
      }
      taken.push(now);
      return true;
    },
  };
}
