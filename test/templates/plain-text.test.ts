import { describe, expect, test } from "vitest";
import { lineMaxLength, plainText, wrapText } from "#templates/plain-text.ts";

describe("limited html as plain text", () => {
  test.each([
    [
      "paragraphs stand apart",
      "<p>One.</p><p>Two <strong>bold</strong> and <em>leaning</em>.</p>",
      "One.\n\nTwo bold and leaning.",
    ],
    ["text without a tag stays", "Just words &amp; &lt;signs&gt; &#233;&#x1F6A2;", "Just words & <signs> é🚢"],
    [
      "a link is written out after its words",
      '<p>See <a href="https://a.example/?x=1&amp;y=2">the report</a>.</p>',
      "See the report (https://a.example/?x=1&y=2).",
    ],
    [
      "a link that is its own words stands once",
      '<a href="https://a.example/">https://a.example/</a>',
      "https://a.example/",
    ],
    [
      "list items have a dash",
      "<p>Closed:</p><ul><li>bridge</li><li>quay</li></ul><p>Open.</p>",
      "Closed:\n\n- bridge\n- quay\n\nOpen.",
    ],
    ["ordered items are counted", "<ol><li>first</li><li>second</li></ol>", "1. first\n2. second"],
    ["lists stand in lists", "<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>", "- a\n  1. b\n- c"],
    ["a second paragraph of an item is set in", "<ul><li><p>a</p><p>b</p></li></ul>", "- a\n  b"],
    ["a quotation is marked", "<blockquote><p>Never.</p></blockquote>", "> Never."],
    ["no html at all is no text", "", ""],
    ["a sign that opens no tag stays", "a < b", "a < b"],
  ])("%s", (_, html, text) => {
    expect(plainText(html)).toBe(text);
  });

  test("no line is longer than 76 characters, and quotations are marked on each", () => {
    const lines = plainText(`<blockquote>${"words and more ".repeat(30)}</blockquote>`).split("\n");
    expect(lines.every((line) => line.length <= lineMaxLength && line.startsWith("> "))).toBe(true);
    expect(lines.length).toBeGreaterThan(5);
  });
});

describe("wrapping", () => {
  test("cuts a word that no line holds, between characters", () => {
    const lines = wrapText("🚢".repeat(100)).split("\n");
    expect(lines.map((line) => [...line].length)).toEqual([76, 24]);
  });

  test("leaves an address of the web whole", () => {
    const url = `https://courier.example/${"a".repeat(100)}`;
    expect(wrapText(`see ${url} now`).split("\n")).toEqual(["see", url, "now"]);
  });
});
