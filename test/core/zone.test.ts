import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { instantOf, isZone, wallClock, zoneMaxLength } from "#core/zone.ts";
import { faceAt, zones } from "./wall-clock-oracle.ts";

describe("a zone's name", () => {
  test("is any that Intl lists, and UTC", () => {
    expect(zones.filter((zone) => !isZone(zone))).toEqual([]);
  });

  test.each([
    "Asia/Kathmandu",
    "Asia/Katmandu",
    "Europe/Kyiv",
    "Europe/Kiev",
    "America/Argentina/ComodRivadavia",
    "America/Port-au-Prince",
    "Australia/ACT",
    "US/Eastern",
    "Etc/UTC",
    "Etc/GMT+5",
    "Antarctica/DumontDUrville",
  ])("may be %s, old or new", (name) => {
    expect(isZone(name)).toBe(true);
  });

  test.each([
    "",
    " ",
    "/",
    "+01:00",
    "-0500",
    "UTC+1",
    "utc",
    "Z",
    "EST",
    "JST",
    "SystemV/PST8",
    "localtime",
    "europe/london",
    "Europe/LONDON",
    "EUROPE/LONDON",
    "asia/kathmandu",
    "Asia/kathmandu",
    "Asia/KATHMANDU",
    "Asia/katmandu",
    "Etc/gmt+5",
    "Europe/London ",
    "Europe/London\r\n",
    "Europe//London",
    "Europe/",
    "Europe",
    "Mars/Olympus",
    "Europe/Löndon",
    "../etc/passwd",
    "__proto__",
    "constructor",
  ])("is not %j", (name) => {
    expect(isZone(name)).toBe(false);
  });

  test("is not one that is too long", () => {
    expect(isZone(`Europe/${"A".repeat(zoneMaxLength)}`)).toBe(false);
  });

  test("is judged the same after its clocks were read", () => {
    wallClock("europe/london", 0);
    expect(isZone("europe/london")).toBe(false);
  });
});

describe("a wall clock", () => {
  test("tells date, minutes and weekday", () => {
    const at = Date.UTC(2026, 2, 29, 20, 16, 59, 999);
    expect(wallClock("UTC", at)).toEqual({ date: "2026-03-29", minutes: 20 * 60 + 16, weekday: 7 });
    expect(wallClock("Asia/Kathmandu", at)).toEqual({ date: "2026-03-30", minutes: 121, weekday: 1 });
    expect(wallClock("America/Los_Angeles", at)).toEqual({ date: "2026-03-29", minutes: 13 * 60 + 16, weekday: 7 });
  });

  test("shows what Intl shows, in any zone at any time since the Unix epoch", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: Date.UTC(1972, 0, 8), max: Date.UTC(2037, 0, 1) }),
        (zone, at) => {
          const clock = wallClock(zone, at);
          const face = faceAt(zone, at);
          const minutes = Number(face.slice(11, 13)) * 60 + Number(face.slice(14, 16));
          expect(clock).toEqual({
            date: face.slice(0, 10),
            minutes,
            weekday: new Date(face.slice(0, 10)).getUTCDay() || 7,
          });
        },
      ),
      { numRuns: 3_000 },
    );
  });

  test("is refused for a zone that Intl does not know", () => {
    expect(() => wallClock("Mars/Olympus", 0)).toThrow(RangeError);
  });
});

describe("the instant of a time on the wall", () => {
  test.each([
    ["Europe/London", "2026-03-29", "00:30", "2026-03-29T00:30:00Z"],
    ["Europe/London", "2026-03-29", "01:00", "2026-03-29T01:00:00Z"],
    ["Europe/London", "2026-03-29", "01:30", "2026-03-29T01:00:00Z"],
    ["Europe/London", "2026-03-29", "02:00", "2026-03-29T01:00:00Z"],
    ["Europe/London", "2026-10-25", "01:30", "2026-10-25T00:30:00Z"],
    ["Europe/London", "2026-10-25", "02:00", "2026-10-25T02:00:00Z"],
    ["Australia/Lord_Howe", "2026-10-04", "02:00", "2026-10-03T15:30:00Z"],
    ["Antarctica/Troll", "2026-03-29", "02:30", "2026-03-29T01:00:00Z"],
    ["America/Nuuk", "2026-03-28", "23:30", "2026-03-29T01:00:00Z"],
    ["Asia/Beirut", "2026-03-29", "00:00", "2026-03-28T22:00:00Z"],
    ["Africa/Casablanca", "2026-02-15", "02:30", "2026-02-15T01:30:00Z"],
    ["Pacific/Apia", "2011-12-30", "12:00", "2011-12-30T10:00:00Z"],
    ["Pacific/Kiritimati", "2026-01-01", "00:00", "2025-12-31T10:00:00Z"],
    ["Pacific/Kwajalein", "1993-08-21", "12:00", "1993-08-21T12:00:00Z"],
  ])("in %s, %s %s, is %s", (zone, date, hour, expected) => {
    expect(new Date(instantOf(zone, date, hour)).toISOString()).toBe(new Date(expected).toISOString());
  });

  test("is refused for what is no date or no time of day", () => {
    for (const date of ["2026-02-30", "2026-13-01", "2026-2-3", "", "tomorrow", "2026-03-29T00:00"]) {
      expect(() => instantOf("UTC", date, "07:00"), date).toThrow(RangeError);
    }
    for (const hour of ["24:00", "7:00", "", "07:60", "0700"]) {
      expect(() => instantOf("UTC", "2026-03-29", hour), hour).toThrow(RangeError);
    }
  });
});
