import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type LaneStep, lanePace } from "#pipeline/pace.ts";
import { sendByLanes } from "#test/support/lanes.ts";
import { virtualClock } from "../../bench/virtual-clock.ts";

const rates = [14, 100, 200];
const laneCounts = [2, 3, 4];
const cases = rates.flatMap((rate) => laneCounts.map((lanes) => ({ rate, lanes })));

/** Slices of one try: the same for each lane, and at least 20. */
const slicesFor = (lanes: number) => lanes * Math.ceil(20 / lanes);

describe("the lanes of a queue", () => {
  test.each(cases)("use 96 % of $rate a second by $lanes lanes, and are hardly throttled", async ({ rate, lanes }) => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const { share, throttled } = await sendByLanes({ rate, lanes, seed, slices: slicesFor(lanes) });
        expect(share).toBeGreaterThanOrEqual(0.96);
        expect(throttled).toBeLessThanOrEqual(0.001);
      }),
      { numRuns: 4, seed: 20_261_121, endOnFailure: true },
    );
  });

  test.each(laneCounts)("are hardly throttled at 14 a second when one of %d is replaced", async (lanes) => {
    for (const replaced of Array.from({ length: lanes }).keys()) {
      const { throttled } = await sendByLanes({ rate: 14, lanes, seed: 7 + replaced, slices: lanes * 10, replaced });
      expect(throttled).toBeLessThanOrEqual(0.001);
    }
  });
});

const fast: LaneStep = { perSecond: 98, catchUpPerSecond: 100, lanes: 2, seat: 0 };

describe("a pace", () => {
  test("follows the speed within a second, also while many wait", async () => {
    const clock = virtualClock(0);
    const pace = lanePace(clock);
    const slow: LaneStep = { perSecond: 0.1, catchUpPerSecond: undefined, lanes: 2, seat: 0 };
    const step = async () => (clock.now() < 5000 ? slow : fast);
    await clock.run(Promise.all(Array.from({ length: 50 }, () => pace.next(step))));
    expect(clock.now()).toBeLessThan(7000);
  });

  test("lets nobody wait once nothing may go any more", async () => {
    const clock = virtualClock(0);
    const pace = lanePace(clock);
    const slow: LaneStep = { perSecond: 0.1, catchUpPerSecond: undefined, lanes: 2, seat: 0 };
    const step = async () => (clock.now() < 500 ? slow : undefined);
    const passed = await clock.run(Promise.all(Array.from({ length: 50 }, () => pace.next(step))));
    expect(passed.filter(Boolean)).toHaveLength(1);
    expect(clock.now()).toBeLessThanOrEqual(1500);
  });

  test("is held back for a while, and does not make up for it", async () => {
    const clock = virtualClock(0);
    const pace = lanePace(clock);
    await pace.next(async () => fast);
    pace.hold(1000);
    await clock.run(pace.next(async () => fast));
    expect(clock.now()).toBe(1000);
    await clock.run(pace.next(async () => fast));
    expect(clock.now()).toBeGreaterThanOrEqual(1010);
  });

  test.each([undefined, 50])("goes on though every look at the speed takes long", async (catchUpPerSecond) => {
    const clock = virtualClock(0);
    const pace = lanePace(clock);
    const step = async () => {
      await clock.sleep(70);
      return { perSecond: 5, catchUpPerSecond, lanes: 2, seat: 1 };
    };
    for (let mail = 0; mail < 20; mail++) await clock.run(pace.next(step));
    expect(clock.now()).toBeLessThan(20 * 400);
  });

  test("goes on when its clock is set back", async () => {
    let now = 1_000_000;
    const sleep = async (ms: number): Promise<void> => {
      now += ms;
    };
    const clock = { now: () => now, sleep };
    const pace = lanePace(clock);
    await pace.next(async () => fast);
    now = 400_000;
    await pace.next(async () => fast);
    expect(now).toBeLessThan(401_000);
  });

  test("tells who asked when the speed cannot be told, and serves the next", async () => {
    const clock = virtualClock(0);
    const pace = lanePace(clock);
    const broken = pace.next(async () => {
      throw new Error("no speed");
    });
    await expect(broken).rejects.toThrow("no speed");
    expect(await pace.next(async () => fast)).toBe(true);
  });
});
