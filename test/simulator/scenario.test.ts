import { describe, expect, test } from "vitest";
import { people } from "#test/support/simulator/scenario.ts";
import { simulate } from "#test/support/simulator/simulate.ts";

describe("the scenario when nothing goes wrong", () => {
  test("keeps every invariant", async () => {
    const { breaks } = await simulate({ seed: 1, planned: [] });
    expect(breaks).toEqual([]);
  });

  test("is the same each time for the same seed", async () => {
    const [first, second] = [await simulate({ seed: 7, planned: [] }), await simulate({ seed: 7, planned: [] })];
    expect(second.evidence.mails).toEqual(first.evidence.mails);
  });

  test("has alerts and digests of every cadence, corrections and withdrawals, in fifty mailboxes", async () => {
    const { evidence } = await simulate({ seed: 1, planned: [] });
    const told = evidence.mails.flatMap(({ told: mail }) => (mail.kind === "items" ? mail.items : []));
    expect(new Set(evidence.mails.map(({ run }) => run.split(".")[0]))).toEqual(
      new Set(["alert", "correction", "catch-up", "hourly", "daily", "weekly"]),
    );
    expect(new Set(told.map(({ label }) => label))).toEqual(new Set(["new", "corrected", "withdrawn"]));
    expect(people.length).toBeGreaterThanOrEqual(50);
    expect(new Set(evidence.mails.map(({ to }) => to)).size).toBeGreaterThanOrEqual(50);
  });
});
