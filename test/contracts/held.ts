import { describe, expect, test } from "vitest";
import type { HeldDevelopment } from "#core/held.ts";
import type { HeldDevelopments } from "#pipeline/ports/held.ts";

const draft: HeldDevelopment = {
  topic: "harbour-strike",
  id: "1x2y3z",
  reason: "draft",
  found: { headline: "The dockers will vote on Friday – “no result yet”", text: "<p>In the hall.</p>" },
  from: "the command line",
  heldAt: 5_000,
  state: "waiting",
};
const embargo: HeldDevelopment = { ...draft, id: "9z", reason: "embargo", heldAt: 4_000, releaseAt: 90_000 };
const sooner: HeldDevelopment = { ...embargo, id: "a0", topic: "bridge-repairs", heldAt: 6_000, releaseAt: 80_000 };
const nameOf = ({ topic, id }: HeldDevelopment) => ({ topic, id });

/** What the held developments promise, whatever they are built on. */
export function heldContract(newHeld: () => Promise<HeldDevelopments>): void {
  describe("held developments", () => {
    test("are given back as they were put, and nothing for another name", async () => {
      const held = await newHeld();
      expect(await held.put(embargo, undefined)).toBe(true);
      expect(await held.get(nameOf(embargo))).toEqual(embargo);
      expect(await held.get({ topic: "bridge-repairs", id: embargo.id })).toBeUndefined();
      expect(await held.get(nameOf(draft))).toBeUndefined();
    });

    test("change only from what was read", async () => {
      const held = await newHeld();
      await held.put(embargo, undefined);
      const moved = { ...embargo, releaseAt: 95_000 };
      expect(await held.put(moved, undefined)).toBe(false);
      expect(await held.put(moved, { ...embargo, heldAt: 1 })).toBe(false);
      expect(await held.put(moved, (await held.get(nameOf(embargo))) as HeldDevelopment)).toBe(true);
      expect(await held.put({ ...embargo, state: "releasing" }, embargo)).toBe(false);
      expect(await held.get(nameOf(embargo))).toEqual(moved);
    });

    test("are taken away only as they were read", async () => {
      const held = await newHeld();
      await held.put(draft, undefined);
      expect(await held.remove({ ...draft, heldAt: 1 })).toBe(false);
      expect(await held.remove(draft)).toBe(true);
      expect(await held.remove(draft)).toBe(false);
      expect(await held.get(nameOf(draft))).toBeUndefined();
      expect(await held.all(10)).toEqual([]);
    });

    test("go to one of many that change them at once", async () => {
      const held = await newHeld();
      await held.put(draft, undefined);
      const rivals = Array.from({ length: 20 }, (_, at) => ({ ...draft, from: `rival ${at}` }));
      const won = await Promise.all(rivals.map((rival) => held.put(rival, draft)));
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await held.get(nameOf(draft))).toEqual(rivals[won.indexOf(true)]);
    });

    test("are listed by topic, without those that are discarded", async () => {
      const held = await newHeld();
      const discarded: HeldDevelopment = { ...draft, id: "0", reason: "approval", state: "discarded" };
      for (const one of [embargo, sooner, draft, discarded]) await held.put(one, undefined);
      expect(await held.of("harbour-strike", 10)).toEqual([draft, embargo]);
      expect(await held.of("harbour-strike", 1)).toEqual([draft]);
      expect(await held.of("harbour", 10)).toEqual([]);
      expect(await held.get(nameOf(discarded))).toEqual(discarded);
    });

    test("are listed over all topics: first by their moments, then by their age", async () => {
      const held = await newHeld();
      const younger: HeldDevelopment = { ...draft, id: "b1", reason: "approval", heldAt: 7_000 };
      for (const one of [younger, embargo, draft, sooner]) await held.put(one, undefined);
      expect(await held.all(10)).toEqual([sooner, embargo, draft, younger].map(nameOf));
      expect(await held.all(1)).toEqual([sooner, draft].map(nameOf));
    });

    test("are due when their moment has come, the earliest first", async () => {
      const held = await newHeld();
      for (const one of [embargo, draft, sooner]) await held.put(one, undefined);
      expect(await held.due(79_999, 10)).toEqual([]);
      expect(await held.due(80_000, 10)).toEqual([nameOf(sooner)]);
      expect(await held.due(90_000, 10)).toEqual([sooner, embargo].map(nameOf));
      expect(await held.due(90_000, 1)).toEqual([nameOf(sooner)]);
    });

    test("are due by the moment that they were moved to, and no more once they are drafts", async () => {
      const held = await newHeld();
      await held.put(embargo, undefined);
      const moved = { ...embargo, releaseAt: 95_000 };
      await held.put(moved, embargo);
      expect(await held.due(94_999, 10)).toEqual([]);
      const { releaseAt: _, ...rest } = moved;
      await held.put({ ...rest, reason: "draft" }, moved);
      expect(await held.due(1e12, 10)).toEqual([]);
      expect(await held.all(10)).toEqual([nameOf(embargo)]);
    });
  });
}
