import type { Instant } from "./instant.ts";
import type { Weekday } from "./schedule.ts";

/**
 * Wall clocks of zones, and back from a wall clock to the instant, over `Intl`'s time-zone data.
 *
 * An offset is asked of `Intl` twice a zone and UTC day and then remembered, so that the thousands of due groups of one
 * tick cost arithmetic only. One change of offset a UTC day is all that this can see; no zone has ever had two.
 */

/** What a clock on the wall shows. */
export interface WallClock {
  /** The local date, `"2026-03-29"`. */
  readonly date: string;
  /** Whole minutes since local midnight by the clock's face, 0 to 1439. */
  readonly minutes: number;
  readonly weekday: Weekday;
}

const minuteMs = 60 * 1000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Longest name in characters: the longest of the IANA database has 32. */
export const zoneMaxLength = 64;

/** The first words of IANA names. What has another first word, or only one word, is a relic (`"JST"`, `"SystemV/PST8"`). */
const areas: ReadonlySet<string> = new Set(
  "Africa America Antarctica Arctic Asia Atlantic Australia Brazil Canada Chile Etc Europe Indian Mexico Pacific US".split(
    " ",
  ),
);

/** How the places in IANA names are written: `Port_of_Spain`, `BajaSur`, `ACT`, `Port-au-Prince`, `GMT+5`. */
const place = /^(?:[A-Z][a-z]+(?:[A-Z][a-z]+)*|[A-Z]{2,4}|of|es|au)(?:[_-](?:[A-Z][a-z]+|[A-Z]{2}|of|es|au))*$/;

/**
 * Whether `name` names a time zone that readers can choose: an IANA name that `Intl` knows, or `"UTC"`.
 *
 * Offsets (`"+01:00"`), abbreviations (`"EST"`) and names in the wrong case are refused although `Intl` takes them: an
 * offset has no summer time, and one zone under two spellings would be two due groups.
 */
export function isZone(name: string): boolean {
  if (name === "UTC" || accepted.has(name)) return true;
  const holds = isZoneName(name);
  if (holds) {
    dropOldest(accepted, zonesMax);
    accepted.add(name);
  }
  return holds;
}

/** Zones remembered: the IANA database has some 600 names, old ones included. */
const zonesMax = 1_000;

const accepted = new Set<string>();

function isZoneName(name: string): boolean {
  if (name.length > zoneMaxLength || !/^[A-Za-z0-9_+/-]+$/.test(name)) return false;
  const [area = "", ...places] = name.split("/");
  if (!areas.has(area) || places.length === 0) return false;
  const known = resolvedName(name);
  if (known === undefined) return false;
  // An older or newer name of the same zone cannot be compared letter by letter with the one that Intl prefers.
  return known.toLowerCase() === name.toLowerCase() ? known === name : places.every((part) => place.test(part));
}

