import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { laneSpeed, lanesRate } from "#core/lane-speed.ts";
import { sliceMax, sliceSize } from "#core/slice.ts";

const anyRate = fc.double({ min: 0.1, max: 5000, noNaN: true });
const anyLanes = fc.integer({ min: 2, max: 50 });
const noAlert = { alertIsOpen: false } as const;

describe("the rate of all lanes", () => {
  test.each([
    [200, 196],
    [100, 98],
    [14, 13.5],
    [1, 0.5],
    [0.2, 0.1],
  ])("of an account with %d a second is %d: the rest is kept for notices", (rate, lanes) => {
    expect(lanesRate(rate)).toBe(lanes);
  });
});

describe("the speed of a lane", () => {
  test("is its part of the lanes' rate, less a little", () => {
    expect(laneSpeed({ rate: 200, lanes: 2, queue: "digest", ...noAlert }).perSecond).toBeCloseTo(0.98 * 98, 9);
    expect(laneSpeed({ rate: 200, lanes: 2, queue: "alert", ...noAlert }).perSecond).toBeCloseTo(0.98 * 98, 9);
  });

  test("is a tenth for digests and nine tenths for alerts while an alert is open", () => {
    const open = { rate: 200, lanes: 2, alertIsOpen: true };
    expect(laneSpeed({ ...open, queue: "alert" }).perSecond).toBeCloseTo(0.98 * 0.9 * 98, 9);
    expect(laneSpeed({ ...open, queue: "digest" }).perSecond).toBeCloseTo(0.98 * 0.1 * 98, 9);
  });

  test("of all lanes together never passes the lanes' rate, at every rate, alerts and digests at once", () => {
    fc.assert(
      fc.property(anyRate, anyLanes, (rate, lanes) => {
        const speed = (queue: "alert" | "digest") => laneSpeed({ rate, lanes, queue, alertIsOpen: true }).perSecond;
        expect(lanes * (speed("alert") + speed("digest"))).toBeLessThan(lanesRate(rate));
      }),
    );
  });

  test("lets lanes catch up only where no second can have more than the rate, however their mails fall", () => {
    fc.assert(
      fc.property(anyRate, anyLanes, (rate, lanes) => {
        const { catchUpPerSecond: fastest } = laneSpeed({ rate, lanes, queue: "digest", ...noAlert });
        if (fastest !== undefined) expect(lanes * Math.ceil(fastest)).toBeLessThanOrEqual(rate);
      }),
    );
    expect(laneSpeed({ rate: 14, lanes: 4, queue: "digest", ...noAlert }).catchUpPerSecond).toBeUndefined();
    expect(laneSpeed({ rate: 200, lanes: 4, queue: "digest", ...noAlert }).catchUpPerSecond).toBe(49);
  });
});

describe("the size of a slice", () => {
  test.each([
    ["five hundred where a lane is fast", 200, 2, 500],
    ["a minute of a lane's pace where it is not", 14, 2, 396],
    ["the less the more lanes share the rate", 14, 4, 198],
    ["that of a new account where no rate is known", undefined, 2, 396],
    ["a few in SES's sandbox", 1, 2, 14],
    ["one at least", 0.01, 50, 1],
  ])("is %s", (_, rate, lanes, size) => {
    expect(sliceSize(rate, lanes)).toBe(size);
  });

  test("is never more than five hundred and never none", () => {
    fc.assert(
      fc.property(anyRate, anyLanes, (rate, lanes) => {
        const size = sliceSize(rate, lanes);
        expect(size).toBeGreaterThanOrEqual(1);
        expect(size).toBeLessThanOrEqual(sliceMax);
      }),
    );
  });
});
