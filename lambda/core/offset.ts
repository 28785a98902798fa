import type { Instant } from "./instant.ts";
import { dropOldest } from "./memory.ts";

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

/**
 * The offset from UTC of the zone's clocks, in ms: positive to the east.
 *
 * An offset is asked of `Intl` twice a zone and UTC day and then remembered, so that the thousands of due groups of one
 * tick cost arithmetic only. One change a zone and UTC day is all that this can see; a test holds 2026–2030 to it.
 *
 * @throws {RangeError} when Intl does not know `zone`
 */
export function offsetAt(zone: string, at: Instant): number {
  const { before, changeAt, after } = zoneDay(zone, Math.floor(at / dayMs));
  return at < changeAt ? before : after;
}

/** A zone's offsets in one UTC day: `before` up to `changeAt`, `after` from then on. A day without a change has its end there. */
export interface ZoneDay {
  readonly before: number;
  readonly changeAt: Instant;
  readonly after: number;
}

/** Days remembered for each zone: a tick that catches up on a week touches eleven. */
const daysMax = 32;

/** Zones remembered: the IANA database has some 600 names, old ones included. */
const zonesMax = 1_000;

const daysOf = new Map<string, Map<number, ZoneDay>>();

/** The zone's offsets in the UTC day of this number, counted from 1970-01-01. */
export function zoneDay(zone: string, day: number): ZoneDay {
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
  const size = Number(hour) * hourMs + Number(minute) * 60_000 + Number(second) * 1000;
  return sign === "-" ? -size : size;
}
