import { describe, expect, test } from "vitest";
import { isSlug, slugMaxLength } from "#core/topic.ts";

describe("a slug", () => {
  test.each(["harbour", "harbour-wall", "2026", "a", "a".repeat(slugMaxLength)])("may be %j", (text) => {
    expect(isSlug(text)).toBe(true);
  });

  test.each([
    "",
    "-",
    "-harbour",
    "harbour-",
    "harbour--wall",
    "Harbour",
    "harbour wall",
    "harbour/wall",
    "harbour.wall",
    "hafén",
    "harbour\n",
    "a".repeat(slugMaxLength + 1),
  ])("is not %j", (text) => {
    expect(isSlug(text)).toBe(false);
  });
});
