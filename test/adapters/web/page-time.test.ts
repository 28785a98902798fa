import { describe, expect, test } from "vitest";
import { dayAlone } from "#adapters/web/calendar-day.ts";
import { isClockTime, isTimeAgo, leadingClockTime } from "#adapters/web/clock-time.ts";
import { instantOn, type PageTime } from "#adapters/web/page-time.ts";

const modified: PageTime = { modifiedAt: Date.parse("2026-11-09T15:40:00-05:00") };

function instantOf(text: string, page: PageTime): string | undefined {
  const time = leadingClockTime(text);
  const at = time && instantOn(page, time);
  return at === undefined ? undefined : new Date(at).toISOString();
}

describe("a time at the start of a text", () => {
  test.each([
    ["3:15 p.m. ET: The line", "The line"],
    ["14:05 – The tram", "The tram"],
    ["14 h 05 – La première", "La première"],
    ["12.40 Uhr: Das Feuer", "Das Feuer"],
    ["午後3時15分 船が", "船が"],
    ["[14:05] Go", "Go"],
    ["Posted at 14:05 The vote begins", "The vote begins"],
    ["Monday 3 November 2026 14:05 UTC+2 | Hi", "Hi"],
    ["Godz. 14:20 – Ogień", "Ogień"],
  ])("is told from the words of %j", (text, words) => {
    expect(text.slice(leadingClockTime(text)?.length)).toBe(words);
  });

  test.each([
    "10:30 is early",
    "3 p.m. Monday is the deadline",
    "21.10 Euro",
    "2 h later",
    "10:00–12:00 Uhr: Markt",
    "24 hours",
  ])("is not seen in %j", (text) => {
    expect(leadingClockTime(text)).toBeUndefined();
  });

  test.each(["10:40", "9:02 p.m. ET, November 3, 2026", "17.40 Uhr", "11h30"])("is all of %j", (text) => {
    expect(isClockTime(text)).toBe(true);
  });

  test.each(["31 min ago", "2h ago", "vor 5 Minuten", "il y a 3 h", "hace 2 horas"])(
    "may be as long ago as %j",
    (text) => {
      expect(isTimeAgo(text)).toBe(true);
    },
  );
});

describe("the instant of a written time", () => {
  test.each([
    ["3:15 p.m. ET: x", "2026-11-09T20:15:00.000Z"],
    ["3:15 p.m. EDT: x", "2026-11-09T20:15:00.000Z"],
    ["11:50 p.m. ET: x", "2026-11-09T04:50:00.000Z"],
    ["20:30 GMT: x", "2026-11-09T20:30:00.000Z"],
    ["22:30 MEZ: x", "2026-11-08T21:30:00.000Z"],
    ["Nov. 3, 9:14 p.m. ET | x", "2026-11-04T02:14:00.000Z"],
    ["Dec. 30, 9:14 p.m. ET | x", "2025-12-31T02:14:00.000Z"],
    ["3:15 p.m. Kyiv time: x", "2026-11-09T13:15:00.000Z"],
  ])("%j is %s where the page was changed at 15:40 in New York", (text, at) => {
    expect(instantOf(text, modified)).toBe(at);
  });

  test("is in the offset in which the page writes its own times, where it says no zone", () => {
    expect(instantOf("14:05 – x", { ...modified, offsetMinutes: -300 })).toBe("2026-11-09T19:05:00.000Z");
  });

  test("is of the day that a heading named", () => {
    const page = { day: { year: 2026, month: 11, day: 2 } };
    expect(instantOf("11:50 p.m. ET – x", page)).toBe("2026-11-03T04:50:00.000Z");
  });

  test.each([
    ["14:05 – x", modified],
    ["3:15 p.m. ET – x", {}],
    ["Feb. 30, 3:15 p.m. ET – x", modified],
  ])("is none for %j where zone or day is not known", (text, page) => {
    expect(instantOf(text, page)).toBeUndefined();
  });
});

describe("a day alone on a line", () => {
  test.each([
    "Tuesday, November 3, 2026",
    "3 November",
    "Dienstag, 3. November 2026",
    "mardi 3 novembre 2026",
    "3 de noviembre de 2026",
    "3 листопада 2026",
    "2026年11月3日",
    "2026-11-03",
  ])("is seen in %j", (text) => {
    expect(dayAlone(text)).toMatchObject({ month: 11, day: 3 });
  });

  test.each(["What we know", "November rain", "3 ships", "On November 3 the port closed"])(
    "is not seen in %j",
    (text) => {
      expect(dayAlone(text)).toBeUndefined();
    },
  );
});
