import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DueGroup, dueSpanMaxMs, dueTimes, groupName, parseGroupName, runId } from "#core/due.ts";
import { offsetAt } from "#core/offset.ts";
import { hours, type Weekday } from "#core/schedule.ts";
import { holdsQuarterHour } from "#core/span.ts";
import { isZone } from "#core/zone.ts";
import { aheadAt, changes, dayMs, facesAround, minuteMs, quarterHourMs, zones } from "./wall-clock-oracle.ts";

const start = Date.UTC(2026, 0, 1);
const end = Date.UTC(2031, 0, 1);

/** Every change of every zone's clocks in 2026–2030. */
const allChanges = zones.flatMap((zone) => changes(zone, start, end).map((at) => ({ zone, at })));

function daily(zone: string, hour: string): DueGroup {
  return { cadence: "daily", hour, zone };
}

function iso(group: DueGroup, span: { start: number; end: number }): [string, string][] {
  return dueTimes(group, span).map((due) => [new Date(due.at).toISOString(), due.localDate]);
}

function span(from: string, to: string): { start: number; end: number } {
  return { start: Date.parse(from), end: Date.parse(to) };
}

describe("due times", () => {
  test("come at the gap's end where the clocks skip the hour", () => {
    expect(iso(daily("Europe/London", "01:30"), span("2026-03-28", "2026-03-31"))).toEqual([
      ["2026-03-28T01:30:00.000Z", "2026-03-28"],
      ["2026-03-29T01:00:00.000Z", "2026-03-29"],
      ["2026-03-30T00:30:00.000Z", "2026-03-30"],
    ]);
  });

  test("come the first time where the clocks show the hour twice", () => {
    expect(iso(daily("Europe/London", "01:30"), span("2026-10-24T12:00Z", "2026-10-26T12:00Z"))).toEqual([
      ["2026-10-25T00:30:00.000Z", "2026-10-25"],
      ["2026-10-26T01:30:00.000Z", "2026-10-26"],
    ]);
  });

  test("count for the day before where the gap ends at midnight", () => {
    expect(iso(daily("America/Nuuk", "23:30"), span("2026-03-28T12:00Z", "2026-03-30T12:00Z"))).toEqual([
      ["2026-03-29T01:00:00.000Z", "2026-03-28"],
      ["2026-03-30T00:30:00.000Z", "2026-03-29"],
    ]);
  });

  test("leave out a date that the zone skipped", () => {
    expect(iso(daily("Pacific/Apia", "07:00"), span("2011-12-29", "2012-01-01")).map(([, date]) => date)).toEqual([
      "2011-12-29",
      "2011-12-31",
      "2012-01-01",
    ]);
  });

  test("keep to zones of thirty and forty-five minutes", () => {
    expect(iso(daily("Asia/Kathmandu", "07:00"), span("2026-05-01", "2026-05-02"))).toEqual([
      ["2026-05-01T01:15:00.000Z", "2026-05-01"],
    ]);
    expect(iso(daily("Pacific/Chatham", "07:00"), span("2026-07-01", "2026-07-02"))).toEqual([
      ["2026-07-01T18:15:00.000Z", "2026-07-02"],
    ]);
  });

  test("of a weekly group come on its weekday of the zone", () => {
    const group: DueGroup = { cadence: "weekly", weekday: 1, hour: "07:00", zone: "Pacific/Auckland" };
    expect(iso(group, span("2026-11-01", "2026-11-15"))).toEqual([
      ["2026-11-01T18:00:00.000Z", "2026-11-02"],
      ["2026-11-08T18:00:00.000Z", "2026-11-09"],
    ]);
  });

  test("of the hourly group come at each full hour of UTC", () => {
    expect(iso({ cadence: "hourly" }, span("2026-03-29T22:30Z", "2026-03-30T01:00Z"))).toEqual([
      ["2026-03-29T23:00:00.000Z", "2026-03-29"],
      ["2026-03-30T00:00:00.000Z", "2026-03-30"],
    ]);
  });

  test("hold the span's start and not its end", () => {
    const group = daily("UTC", "07:00");
    const at = Date.UTC(2026, 4, 1, 7);
    expect(dueTimes(group, { start: at, end: at + 1 })).toEqual([{ at, localDate: "2026-05-01" }]);
    expect(dueTimes(group, { start: at - 1, end: at })).toEqual([]);
    expect(dueTimes(group, { start: at, end: at })).toEqual([]);
    expect(dueTimes(group, { start: at + 1, end: at - 1 })).toEqual([]);
  });

  test("are refused for a span that nobody can mean", () => {
    expect(() => dueTimes(daily("UTC", "07:00"), { start: 0, end: dueSpanMaxMs + 1 })).toThrow(RangeError);
    expect(() => dueTimes({ cadence: "hourly" }, { start: 0, end: Number.POSITIVE_INFINITY })).toThrow(RangeError);
  });
});

