import { describe, expect, test } from "vitest";
import { isGivenUp } from "#core/soft-bounce.ts";

describe("an address whose mails bounce for passing reasons", () => {
  test.each([
    [["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04"], false],
    [["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05"], true],
    [["2026-03-05", "2026-03-05", "2026-03-05", "2026-03-05", "2026-03-05"], false],
    [["2026-02-04", "2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05"], true],
    [["2026-02-03", "2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05"], false],
  ])("after %j is given up: %s", (days, wanted) => {
    expect(isGivenUp(days, days.toSorted().at(-1) ?? "")).toBe(wanted);
  });
});
