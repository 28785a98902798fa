import { describe, expect, test } from "vitest";
import type { Ticks } from "#pipeline/ports/ticks.ts";

/** What the saved tick promises, whatever it is built on. */
export function ticksContract(newTicks: () => Promise<Ticks>): void {
  describe("the saved tick", () => {
    test("is none at first", async () => {
      expect(await (await newTicks()).saved()).toBeUndefined();
    });

    test("moves forwards and never back", async () => {
      const ticks = await newTicks();
      await ticks.save(60_000);
      await ticks.save(120_000);
      await ticks.save(90_000);
      expect(await ticks.saved()).toBe(120_000);
    });
  });
}
