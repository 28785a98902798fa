import type { Instant } from "./instant.ts";

/** A stretch of time, half-open: it holds `start` and does not hold `end`, so that spans laid end to end share nothing. */
export interface Span {
  readonly start: Instant;
  readonly end: Instant;
}

const quarterHourMs = 15 * 60 * 1000;

/**
 * Whether the span holds a quarter hour of UTC.
 *
 * No zone's half-hours fall anywhere else, whatever its offset: a span without one has nothing daily or weekly due.
 */
export function holdsQuarterHour(span: Span): boolean {
  return Math.ceil(span.start / quarterHourMs) * quarterHourMs < span.end;
}
