import { describe, expect, test } from "vitest";
import { brokenIn, scenarioNamed } from "#test/support/simulator/replay.ts";
import { simulate } from "#test/support/simulator/simulate.ts";

/** Two idle cores take a tenth of this. */
const timeoutMs = 600_000;

describe.each([
  ["newsroom-week", 300],
  ["bounce-day", 60],
] as const)("runs of the %s with mishaps at 1 to 30 of 100 calls, and a wrong clock in every fourth", (name, seeds) => {
  test(
    "leave every invariant standing",
    async () => {
      const breaks: string[] = [];
      let mishaps = 0;
      let doubled = 0;
      for (let seed = 1; seed <= seeds; seed++) {
        const simulated = await simulate({ seed, scenario: scenarioNamed(name) });
        const broken = brokenIn(simulated);
        if (broken !== undefined) breaks.push(broken);
        mishaps += simulated.world.line.came.length;
        doubled += simulated.doubled;
        await new Promise((resolve) => setImmediate(resolve));
      }
      console.log(
        `simulator: ${name}, ${seeds} seeds, ${mishaps} mishaps, ${doubled} mails doubled for want of an event`,
      );
      expect(breaks).toEqual([]);
    },
    timeoutMs,
  );
});
