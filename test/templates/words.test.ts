import { describe, expect, test } from "vitest";
import { directionOf, mailWords, pageWords, pluralIn, spokenLocale, tellDay, tellMoment } from "#templates/words.ts";

describe("words", () => {
  test("are those of the language where the very locale has none, and of the default locale elsewhere", () => {
    expect(mailWords("en-GB")).toBe(mailWords("en"));
    expect(mailWords("tlh")).toBe(mailWords("en"));
    expect(pageWords("tlh")).toBe(pageWords("en"));
  });

  test("say which locale they really are in", () => {
    expect(["en-GB", "en", "tlh"].map(spokenLocale)).toEqual(["en-GB", "en", "en"]);
  });

  test("run the way their language is written", () => {
    expect(["en", "ar", "he-IL", "fa-IR"].map(directionOf)).toEqual(["ltr", "rtl", "rtl", "rtl"]);
  });

  test("count as the language does", () => {
    const forms = { one: "# story", few: "# stories (few)", other: "# stories" };
    expect([1, 2, 1200].map((count) => pluralIn("en")(count, forms))).toEqual([
      "1 story",
      "2 stories",
      "1,200 stories",
    ]);
    expect(pluralIn("pl")(3, forms)).toBe("3 stories (few)");
  });
});

describe("telling time", () => {
  const summer = Date.UTC(2026, 5, 1, 6, 10);

  test("uses the reader's clock and says whose it is", () => {
    expect(tellMoment(summer, { locale: "en", zone: "Europe/London" })).toBe("1 June 2026 at 07:10 BST");
    expect(tellMoment(summer, { locale: "en-US", zone: "America/New_York" })).toBe("June 1, 2026 at 02:10 EDT");
  });

  test("names the day in the reader's zone", () => {
    expect(tellDay(Date.UTC(2026, 5, 1, 23), { locale: "en", zone: "Asia/Tokyo" })).toBe("Tuesday, 2 June 2026");
  });
});
