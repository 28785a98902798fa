import { describe, expect, test } from "vitest";
import { everyBoundary, firstMiddleLast } from "#test/support/simulator/every-boundary.ts";

/** Two idle cores take a tenth of this. */
const timeoutMs = 1_200_000;

describe("every mishap at the first, the middle and the last crossing of every boundary of the newsroom's week", () => {
  test(
    "leaves every invariant standing",
    async () => {
      const { boundaries, covered, runs, breaks } = await everyBoundary("newsroom-week", 1, firstMiddleLast);
      console.log(`simulator: newsroom-week, ${boundaries.size} boundaries, ${covered.size} covered, ${runs} runs`);
      expect(breaks).toEqual([]);
      expect(covered).toEqual(boundaries);
    },
    timeoutMs,
  );
});
