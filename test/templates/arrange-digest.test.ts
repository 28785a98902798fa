import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arrangeDigest, fitDigest, type PlacedItem } from "#templates/arrange-digest.ts";
import { digest, item, topic } from "./example-digests.ts";

const labels = fc.constantFrom("new" as const, "corrected" as const, "withdrawn" as const);
const importances = fc.constantFrom("routine" as const, "notable" as const, "breaking" as const);
const items = fc
  .array(fc.tuple(labels, importances), { minLength: 1, maxLength: 8 })
  .map((each) => each.map(([label, importance], index) => item(each.length - index, { importance }, label)));
const contents = fc
  .array(items, { minLength: 1, maxLength: 5 })
  .map((topics) => digest(...topics.map((each, index) => topic(`topic-${index}`, each))));

function shownIn({ corrections, lead, topics }: ReturnType<typeof arrangeDigest>): PlacedItem[] {
  return [...corrections, ...(lead ? [lead] : []), ...topics.flatMap((one) => one.items)];
}

describe("arranging a digest", () => {
  test("puts every item in one place, corrections and withdrawals apart", () => {
    fc.assert(
      fc.property(contents, (all) => {
        const arranged = arrangeDigest(all);
        const versions = (placed: PlacedItem[]) => new Set(placed.map((one) => one.item.version));
        expect(versions(shownIn(arranged))).toEqual(
          new Set(all.topics.flatMap((one) => one.items.map((i) => i.version))),
        );
        expect(arranged.corrections.every((one) => one.item.label !== "new")).toBe(true);
        expect(arranged.topics.every((one) => one.items.length > 0)).toBe(true);
      }),
    );
  });
});

describe("fitting a digest into its room", () => {
  test("never takes more than the room, and counts whatever is left out", () => {
    fc.assert(
      fc.property(contents, fc.integer({ min: 10, max: 400 }), (all, room) => {
        const arranged = arrangeDigest(all);
        const fitted = fitDigest(arranged, room, () => 10);
        const shown = shownIn(fitted).length;
        const hidden = fitted.topics.reduce((sum, one) => sum + one.hidden, fitted.hiddenCorrections);
        expect(shown * 10).toBeLessThanOrEqual(room);
        expect(shown + hidden).toBe(shownIn(arranged).length);
        if (hidden > 0) expect((shown + 1) * 10).toBeGreaterThan(room);
      }),
    );
  });

  test("gives each topic its newest before any gets its second", () => {
    const all = digest(topic("a", [item(9), item(8), item(7), item(6)]), topic("b", [item(3), item(2)]));
    const fitted = fitDigest(arrangeDigest(all), 30, () => 10);
    expect(fitted.topics.map((one) => [one.items.map((i) => i.item.version.number), one.hidden])).toEqual([
      [[8], 2],
      [[3], 1],
    ]);
  });
});
