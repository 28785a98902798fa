import type { Cadence } from "./cadence.ts";
import type { Instant } from "./instant.ts";

/** One planned sending. Its id is its meaning, so that it is planned once however often it is asked for. */
export type Run = DigestRun | AlertRun;

interface PlannedRun {
  /** `daily.2026-03-29.0700.Europe-London`, `alert.harbour-strike.17-19`. */
  readonly id: string;
  /** The list of subscribers that it works through: see `audience.ts`. */
  readonly audience: string;
  readonly dueAt: Instant;
  /** What is unclaimed then is refused as stale, and the next digest carries it. */
  readonly staleAt: Instant;
  /** Over how many shards its audience is spread: fixed when it is planned. */
  readonly shards: number;
}

/** The digests of one due time. The catch-ups of instant readers are digests of the cadence *instant*. */
export interface DigestRun extends PlannedRun {
  readonly kind: "digest";
  readonly cadence: Cadence;
  /** The readers' own date, for example `"2026-03-29"`: they get one such digest on it. Hourly digests have none. */
  readonly localDate?: string;
}

/** An alert of a topic's newest versions. */
export interface AlertRun extends PlannedRun {
  readonly kind: "alert";
  readonly topic: string;
  /** The numbers of the topic's log that it was planned for, both included. */
  readonly from: number;
  readonly upTo: number;
}

const hourMs = 60 * 60 * 1000;

/** How long after its time a run is still worth sending, in milliseconds. */
export const digestStaleAfterMs: Readonly<Record<Cadence, number>> = {
  hourly: hourMs,
  daily: 12 * hourMs,
  weekly: 48 * hourMs,
  instant: 12 * hourMs,
};

export const alertStaleAfterMs = 2 * hourMs;

/** What follows an alert within this time goes together when it ends, in milliseconds. */
export const gatheringMs = 5 * 60 * 1000;

export function alertRunId(topic: string, from: number, upTo: number): string {
  return `alert.${topic}.${from}-${upTo}`;
}
