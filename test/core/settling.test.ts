import { describe, expect, test } from "vitest";
import { settling } from "#core/settling.ts";

const graceMs = 900;

describe("settling an uncertain delivery that was first seen at 1,000", () => {
  test.each([
    [1_000, {}, "wait"],
    [1_899, { heardUpTo: 1_500 }, "wait"],
    [1_900, { heardUpTo: 1_001 }, "lapse"],
    [9_999_999, { heardUpTo: 1_000, submittedUpTo: 1_000 }, "wait"],
    [9_999_999, { heardUpTo: 1_000, submittedUpTo: 901_000 }, "wait"],
    [1_621_900, { heardUpTo: 1_000, submittedUpTo: 901_001 }, "wait"],
    [1_621_901, { heardUpTo: 1_000, submittedUpTo: 901_001 }, "unheard"],
    [722_401, { submittedUpTo: 1_501 }, "unheard"],
    [1_621_901, { heardUpTo: 500, submittedUpTo: 901_001 }, "unheard"],
    [722_401, { heardUpTo: 1_001, submittedUpTo: 1_501 }, "lapse"],
    [9_999, {}, "wait"],
  ] as const)("at %i, with %j, is to %s", (now, path, wanted) => {
    expect(settling(1_000, now, graceMs, path)).toBe(wanted);
  });

  test("begins with a mark", () => {
    expect(settling(undefined, 9_999, graceMs, { heardUpTo: 9_000 })).toBe("mark");
  });
});
