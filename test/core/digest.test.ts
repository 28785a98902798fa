import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Version } from "#core/development.ts";
import { digestItems } from "#core/digest.ts";

type Entry = readonly [development: number, kind: Version["kind"], note?: string];

/** A topic's log of these entries, numbered from 1. */
function log(...entries: readonly Entry[]): Version[] {
  return entries.map(([development, kind, note], index) => ({
    number: index + 1,
    development,
    kind,
    importance: "notable",
    recordedAt: index,
    headline: `Wording ${index + 1}`,
    ...(note === undefined ? {} : { note }),
  }));
}

/** The items as `label number`, in the mail's order. */
function items(versions: readonly Version[], numbers: readonly number[], start = 0): string[] {
  return digestItems(versions, new Set(numbers), start).map(({ label, version }) => `${label} ${version.number}`);
}

describe("the items of a digest", () => {
  test("are what is new, newest first", () => {
    expect(items(log([1, "new"], [2, "new"], [3, "new"]), [2, 3])).toEqual(["new 3", "new 2"]);
  });

  test("tell a development once, in its latest wording", () => {
    expect(items(log([1, "new"], [2, "new"], [1, "updated"], [1, "corrected"]), [1, 2, 3, 4])).toEqual([
      "new 4",
      "new 2",
    ]);
  });

  test("show the latest wording even where its number was not asked for", () => {
    expect(items(log([1, "new"], [1, "updated"]), [1])).toEqual(["new 2"]);
  });

  test("never mention what was withdrawn before anyone got it", () => {
    expect(items(log([1, "new"], [1, "withdrawn"]), [1, 2])).toEqual([]);
  });

  test("do not bring an update of what was mailed before", () => {
    expect(items(log([1, "new"], [1, "updated"]), [2])).toEqual([]);
  });

  test("bring the correction and the withdrawal of what was mailed before", () => {
    expect(items(log([1, "new"], [2, "new"], [1, "corrected"], [2, "withdrawn"]), [3, 4])).toEqual([
      "withdrawn 4",
      "corrected 3",
    ]);
  });

  test("bring a correction in the newest words, with its reason, when an update followed it", () => {
    const versions = log([1, "new"], [1, "corrected", "The bridge has two lanes."], [1, "updated"]);
    expect(items(versions, [2, 3])).toEqual(["corrected 3"]);
    expect(digestItems(versions, new Set([2, 3]), 0)[0]?.version.note).toBe("The bridge has two lanes.");
  });

  test("bring only the withdrawal when a correction came before it", () => {
    expect(items(log([1, "new"], [1, "corrected"], [1, "withdrawn"]), [2, 3])).toEqual(["withdrawn 3"]);
  });

  test("leave out corrections of what is older than the reader's start", () => {
    expect(items(log([1, "new"], [2, "new"], [1, "corrected"], [2, "corrected"]), [3, 4], 1)).toEqual(["corrected 4"]);
  });

  test("are found when the log is given from the lowest number only", () => {
    expect(items(log([1, "new"], [2, "new"], [1, "corrected"]).slice(2), [3])).toEqual(["corrected 3"]);
  });

  test("are none where no number is asked for", () => {
    expect(items(log([1, "new"]), [])).toEqual([]);
  });

  test("tell each development at most once, newest first, and nothing that is withdrawn as new", () => {
    const anyLog = fc
      .array(fc.tuple(fc.nat(), fc.constantFrom<Version["kind"]>("new", "updated", "corrected", "withdrawn")), {
        maxLength: 30,
      })
      .map((drawn) => {
        const firsts: number[] = [];
        return log(
          ...drawn.map(([pick, kind], index): Entry => {
            if (kind !== "new" && firsts.length > 0) return [firsts[pick % firsts.length]!, kind];
            firsts.push(index + 1);
            return [index + 1, "new"];
          }),
        );
      });
    fc.assert(
      fc.property(anyLog, fc.array(fc.nat({ max: 30 })), fc.nat({ max: 30 }), (versions, numbers, start) => {
        const found = digestItems(versions, new Set(numbers), start);
        const told = found.map(({ version }) => version.number);
        expect(told).toEqual(told.toSorted((a, b) => b - a));
        expect(new Set(found.map(({ version }) => version.development)).size).toBe(found.length);
        expect(
          found.filter(({ label, version }) => (label === "withdrawn") !== (version.kind === "withdrawn")),
        ).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });
});
