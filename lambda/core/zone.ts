import { dateOfDay, dayOfDate, minutesOfHour, weekdayOfDay } from "./calendar.ts";
import type { Instant } from "./instant.ts";
import { dropOldest } from "./memory.ts";
import { offsetAt, zoneDay } from "./offset.ts";
import type { Weekday } from "./schedule.ts";

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

/** How the places in IANA names are written: `Port_of_Spain`, `BajaSur`, `ACT`, `Port-au-Prince`. */
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

/** Widest offset from UTC in ms, with room: the IANA database has −15:56:08 (Manila to 1844) and +15:13:42 (Metlakatla to 1867). */
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
