import type { Tally } from "#core/brake.ts";

/** The tallies of days, which the brake looks at. Rough: a crash may leave an event out. */
export interface Tallies {
  /**
   * Adds to a day's tally, and gives the sums.
   *
   * @param day a date of UTC, for example `"2026-03-29"`
   */
  add(day: string, more: Tally): Promise<Tally>;
  /** Begins the day's tally anew. */
  clear(day: string): Promise<void>;
}
