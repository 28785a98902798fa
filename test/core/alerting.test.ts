import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  countedAlert,
  isOverBudget,
  isPaused,
  isQuiet,
  parseAlertsPerDay,
  parseQuietHours,
  type QuietHours,
} from "#core/alerting.ts";
import { dueTimes } from "#core/due.ts";
import { hours } from "#core/schedule.ts";
import { newState, type SubscriberState } from "#core/subscriber.ts";

function reader(zone: string, more: Partial<SubscriberState> = {}): SubscriberState {
  return { ...newState("en", { zone, hour: "07:00", weekday: 1 }), ...more };
}

function quietReader(zone: string, quiet: QuietHours): SubscriberState {
  return reader(zone, { alerting: { breakingPasses: false, perDay: 10, bigNewsOnly: false, quiet } });
}

const night = { from: "22:00", to: "07:00" };

describe("quiet hours", () => {
  test.for([
    ["2026-11-20T21:59:59Z", false],
    ["2026-11-20T22:00:00Z", true],
    ["2026-11-21T06:59:59Z", true],
    ["2026-11-21T07:00:00Z", false],
  ] as const)("over midnight: at %s it is quiet: %s", ([at, expected]) => {
    expect(isQuiet(quietReader("Europe/London", night), Date.parse(at))).toBe(expected);
  });

  test("within a day hold its start and not its end", () => {
    const state = quietReader("Asia/Kathmandu", { from: "09:00", to: "17:30" });
    const quiet = (at: string) => isQuiet(state, Date.parse(`2026-11-20T${at}+05:45`));
    expect(["08:59", "09:00", "17:29", "17:30"].map(quiet)).toEqual([false, true, true, false]);
  });

  test("are over at the first half past one on the night when it comes twice", () => {
    const state = quietReader("Europe/London", { from: "22:00", to: "01:30" });
    const quiet = (at: string) => isQuiet(state, Date.parse(at));
    const night = ["2026-10-25T00:29:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z", "2026-10-25T01:29:00Z"];
    expect(night.map(quiet)).toEqual([true, false, false, false]);
  });

  test("are none until the reader wants some", () => {
    expect(isQuiet(reader("Europe/London"), Date.parse("2026-11-20T03:00:00Z"))).toBe(false);
  });

  test("end exactly when the catch-up is due, in any zone and night", () => {
    const zones = ["Europe/London", "America/St_Johns", "Australia/Lord_Howe", "Africa/Cairo", "Pacific/Apia"];
    const day = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2030, 11, 1) });
    const property = fc.property(
      fc.constantFrom(...zones),
      fc.constantFrom(...hours),
      fc.constantFrom(...hours),
      day,
      (zone, from, to, start) => {
        fc.pre(from !== to);
        const state = quietReader(zone, { from, to });
        const span = { start, end: start + 2 * 24 * 60 * 60 * 1000 };
        for (const { at } of dueTimes({ cadence: "instant", hour: to, zone }, span)) {
          expect(isQuiet(state, at)).toBe(false);
        }
      },
    );
    fc.assert(property, { numRuns: 500 });
  });

  test.for([
    ["22:00", "22:00"],
    ["22:15", "07:00"],
    ["", "07:00"],
    ["24:00", "07:00"],
  ] as const)("are refused from %s to %s", ([from, to]) => {
    expect(parseQuietHours(from, to)).toBeUndefined();
  });
});

describe("the budget of alerts", () => {
  const noon = Date.parse("2026-11-20T12:00:00Z");
  const dayMs = 24 * 60 * 60 * 1000;
  const mailed = (count: number, date = "2026-11-20") => reader("Europe/London", { alertsOn: { date, count } });

  test("is used up by ten on one local date, until the reader says otherwise", () => {
    expect(isOverBudget(mailed(9), noon)).toBe(false);
    expect(isOverBudget(mailed(10), noon)).toBe(true);
  });

  test("begins anew with the next local date", () => {
    expect(isOverBudget(mailed(10), noon + dayMs)).toBe(false);
    expect(countedAlert(mailed(10), noon + dayMs)).toEqual({ date: "2026-11-21", count: 1 });
  });

  test("does not begin anew for a reader who goes west over midnight, nor for a clock that is behind", () => {
    expect(isOverBudget(mailed(10, "2026-11-21"), noon)).toBe(true);
    expect(countedAlert(mailed(3, "2026-11-21"), noon)).toEqual({ date: "2026-11-21", count: 4 });
  });

  test.for(["0", "51", "1.5", "-1", "ten", ""])("is not %s a day", (text) => {
    expect(parseAlertsPerDay(text)).toBeUndefined();
  });
});

describe("a pause", () => {
  test("ends when the reader's own date begins", () => {
    const state = reader("Asia/Tokyo", { pausedUntil: "2026-12-27" });
    expect(isPaused(state, Date.parse("2026-12-26T23:59:59+09:00"))).toBe(true);
    expect(isPaused(state, Date.parse("2026-12-27T00:00:00+09:00"))).toBe(false);
  });
});
