import { describe, expect, test } from "vitest";
import { everyBoundary, firstMiddleLast } from "#test/support/simulator/every-boundary.ts";

/** Two idle cores take a tenth of this. */
const timeoutMs = 1_200_000;

describe("every mishap at the first, the middle and the last crossing of every boundary", () => {
  test.each(["newsroom-week", "bounce-day"])(
    "leaves every invariant standing, in the %s",
    async (scenario) => {
      const { boundaries, covered, runs, breaks } = await everyBoundary(scenario, 1, firstMiddleLast);
      console.log(`simulator: ${scenario}, ${boundaries.size} boundaries, ${covered.size} covered, ${runs} runs`);
      expect(breaks).toEqual([]);
      expect(covered).toEqual(boundaries);
    },
    timeoutMs,
  );
});