function resolvedName(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/**
 * What the clocks of `zone` show at an instant.
 *
 * @param zone an IANA name, for example `"Europe/London"`
 * @throws {RangeError} when Intl does not know `zone`
 */
export function wallClock(zone: string, at: Instant): WallClock {
  const local = at + offsetAt(zone, at);
  const day = Math.floor(local / dayMs);
  return {
    date: dateOfDay(day),
    minutes: Math.floor((local - day * dayMs) / minuteMs),
    weekday: weekdayOfDay(day),
  };
}

/**
 * The instant at which the clocks of `zone` first show `hour` on `date`, or later.
 *
 * A time that comes twice is the first of the two; one that a gap swallows is the gap's end, which is on the next date
 * when the gap ends at midnight or swallows whole days.
 *
 * @param date `"2026-03-29"`
 * @param hour `"07:00"`
 * @throws {RangeError} when Intl does not know `zone`, or `date` or `hour` is none
 */
export function instantOf(zone: string, date: string, hour: string): Instant {
  return instantOfFace(zone, dayOfDate(date) * dayMs + minutesOfHour(hour) * minuteMs);
}

/** Widest offset from UTC in ms, with room: the widest of the IANA database are −15:13:42 and +15:13:42, of old Manila and Alaska. */
const offsetMaxMs = 16 * hourMs;

/** As `instantOf`, for a clock face counted as if it were UTC. */
export function instantOfFace(zone: string, face: number): Instant {
  const firstDay = Math.floor((face - offsetMaxMs) / dayMs);
  const lastDay = Math.floor((face + offsetMaxMs) / dayMs);
  for (let day = firstDay; day <= lastDay; day += 1) {
    const { before, changeAt, after } = zoneDay(zone, day);
    const untouched = Math.max(day * dayMs, face - before);
    if (untouched < changeAt) return untouched;
    const changed = Math.max(changeAt, face - after);
    if (changed < (day + 1) * dayMs) return changed;
  }
  throw new RangeError(`The clocks of ${zone} do not reach ${face} within ${offsetMaxMs} ms`);
}

/** The offset from UTC of the zone's clocks, in ms: positive to the east. */
export function offsetAt(zone: string, at: Instant): number {
  const { before, changeAt, after } = zoneDay(zone, Math.floor(at / dayMs));
  return at < changeAt ? before : after;
}

/** A zone's offsets in one UTC day: `before` up to `changeAt`, `after` from then on. A day without a change has its end there. */
interface ZoneDay {
  readonly before: number;
  readonly changeAt: Instant;
  readonly after: number;
}

/** Days remembered for each zone: a tick that catches up on a week touches eleven. */
const daysMax = 32;

const daysOf = new Map<string, Map<number, ZoneDay>>();

function zoneDay(zone: string, day: number): ZoneDay {
  const days = daysOf.get(zone);
  const known = days?.get(day);
  if (known !== undefined) return known;
  const found = findZoneDay(zone, day);
  if (days === undefined) {
    dropOldest(daysOf, zonesMax);
    daysOf.set(zone, new Map([[day, found]]));
  } else {
    dropOldest(days, daysMax);
    days.set(day, found);
  }
  return found;
}

function findZoneDay(zone: string, day: number): ZoneDay {
  const end = (day + 1) * dayMs;
  const before = askOffset(zone, day * dayMs);
  const after = askOffset(zone, end - 1000);
  if (before === after) return { before, changeAt: end, after };
  let unchangedAt = day * dayMs;
  let changeAt = end - 1000;
  while (changeAt - unchangedAt > 1000) {
    const middle = unchangedAt + Math.floor((changeAt - unchangedAt) / 2000) * 1000;
    if (askOffset(zone, middle) === before) unchangedAt = middle;
    else changeAt = middle;
  }
  return { before, changeAt, after };
}

/** Formatters kept: one takes 73 µs to build, some 2 µs to use, and 50 kB, which makes 6 MB of all. */
const formattersMax = 128;

const formatters = new Map<string, Intl.DateTimeFormat>();

/** `Intl`'s own answer: the text it gives ends in `GMT`, `GMT+05:45` or, for years long past, `GMT-00:44:30`. */
function askOffset(zone: string, at: Instant): number {
  let formatter = formatters.get(zone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
    dropOldest(formatters, formattersMax);
    formatters.set(zone, formatter);
  }
  const match = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(formatter.format(at));
  if (match === null) throw new RangeError(`Intl tells no offset of ${zone}`);
  const [, sign, hour = "0", minute = "0", second = "0"] = match;
  const size = Number(hour) * hourMs + Number(minute) * minuteMs + Number(second) * 1000;
  return sign === "-" ? -size : size;
}

function dropOldest<Key>(remembered: Map<Key, unknown> | Set<Key>, max: number): void {
  if (remembered.size < max) return;
  for (const key of remembered.keys()) {
    remembered.delete(key);
    return;
  }
}

/** The number of a date's day, counted from 1970-01-01. */
export function dayOfDate(date: string): number {
  const at = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(date) : Number.NaN;
  const day = Math.floor(at / dayMs);
  // "2026-02-30" parses, as the second of March.
  if (Number.isNaN(at) || dateOfDay(day) !== date) throw new RangeError(`${date} is no date`);
  return day;
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
