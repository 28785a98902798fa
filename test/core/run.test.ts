import { describe, expect, test } from "vitest";
import { cadences } from "#core/cadence.ts";
import { deliveryId } from "#core/delivery.ts";
import { alertRunId, alertStaleAfterMs, digestStaleAfterMs, gatheringMs } from "#core/run.ts";
import { slugMaxLength } from "#core/topic.ts";

describe("a run", () => {
  test("of an alert is named by its topic and its numbers", () => {
    expect(alertRunId("harbour-strike", 17, 19)).toBe("alert.harbour-strike.17-19");
  });

  test("of the longest topic has a name that fits a tag of SES", () => {
    const run = alertRunId("a".repeat(slugMaxLength), 1_000_000, 2_000_000);
    expect(deliveryId({ run, shard: 999, first: "_".repeat(16), index: 499 }).length).toBeLessThanOrEqual(256);
  });

  test("is stale before the next of its cadence is due, and after the gathering time", () => {
    const periodsMs = { instant: 24, hourly: 1, daily: 24, weekly: 168 };
    for (const cadence of cadences) {
      expect(digestStaleAfterMs[cadence]).toBeLessThanOrEqual(periodsMs[cadence] * 60 * 60 * 1000);
    }
    expect(alertStaleAfterMs).toBeGreaterThan(gatheringMs);
  });
});
