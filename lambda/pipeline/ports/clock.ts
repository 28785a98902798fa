import type { Instant } from "#core/instant.ts";

/** The time of day and of patience. */
export interface Clock {
  now(): Instant;
  /** Resolves after this many milliseconds. */
  sleep(ms: number): Promise<void>;
}
