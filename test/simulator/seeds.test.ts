import { describe, expect, test } from "vitest";
import { brokenIn } from "#test/support/simulator/replay.ts";
import { simulate } from "#test/support/simulator/simulate.ts";

const seeds = Array.from({ length: 300 }, (_, index) => index + 1);

/** Two idle cores take a tenth of this. */
const timeoutMs = 600_000;

describe("300 runs with mishaps at 1 to 30 of 100 calls", () => {
  test(
    "leave every invariant standing",
    async () => {
      const breaks: string[] = [];
      let mishaps = 0;
      let doubled = 0;
      for (const seed of seeds) {
        const simulated = await simulate({ seed });
        const broken = brokenIn(simulated);
        if (broken !== undefined) breaks.push(broken);
        mishaps += simulated.world.line.came.length;
        doubled += simulated.doubled;
        await new Promise((resolve) => setImmediate(resolve));
      }
      console.log(
        `simulator: ${seeds.length} seeds, ${mishaps} mishaps, ${doubled} mails doubled for want of an event`,
      );
      expect(breaks).toEqual([]);
    },
    timeoutMs,
  );
});
