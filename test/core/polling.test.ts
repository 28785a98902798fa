import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { longestPauseMs, nextPollAt, type PollCircumstances, shortestPauseMs } from "#core/polling.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const now = Date.parse("2026-11-20T22:30:00Z");
const usual: PollCircumstances = {
  now,
  everyMinutes: undefined,
  pace: undefined,
  freshMs: undefined,
  retryAfterMs: undefined,
  failures: 0,
  chance: 0,
};

const pause = (changes: Partial<PollCircumstances>) => (nextPollAt({ ...usual, ...changes }) - now) / minuteMs;

describe("the next poll of a source", () => {
  test("comes ten minutes later, or as often as was asked for", () => {
    expect(pause({})).toBe(10);
    expect(pause({ everyMinutes: 3 })).toBe(3);
  });

  test.each<[string, Partial<PollCircumstances>, number]>([
    ["its ttl", { pace: { ttlMinutes: 45 } }, 45],
    ["how long the answer is good for", { freshMs: 20 * minuteMs }, 20],
    ["how long the server asks to be left alone", { retryAfterMs: 2 * hourMs }, 120],
    ["the longest of all", { freshMs: 20 * minuteMs, pace: { ttlMinutes: 15 }, everyMinutes: 5 }, 20],
    ["a day at most", { pace: { ttlMinutes: 10_000 } }, 24 * 60],
  ])("waits for %s", (_, changes, minutes) => {
    expect(pause(changes)).toBe(minutes);
  });

  test("comes twice as late after each failure, up to six hours", () => {
    expect([1, 2, 3, 4, 5, 6, 50].map((failures) => pause({ failures }))).toEqual([20, 40, 80, 160, 320, 360, 360]);
  });

  test("is put off by chance, a tenth of its pause at most", () => {
    expect(pause({ chance: 0.5 })).toBe(10.5);
  });

  test("comes with the first hour that is not skipped", () => {
    const next = (skipHours: readonly number[]) =>
      new Date(nextPollAt({ ...usual, pace: { skipHours } })).toISOString();
    expect(next([22])).toBe("2026-11-20T23:00:00.000Z");
    expect(next([22, 23, 0, 1])).toBe("2026-11-21T02:00:00.000Z");
    expect(next(Array.from({ length: 24 }, (_, hour) => hour))).toBe("2026-11-20T22:40:00.000Z");
  });

  test("comes with the first day that is not skipped", () => {
    const friday = 5;
    const next = nextPollAt({ ...usual, pace: { skipDays: [friday, 6], skipHours: [0] } });
    expect(new Date(next).toISOString()).toBe("2026-11-22T01:00:00.000Z");
  });

  test("never comes before a minute or, where nothing is skipped, after a day", () => {
    const any = fc.record({
      everyMinutes: fc.option(fc.integer({ min: 1, max: 1440 }), { nil: undefined }),
      freshMs: fc.option(fc.nat(), { nil: undefined }),
      retryAfterMs: fc.option(fc.nat(), { nil: undefined }),
      failures: fc.nat(1000),
      chance: fc.double({ min: 0, max: 0.999, noNaN: true }),
    });
    fc.assert(
      fc.property(any, (changes) => {
        const ms = nextPollAt({ ...usual, ...changes }) - now;
        expect(ms).toBeGreaterThanOrEqual(shortestPauseMs);
        expect(ms).toBeLessThanOrEqual(longestPauseMs);
      }),
    );
  });
});
