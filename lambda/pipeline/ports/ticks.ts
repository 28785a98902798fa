import type { Instant } from "#core/instant.ts";

/** How far the minute tick has planned. */
export interface Ticks {
  /** The time up to which everything due was planned; undefined before the first tick. */
  saved(): Promise<Instant | undefined>;
  /** Moves the time on. An earlier one changes nothing. */
  save(at: Instant): Promise<void>;
}
