import type { Instant } from "#core/instant.ts";
import { instantOfFace, wallClock } from "#core/zone.ts";
import type { WrittenDay } from "./calendar-day.ts";
import type { ClockTime } from "./clock-time.ts";
import type { WrittenZone } from "./clock-zone.ts";

/** What a page says of its own time, and so of the times written on it. */
export interface PageTime {
  readonly publishedAt?: Instant;
  readonly modifiedAt?: Instant;
  /** Minutes east of UTC in which the page writes its own dates; absent where it writes them in UTC or not at all. */
  readonly offsetMinutes?: number;
  /** The day that the times belong to, from a heading before them. */
  readonly day?: WrittenDay;
}

/** How far a page's clock may be behind the newest of its times, in ms. */
const slackMs = 30 * 60_000;
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** How far a day without a year may lie after the page's own time, in ms: later ones are last year's. */
const yearSlackMs = 30 * dayMs;

/**
 * The instant of a time written on a page; undefined where its zone or its day is not known.
 *
 * Without a day of its own it is of the last day, by the page's own time, on which it was not yet to come.
 */
export function instantOn(page: PageTime, time: ClockTime): Instant | undefined {
  const zone = zoneOf(page, time.zone);
  if (zone === undefined) return undefined;
  const anchor = page.modifiedAt ?? page.publishedAt;
  const day = time.day ?? page.day;
  if (day !== undefined) return ofDay(zone, day, time.minutes, anchor);
  if (anchor === undefined) return undefined;
  const at = instantOf(zone, faceDay(zone, anchor) * dayMs + time.minutes * minuteMs);
  const isToCome = page.modifiedAt !== undefined && at > anchor + slackMs;
  return isToCome ? instantOf(zone, (faceDay(zone, anchor) - 1) * dayMs + time.minutes * minuteMs) : at;
}

type Zone = { readonly iana: string } | { readonly offsetMinutes: number };

function zoneOf(page: PageTime, written: WrittenZone | undefined): Zone | undefined {
  if (written !== undefined && !("isLocal" in written)) return written;
  return page.offsetMinutes === undefined ? undefined : { offsetMinutes: page.offsetMinutes };
}

function ofDay(zone: Zone, { year, month, day }: WrittenDay, minutes: number, anchor: Instant | undefined) {
  const face = (of: number) => {
    const midnight = Date.UTC(of, month - 1, day);
    // The thirtieth of February is no day.
    return new Date(midnight).getUTCDate() === day ? instantOf(zone, midnight + minutes * minuteMs) : undefined;
  };
  if (year !== undefined) return face(year);
  if (anchor === undefined) return undefined;
  const ofAnchor = new Date(anchor).getUTCFullYear();
  const at = face(ofAnchor);
  return at !== undefined && at > anchor + yearSlackMs ? face(ofAnchor - 1) : at;
}

function instantOf(zone: Zone, face: number): Instant {
  return "iana" in zone ? instantOfFace(zone.iana, face) : face - zone.offsetMinutes * minuteMs;
}

/** The number of the day, counted from 1970-01-01, that the zone's clocks show at an instant. */
function faceDay(zone: Zone, at: Instant): number {
  if ("iana" in zone) return Date.parse(wallClock(zone.iana, at).date) / dayMs;
  return Math.floor((at + zone.offsetMinutes * minuteMs) / dayMs);
}
