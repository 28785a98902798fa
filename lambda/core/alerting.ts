import { dateOfDay, dayOfDate, minutesOfHour } from "./calendar.ts";
import type { Instant } from "./instant.ts";
import { parseHour } from "./schedule.ts";
import type { SubscriberState } from "./subscriber.ts";
import { instantOf, wallClock } from "./zone.ts";

/** The part of each day in which alerts wait, by the reader's own clock. It may go over midnight. */
export interface QuietHours {
  readonly from: string;
  /** When it ends, and the catch-up comes. Never the same as `from`. */
  readonly to: string;
}

/** What a reader wants of alerts, over every topic that they follow at once. */
export interface Alerting {
  /** Without them alerts come at any hour. */
  readonly quiet?: QuietHours;
  /** Whether what is *breaking* comes in the quiet hours too. */
  readonly breakingPasses: boolean;
  /** Most alerts on one local date; what goes beyond it waits for the catch-up. */
  readonly perDay: number;
  /** Only what is *breaking* comes at once. */
  readonly bigNewsOnly: boolean;
}

/** What holds until the reader says otherwise. */
export const defaultAlerting: Alerting = { breakingPasses: false, perDay: 10, bigNewsOnly: false };

/** Most alerts a day that a reader may ask for. */
export const alertsPerDayMax = 50;

/** How many alerts a reader was mailed on the newest local date that had any. */
export interface AlertCount {
  readonly date: string;
  readonly count: number;
}

/** What this reader wants of alerts. */
export function alertingOf(state: SubscriberState): Alerting {
  return state.alerting ?? defaultAlerting;
}

/** The quiet hours that these half-hours make, or undefined where they make none. */
export function parseQuietHours(from: string, to: string): QuietHours | undefined {
  const [start, end] = [parseHour(from), parseHour(to)];
  return start === undefined || end === undefined || start === end ? undefined : { from: start, to: end };
}

/** The number of alerts a day that `text` names, from 1, or undefined. */
export function parseAlertsPerDay(text: string): number | undefined {
  const count = /^[1-9]\d?$/.test(text) ? Number(text) : Number.NaN;
  return count <= alertsPerDayMax ? count : undefined;
}

/**
 * Whether it is quiet for the reader.
 *
 * The hours are cut as due times are: a time that comes twice is the first of the two, so the catch-up ends them on the
 * night when clocks go back too.
 */
export function isQuiet(state: SubscriberState, now: Instant): boolean {
  const { quiet } = alertingOf(state);
  if (quiet === undefined) return false;
  const { zone } = state.schedule;
  const today = dayOfDate(wallClock(zone, now).date);
  const overMidnight = minutesOfHour(quiet.to) < minutesOfHour(quiet.from) ? 1 : 0;
  return [today - 1, today].some((day) => {
    const start = instantOf(zone, dateOfDay(day), quiet.from);
    return start <= now && now < instantOf(zone, dateOfDay(day + overMidnight), quiet.to);
  });
}

/** Whether the reader was mailed as many alerts today as they want. */
export function isOverBudget(state: SubscriberState, now: Instant): boolean {
  return alertsToday(state, now).count >= alertingOf(state).perDay;
}

/** The count after one more alert. */
export function countedAlert(state: SubscriberState, now: Instant): AlertCount {
  const { date, count } = alertsToday(state, now);
  return { date, count: count + 1 };
}

/** A date that is later than today stays: the reader went west, or one clock is behind another. */
function alertsToday({ alertsOn, schedule }: SubscriberState, now: Instant): AlertCount {
  const { date } = wallClock(schedule.zone, now);
  return alertsOn === undefined || alertsOn.date < date ? { date, count: 0 } : alertsOn;
}

/** Whether the reader has paused everything beyond the local date that it is at `at`. */
export function isPaused({ pausedUntil, schedule }: SubscriberState, at: Instant): boolean {
  return pausedUntil !== undefined && wallClock(schedule.zone, at).date < pausedUntil;
}
