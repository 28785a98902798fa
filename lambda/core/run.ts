import type { Cadence } from "./cadence.ts";
import type { Instant } from "./instant.ts";

/** One planned sending. Its id is its meaning, so that it is planned once however often it is asked for. */
export type Run = DigestRun | AlertRun | CorrectionRun;

interface PlannedRun {
  /** `daily.2026-03-29.0700.Europe-London`, `alert.harbour-strike.17-19`, `correction.harbour-strike.23`. */
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

/** A correction or a withdrawal that an editor wants told at once. */
export interface CorrectionRun extends PlannedRun {
  readonly kind: "correction";
  readonly topic: string;
  /** The development that was told wrongly. */
  readonly development: number;
  /** The number of the corrected or withdrawn version. */
  readonly number: number;
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

/** Longer than any other run: it waits for those that carry the older version. */
export const correctionStaleAfterMs = 72 * hourMs;

/** What follows an alert within this time goes together when it ends, in milliseconds. */
export const gatheringMs = 5 * 60 * 1000;

export function alertRunId(topic: string, from: number, upTo: number): string {
  return `alert.${topic}.${from}-${upTo}`;
}

export function correctionRunId(topic: string, number: number): string {
  return `correction.${topic}.${number}`;
}

/** What a run's mails count as where only a cadence can be told: what comes at once is *instant*. */
export function cadenceOf(run: Run): Cadence {
  return run.kind === "digest" ? run.cadence : "instant";
}

/** How long a run may go unseen after it was put, in milliseconds: the list of open runs lags by a second or so. */
const unseenMs = 5000;

/**
 * Whether a correction still waits for others: a run that was due before the correction may carry the older version,
 * and who gets it is certain only when that run has closed.
 */
export function waitsForOthers(run: Run, openRuns: readonly Run[], now: Instant): boolean {
  if (run.kind !== "correction") return false;
  const mayCarry = (other: Run) => other.kind === "digest" || (other.kind === "alert" && other.topic === run.topic);
  if (now >= run.staleAt) return false;
  return now < run.dueAt + unseenMs || openRuns.some((other) => mayCarry(other) && other.dueAt <= run.dueAt);
}
