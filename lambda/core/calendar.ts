import type { Instant } from "./instant.ts";
import type { Weekday } from "./schedule.ts";

const dayMs = 24 * 60 * 60 * 1000;

/** The date of an instant in UTC. */
export function utcDate(at: Instant): string {
  return dateOfDay(Math.floor(at / dayMs));
}

/** The date that `text` names, `"2026-03-29"`, or undefined. */
export function parseDate(text: string): string | undefined {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
  // "2026-02-30" parses, as the second of March.
  return Number.isNaN(at) || dateOfDay(Math.floor(at / dayMs)) !== text ? undefined : text;
}

/** The number of a date's day, counted from 1970-01-01. */
export function dayOfDate(date: string): number {
  if (parseDate(date) === undefined) throw new RangeError(`${date} is no date`);
  return Math.floor(Date.parse(date) / dayMs);
}

/** The date of a day, counted from 1970-01-01. */
export function dateOfDay(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** The weekday of a day, counted from 1970-01-01, a Thursday. */
export function weekdayOfDay(day: number): Weekday {
  return (((((day + 3) % 7) + 7) % 7) + 1) as Weekday;
}

/** Minutes from midnight to `hour` on the clock's face: 450 for `"07:30"`. */
export function minutesOfHour(hour: string): number {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(hour);
  if (match === null) throw new RangeError(`${hour} is no time of day`);
  return Number(match[1]) * 60 + Number(match[2]);
}
