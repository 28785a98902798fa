import { describe, expect, test } from "vitest";
import { functionNames } from "#test/support/simulator/clock-off.ts";
import { brokenIn, scenarioNamed } from "#test/support/simulator/replay.ts";
import { clockOffMs, simulate } from "#test/support/simulator/simulate.ts";

describe.each(functionNames)("a clock of %s that is ten minutes off", (of) => {
  test.each(["newsroom-week", "bounce-day"])("costs nobody a mail of the %s and doubles none", async (name) => {
    for (const ms of [clockOffMs, -clockOffMs]) {
      const simulated = await simulate({ seed: 1, planned: [], clockOff: { of, ms }, scenario: scenarioNamed(name) });
      expect(brokenIn(simulated)).toBeUndefined();
      expect(simulated.doubled).toBe(0);
    }
  });
});
