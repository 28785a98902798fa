import type { Instant } from "./instant.ts";

/** How often a feed asks to be polled, and when not. */
export interface FeedPace {
  /** Minutes for which what was read stays good. */
  readonly ttlMinutes?: number;
  /** Hours of UTC, 0–23, in which not to ask. */
  readonly skipHours?: readonly number[];
  /** Days of the week in UTC, Sunday is 0, on which not to ask. */
  readonly skipDays?: readonly number[];
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** How often a source is polled that says nothing of it, and for which nobody has said anything. */
export const defaultEveryMinutes = 10;

/** The shortest and the longest time between two polls, whatever a source asks for. */
export const shortestPauseMs = minuteMs;
export const longestPauseMs = 24 * hourMs;

/** The longest time between two tries of a source that fails: news must not wait a day for its second try. */
const longestBackOffMs = 6 * hourMs;

/** By which share at most a pause is lengthened, so that sources added together are not polled together for ever. */
const jitter = 0.1;

/** What the next poll's time depends on. */
export interface PollCircumstances {
  readonly now: Instant;
  /** What whoever added the source asked for. */
  readonly everyMinutes: number | undefined;
  readonly pace: FeedPace | undefined;
  /** How long the answer said to be good for (`Cache-Control`, `Expires`), in milliseconds. */
  readonly freshMs: number | undefined;
  /** How long the server asked to be left alone (`Retry-After`), in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** Polls that have failed in a row. */
  readonly failures: number;
  /** From 0 up to 1, by chance. */
  readonly chance: number;
}

/**
 * When to poll next: the longest of what is asked for, and twice as long after each failure; between a minute and a day
 * from now, outside the hours and days that the feed asks to skip.
 */
export function nextPollAt(circumstances: PollCircumstances): Instant {
  const { now, everyMinutes, pace, freshMs, retryAfterMs, failures, chance } = circumstances;
  const usual = Math.max(
    (everyMinutes ?? defaultEveryMinutes) * minuteMs,
    (pace?.ttlMinutes ?? 0) * minuteMs,
    freshMs ?? 0,
  );
  const backOff = failures === 0 ? 0 : Math.min(longestBackOffMs, usual * 2 ** Math.min(failures, 20));
  const pause = Math.max(usual, backOff, retryAfterMs ?? 0) * (1 + jitter * chance);
  return outsideSkipped(now + Math.round(clamp(pause, shortestPauseMs, longestPauseMs)), pace);
}

/** The first whole hour that is not skipped, or the time itself; a feed that skips everything skips nothing. */
function outsideSkipped(at: Instant, pace: FeedPace | undefined): Instant {
  const isSkipped = (time: Instant): boolean => {
    const date = new Date(time);
    return (
      pace?.skipHours?.includes(date.getUTCHours()) === true || pace?.skipDays?.includes(date.getUTCDay()) === true
    );
  };
  for (let time = at, hours = 0; hours <= 7 * 24; hours++) {
    if (!isSkipped(time)) return time;
    time = (Math.floor(time / hourMs) + 1) * hourMs;
  }
  return at;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
