import { dateOfDay, minutesOfHour, weekdayOfDay } from "./calendar.ts";
import type { Instant } from "./instant.ts";
import { hours, parseWeekday, type Weekday } from "./schedule.ts";
import type { Span } from "./span.ts";
import { instantOfFace, isZone, wallClock } from "./zone.ts";

/** Subscribers who are mailed at the same moment. An *instant* group is mailed its catch-up. */
export type DueGroup =
  | { readonly cadence: "hourly" }
  | { readonly cadence: "daily"; readonly hour: string; readonly zone: string }
  | { readonly cadence: "instant"; readonly hour: string; readonly zone: string }
  | { readonly cadence: "weekly"; readonly weekday: Weekday; readonly hour: string; readonly zone: string };

/** One moment at which a group is mailed. */
export interface Due {
  readonly at: Instant;
  /**
   * The date that this mail counts for, `"2026-03-29"`: the group's own, of UTC for hourly ones.
   *
   * It is not always the date on the wall at `at`: where clocks go from 23:00 to midnight, what was to come at 23:30 comes
   * at midnight and still counts for the day before.
   */
  readonly localDate: string;
}

const minuteMs = 60 * 1000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Longest span that is worked out at once, in ms: a tick catches up on a week, so a longer one is a mistake. */
export const dueSpanMaxMs = 400 * dayMs;

/**
 * The moments in the span at which the group is mailed, earliest first.
 *
 * A local date has exactly one of a daily or catch-up group, whatever the clocks do on it, and a date that the zone
 * skips has none. The span is half-open: moments of spans laid end to end are those of the whole, none of them twice.
 *
 * @throws {RangeError} when the span is longer than `dueSpanMaxMs`, or Intl does not know the group's zone
 * @see docs/decisions/0004-windows-are-cut-on-the-wall-clock.md
 */
export function dueTimes(group: DueGroup, span: Span): Due[] {
  if (span.end - span.start > dueSpanMaxMs) {
    throw new RangeError(`Due times of ${span.end - span.start} ms were asked for, more than ${dueSpanMaxMs}`);
  }
  return group.cadence === "hourly" ? dueEachHour(span) : dueEachDate(group, span);
}

function dueEachHour(span: Span): Due[] {
  const dues: Due[] = [];
  for (let at = Math.ceil(span.start / hourMs) * hourMs; at < span.end; at += hourMs) {
    dues.push({ at, localDate: dateOfDay(Math.floor(at / dayMs)) });
  }
  return dues;
}

/** How far a clock's face may be from UTC when its mail is due, in ms: 16 hours of offset, and a skipped day on one side. */
const facesAheadMs = 16 * hourMs;
const facesBehindMs = 16 * hourMs + dayMs;

function dueEachDate(group: Exclude<DueGroup, { cadence: "hourly" }>, span: Span): Due[] {
  const dues: Due[] = [];
  const timeOfDay = minutesOfHour(group.hour) * minuteMs;
  const firstDay = Math.ceil((span.start - facesBehindMs - timeOfDay) / dayMs);
  const lastDay = Math.floor((span.end + facesAheadMs - timeOfDay) / dayMs);
  for (let day = firstDay; day <= lastDay; day += 1) {
    if (group.cadence === "weekly" && weekdayOfDay(day) !== group.weekday) continue;
    const at = instantOfFace(group.zone, day * dayMs + timeOfDay);
    if (at >= span.start && at < span.end && exists(group.zone, day)) dues.push({ at, localDate: dateOfDay(day) });
  }
  return dues;
}

/** Whether clocks ever show this date: Samoa went from the 29th of December 2011 straight to the 31st. */
function exists(zone: string, day: number): boolean {
  return wallClock(zone, instantOfFace(zone, day * dayMs)).date === dateOfDay(day);
}

/** The group's name, by which the table knows it: `"weekly.1.0700.Europe/London"`, `"hourly"`. */
export function groupName(group: DueGroup): string {
  if (group.cadence === "hourly") return "hourly";
  const weekday = group.cadence === "weekly" ? `${group.weekday}.` : "";
  return `${group.cadence}.${weekday}${group.hour.replace(":", "")}.${group.zone}`;
}

/** The group of this name, or undefined where it names none. */
export function parseGroupName(name: string): DueGroup | undefined {
  if (name === "hourly") return { cadence: "hourly" };
  const match = /^(?:(daily|instant)|weekly\.(\d))\.(\d\d)(\d\d)\.(.+)$/.exec(name);
  if (match === null) return undefined;
  const [, cadence, digit = "", hourDigits, minuteDigits, zone = ""] = match;
  const hour = `${hourDigits}:${minuteDigits}`;
  if (!hours.includes(hour) || !isZone(zone)) return undefined;
  if (cadence === "daily" || cadence === "instant") return { cadence, hour, zone };
  const weekday = parseWeekday(digit);
  return weekday === undefined ? undefined : { cadence: "weekly", weekday, hour, zone };
}

/**
 * The name of the run that mails a group at one of its moments: `"daily.2026-03-29.0700.Europe-London"`.
 *
 * The same group and moment always give the same name, other ones another. It is made of letters, digits and `. + - _`.
 */
export function runId(group: DueGroup, due: Due): string {
  const hour = group.cadence === "hourly" ? new Date(due.at).toISOString().slice(11, 16) : group.hour;
  const zone = group.cadence === "hourly" ? "UTC" : group.zone;
  const kind = group.cadence === "instant" ? "catch-up" : group.cadence;
  return [kind, due.localDate, hour.replace(":", ""), zone.replaceAll("/", "-")].join(".");
}
