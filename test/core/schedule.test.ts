import { describe, expect, test } from "vitest";
import { cadences, parseCadence } from "#core/cadence.ts";
import { catchUpHour, defaultHour, hours, parseHour, parseWeekday } from "#core/schedule.ts";

describe("a schedule", () => {
  test("has forty-eight half-hours, each of which is read back", () => {
    expect(new Set(hours).size).toBe(48);
    expect(hours.map(parseHour)).toEqual(hours);
    expect([hours[0], hours[1], hours[47]]).toEqual(["00:00", "00:30", "23:30"]);
  });

  test("takes an hour with one digit for the same as with two", () => {
    expect(parseHour("7:30")).toBe("07:30");
    expect(["7", "07", "18"].map(parseHour)).toEqual(["07:00", "07:00", "18:00"]);
  });

  test.each(["", "24:00", "07:15", "24", "007", "7:0", "07:00 ", "-1:00", "٧:٠٠"])("knows no hour %j", (text) => {
    expect(parseHour(text)).toBeUndefined();
  });

  test("counts Monday as 1 and Sunday as 7", () => {
    expect(["1", "7"].map(parseWeekday)).toEqual([1, 7]);
    expect(["0", "8", "", "1.0", "Monday"].map(parseWeekday)).toEqual(Array(5).fill(undefined));
  });

  test("begins at hours that readers could choose", () => {
    expect(hours).toContain(defaultHour);
    expect(hours).toContain(catchUpHour);
  });
});

describe("a cadence", () => {
  test("is one of four, written exactly", () => {
    expect(cadences.map(parseCadence)).toEqual(["instant", "hourly", "daily", "weekly"]);
    expect(["", "Daily", "daily ", "monthly", "constructor"].map(parseCadence)).toEqual(Array(5).fill(undefined));
  });
});