describe("due times around each change of the clocks in 2026–2030", () => {
  test("there are changes enough to prove something", () => {
    // 1,268 in 130 zones with the time-zone data 2026c, in which Morocco and western Canada keep one offset; 1,302 before.
    expect(allChanges.length).toBeGreaterThanOrEqual(1_200);
    expect(new Set(allChanges.map((change) => change.zone)).size).toBeGreaterThanOrEqual(120);
  });

  test("each half-hour of each local date is due once, when the clocks first show it or are past it", () => {
    const wrong = allChanges.flatMap(({ zone, at }) => {
      const faces = facesAround(zone, at);
      const dates = [...new Set(faces.map(({ face }) => face.slice(0, 10)))].slice(1, -1);
      const window = { start: at - 2 * dayMs, end: at + 2 * dayMs };
      return hours.flatMap((hour) => {
        const expected = dates.map((date) => `${date} ${faces.find(({ face }) => face >= `${date} ${hour}`)?.at}`);
        const found = dueTimes(daily(zone, hour), window)
          .filter((due) => dates.includes(due.localDate))
          .map((due) => `${due.localDate} ${due.at}`);
        return found.join() === expected.join() ? [] : [{ zone, hour, expected, found }];
      });
    });
    expect(wrong).toEqual([]);
  }, 60_000);

  test("no due moment lies off the quarter hours of UTC", () => {
    const offQuarter = allChanges.filter(
      ({ zone, at }) =>
        at % quarterHourMs !== 0 ||
        aheadAt(zone, at) % quarterHourMs !== 0 ||
        aheadAt(zone, at - 1) % quarterHourMs !== 0,
    );
    expect(offQuarter).toEqual([]);
    expect(zones.filter((zone) => aheadAt(zone, start) % quarterHourMs !== 0)).toEqual([]);
  });

  test("no zone changes twice within a day, which the remembered offsets rely on", () => {
    const close = allChanges.filter(
      ({ zone, at }, index) => allChanges[index - 1]?.zone === zone && at - (allChanges[index - 1]?.at ?? 0) <= dayMs,
    );
    expect(close).toEqual([]);
    expect(allChanges.filter(({ zone, at }) => offsetAt(zone, at) === offsetAt(zone, at - 1))).toEqual([]);
  });
});

