import { describe, expect, test } from "vitest";
import { bounceDay } from "#test/support/simulator/bounce-day.ts";
import { everyBoundary, firstMiddleLast } from "#test/support/simulator/every-boundary.ts";
import { simulate } from "#test/support/simulator/simulate.ts";

/** Those that have to do with the brake: the other scenario walks over the rest. */
const steps = ["listen", "watch", "resume-all"];

/** Two idle cores take a tenth of this. */
const timeoutMs = 1_200_000;

describe("the day of bounces", () => {
  test("brakes the account before SES would pause it, calls a person, and goes on when one lets it", async () => {
    const { breaks, evidence } = await simulate({ seed: 1, planned: [], scenario: bounceDay });
    const { witness, mails, alarms } = evidence;
    const [brake] = witness.holds;
    expect(breaks).toEqual([]);
    expect(witness.holds.map(({ why }) => why)).toEqual(["brake"]);
    expect(new Set(alarms.map(({ code }) => code))).toEqual(new Set(["brake"]));
    expect(mails.filter(({ at }) => at > (brake?.from ?? 0) && at < (brake?.until ?? 0))).toEqual([]);
    expect(mails.filter(({ at }) => at > (brake?.until ?? 0)).length).toBeGreaterThan(0);
  });
});

describe("every mishap at the first, the middle and the last crossing of every boundary of the day of bounces", () => {
  test(
    "leaves every invariant standing",
    async () => {
      const { boundaries, covered, runs, breaks } = await everyBoundary("bounce-day", 1, { ...firstMiddleLast, steps });
      console.log(`simulator: bounce-day, ${boundaries.size} boundaries, ${covered.size} covered, ${runs} runs`);
      expect(breaks).toEqual([]);
      expect(covered).toEqual(boundaries);
    },
    timeoutMs,
  );
});
