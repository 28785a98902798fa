import type { Instant } from "#core/instant.ts";

/** How far the minute tick has come: the next one plans the span since then. */
export interface Ticks {
  /** Up to when ticks have planned; undefined before the first. Consistent. */
  saved(): Promise<Instant | undefined>;
  /** Saves that everything before `at` is planned. Never moves backwards. */
  save(at: Instant): Promise<void>;
}