describe("spans laid end to end", () => {
  const anyHour = fc.constantFrom(...hours);
  const anyZone = fc.constantFrom(...zones);
  const anyGroup: fc.Arbitrary<DueGroup> = fc.oneof(
    fc.constant<DueGroup>({ cadence: "hourly" }),
    fc.record({ cadence: fc.constantFrom("daily" as const, "instant" as const), hour: anyHour, zone: anyZone }),
    fc.record({
      cadence: fc.constant("weekly" as const),
      weekday: fc.constantFrom<Weekday>(1, 2, 3, 4, 5, 6, 7),
      hour: anyHour,
      zone: anyZone,
    }),
  );
  /** Moments near a change of the clocks, on and off the quarter hours. */
  const anyMoment = fc
    .tuple(
      fc.constantFrom(...allChanges.map((change) => change.at)),
      fc.integer({ min: -200, max: 200 }),
      fc.constantFrom(-1, 0, 0, 1),
    )
    .map(([at, quarters, ms]) => at + quarters * quarterHourMs + ms);

  test("hold together what the whole holds, each moment once", () => {
    fc.assert(
      fc.property(
        anyGroup,
        anyMoment,
        fc.array(fc.integer({ min: 0, max: 9 * dayMs }), { maxLength: 5 }),
        (group, from, cuts) => {
          const edges = [from, ...cuts.map((cut) => from + cut).sort((a, b) => a - b), from + 9 * dayMs];
          const parts = edges.slice(1).flatMap((to, index) => dueTimes(group, { start: edges[index]!, end: to }));
          expect(parts).toEqual(dueTimes(group, { start: from, end: from + 9 * dayMs }));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test("give each date of five years once, in order", () => {
    fc.assert(
      fc.property(anyZone, anyHour, (zone, hour) => {
        const dates: string[] = [];
        for (let from = start; from < end; from += 365 * dayMs) {
          const dues = dueTimes(daily(zone, hour), { start: from, end: Math.min(from + 365 * dayMs, end) });
          dates.push(...dues.map((due) => due.localDate));
        }
        const first = Date.parse(dates[0]!);
        expect(dates).toEqual(dates.map((_, index) => new Date(first + index * dayMs).toISOString().slice(0, 10)));
        expect(dates.length).toBeGreaterThanOrEqual((end - start) / dayMs - 1);
      }),
      { numRuns: 40 },
    );
  });

  test("without a quarter hour of UTC in them have nothing daily or weekly due", () => {
    fc.assert(
      fc.property(anyGroup, anyMoment, fc.integer({ min: 0, max: 20 * minuteMs }), (group, from, length) => {
        const within = { start: from, end: from + length };
        expect(holdsQuarterHour(within) || dueTimes(group, within).length === 0).toBe(true);
      }),
      { numRuns: 3_000 },
    );
    expect(holdsQuarterHour({ start: 0, end: 1 })).toBe(true);
    expect(holdsQuarterHour({ start: 1, end: quarterHourMs })).toBe(false);
    expect(holdsQuarterHour({ start: 0, end: 0 })).toBe(false);
  });
});

describe("a due group's name", () => {
  test.each<[string, DueGroup]>([
    ["hourly", { cadence: "hourly" }],
    ["daily.0700.Europe/London", daily("Europe/London", "07:00")],
    ["instant.0800.Asia/Kathmandu", { cadence: "instant", hour: "08:00", zone: "Asia/Kathmandu" }],
    [
      "weekly.1.0730.America/Argentina/Ushuaia",
      { cadence: "weekly", weekday: 1, hour: "07:30", zone: "America/Argentina/Ushuaia" },
    ],
  ])("%s is read back", (name, group) => {
    expect(groupName(group)).toBe(name);
    expect(parseGroupName(name)).toEqual(group);
  });

  test.each([
    "",
    "daily",
    "hourly.0700.UTC",
    "daily.0715.UTC",
    "daily.2400.UTC",
    "daily.0700.Mars/Olympus",
    "daily.0700.europe/london",
    "daily.1.0700.UTC",
    "weekly.0700.UTC",
    "weekly.8.0700.UTC",
    "weekly.0.0700.UTC",
    "daily.0700.UTC\n",
  ])("%j names none", (name) => {
    expect(parseGroupName(name)).toBeUndefined();
  });
});

describe("a run's id", () => {
  const at = Date.UTC(2026, 2, 29, 7);
  const due = { at, localDate: "2026-03-29" };

  test("tells cadence, local date, hour and zone", () => {
    expect(runId(daily("Europe/London", "07:00"), due)).toBe("daily.2026-03-29.0700.Europe-London");
    expect(runId({ cadence: "instant", hour: "08:00", zone: "Europe/London" }, due)).toBe(
      "catch-up.2026-03-29.0800.Europe-London",
    );
    expect(runId({ cadence: "weekly", weekday: 7, hour: "07:30", zone: "UTC" }, due)).toBe(
      "weekly.2026-03-29.0730.UTC",
    );
    expect(runId({ cadence: "hourly" }, due)).toBe("hourly.2026-03-29.0700.UTC");
  });

  test("is another one for each zone", () => {
    const ids = zones.filter(isZone).map((zone) => runId(daily(zone, "07:00"), due));
    expect(new Set(ids).size).toBe(zones.length);
    expect(ids.filter((id) => !/^[A-Za-z0-9.+_-]{1,100}$/.test(id))).toEqual([]);
  });
});

test("a group costs a tick at most 20 µs once its zone's day is known", () => {
  const groups = zones.flatMap((zone) => hours.map((hour) => daily(zone, hour)));
  const window = { start: Date.UTC(2026, 2, 29, 1), end: Date.UTC(2026, 2, 29, 1, 1) };
  for (const group of groups) dueTimes(group, window);
  const startedAt = performance.now();
  for (const group of groups) dueTimes(group, window);
  const microseconds = ((performance.now() - startedAt) * 1000) / groups.length;
  expect(microseconds).toBeLessThan(20);
});
