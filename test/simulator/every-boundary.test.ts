import { describe, expect, test } from "vitest";
import { everyBoundary, firstMiddleLast } from "#test/support/simulator/every-boundary.ts";

/** Two idle cores take a tenth of this. */
const timeoutMs = 600_000;

describe("every mishap at the first, the middle and the last crossing of every boundary", () => {
  test(
    "leaves every invariant standing",
    async () => {
      const { boundaries, covered, runs, breaks } = await everyBoundary(1, firstMiddleLast, breathe);
      console.log(`simulator: ${boundaries.size} boundaries, ${covered.size} covered, ${runs} runs`);
      expect(breaks).toEqual([]);
      expect(covered).toEqual(boundaries);
    },
    timeoutMs,
  );
});

/** Lets the test runner tell that it is alive. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
