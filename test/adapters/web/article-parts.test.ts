import { describe, expect, test } from "vitest";
import { headingRank } from "#adapters/web/article/list-heading.ts";
import { labelOf } from "#adapters/web/article/prompt.ts";
import { surenessOf } from "#adapters/web/article/sure.ts";
import { readNews } from "#adapters/web/read-news.ts";

describe("the rank of a heading", () => {
  test.each([
    ["Latest developments", 3],
    ["The latest developments in the strike", 3],
    ["What we know so far", 2],
    ["Was wir wissen – und was nicht", 2],
    ["Ce que l’on sait", 2],
    ["Lo que sabemos hasta ahora", 2],
    ["Що відомо на цей час", 2],
    ["آخر التطورات", 2],
    ["ताज़ा घटनाक्रम", 2],
    ["最新情報", 2],
    ["지금까지 알려진 내용", 2],
    ["Son gelişmeler", 2],
    ["At a glance", 1],
    ["Flood: at a glance", 1],
    ["What we don’t know", 0],
    ["Was wir nicht wissen", 0],
    ["More stories", 0],
    ["Livestock prices", 0],
    ["The latest fashions", 0],
  ])("of %j, set as a heading, is %d", (text, rank) => {
    expect(headingRank(text, true)).toBe(rank);
  });

  test("counts words that are used for other things in headings alone", () => {
    expect(headingRank("At a glance", false)).toBe(0);
  });
});

describe("a label that leads elsewhere", () => {
  test.each([
    ["READ MORE: A bridge", "READ MORE", "A bridge"],
    ["Read also | A bridge", "Read also", "A bridge"],
    ["À lire aussi : Un pont", "À lire aussi", "Un pont"],
    ["ЧИТАЙТЕ ТАКОЖ: Міст", "ЧИТАЙТЕ ТАКОЖ", "Міст"],
    ["HARBOUR IN PICTURES: The quay", "HARBOUR IN PICTURES", "The quay"],
  ])("of %j is %j", (text, label, rest) => {
    expect(labelOf(text)).toEqual({ label, rest });
  });

  test.each(["BREAKING: Talks collapse", "3:15 PM ET: The line is open", "The board met."])(
    "is not seen in %j",
    (text) => {
      expect(labelOf(text)).toBeUndefined();
    },
  );
});

describe("how sure a reading is", () => {
  const told = [{ headline: "The port is open." }, { headline: "Two ships wait outside" }];

  test("is surest of data for machines, then of a list under the very words", () => {
    const sure = [surenessOf("json-ld", undefined, told), surenessOf("list", 3, told), surenessOf("list", 1, told)];
    expect(sure).toEqual([0.99, 0.97, 0.77]);
  });

  test("is less for a single development, and for words that are no sentences", () => {
    expect(surenessOf("list", 3, told.slice(0, 1))).toBe(0.87);
    expect(surenessOf("list", 3, [{ headline: "Home" }, { headline: "Weather" }])).toBe(0.67);
  });
});

describe("an article without a title", () => {
  test("is called by its file", async () => {
    const news = await readNews("test/golden/articles/named-by-host.html");
    expect(news).toMatchObject({ title: "named-by-host.html" });
  });
});
