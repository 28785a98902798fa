import { describe, expect, test } from "vitest";
import type { Tallies } from "#pipeline/ports/tallies.ts";

const day = "2026-03-29";

/** What the tallies promise, whatever they are built on. */
export function talliesContract(newTallies: () => Promise<Tallies>): void {
  describe("a day's tally", () => {
    test("sums up what is added, each day for itself", async () => {
      const tallies = await newTallies();
      await tallies.add(day, { sent: 40, bounced: 1, complained: 0 });
      await tallies.add("2026-03-30", { sent: 7, bounced: 0, complained: 0 });
      expect(await tallies.add(day, { sent: 2, bounced: 0, complained: 3 })).toEqual({
        sent: 42,
        bounced: 1,
        complained: 3,
      });
    });

    test("loses nothing of what is added at once", async () => {
      const tallies = await newTallies();
      const one = { sent: 1, bounced: 1, complained: 1 };
      await Promise.all(Array.from({ length: 20 }, () => tallies.add(day, one)));
      expect(await tallies.add(day, one)).toEqual({ sent: 21, bounced: 21, complained: 21 });
    });

    test("begins anew once it is cleared", async () => {
      const tallies = await newTallies();
      await tallies.clear(day);
      await tallies.add(day, { sent: 40, bounced: 1, complained: 0 });
      await tallies.clear(day);
      const one = { sent: 1, bounced: 0, complained: 0 };
      expect(await tallies.add(day, one)).toEqual(one);
    });
  });
}
