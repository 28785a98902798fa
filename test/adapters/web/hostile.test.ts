import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import sanitizeHtml from "sanitize-html";
import { describe, expect, test } from "vitest";
import { newsIn } from "#adapters/web/read-news.ts";
import { developmentsMax, headlineMaxLength, textMaxLength } from "#core/development.ts";

const corpus = ["examples", "test/golden/articles", "test/golden/feeds"].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => !name.endsWith(".json"))
    .map((name) => readFileSync(join(folder, name))),
);

/** Far more than any of these takes, in processor time: other work on the machine does not count. */
const slowMs = 5_000;

function within(bytes: Buffer): ReturnType<typeof newsIn> {
  const before = process.cpuUsage();
  const news = newsIn({ bytes, url: "https://hostile.example/page" });
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1_000).toBeLessThan(slowMs);
  return news;
}

/** What is promised of every development, whatever it was read from. */
function expectPromises(news: ReturnType<typeof newsIn>): void {
  if ("refused" in news) {
    expect(news.refused).not.toBe("");
    return;
  }
  expect(news.developments.length).toBeLessThanOrEqual(developmentsMax);
  for (const { headline, text, url, publishedAt } of news.developments) {
    expect(headline).toMatch(/\S/);
    expect(headline.length).toBeLessThanOrEqual(headlineMaxLength);
    expect(headline).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]|\s{2}/u);
    expect(text?.length ?? 1).toBeLessThanOrEqual(textMaxLength);
    if (text !== undefined) {
      const options = { allowedTags: ["p", "a", "strong", "em", "ul", "ol", "li", "blockquote"] };
      expect(sanitizeHtml(text, { ...options, allowedAttributes: { a: ["href"] } })).toBe(text);
      for (const [, href = ""] of text.matchAll(/href="([^"]*)"/g)) expect(href).toMatch(/^https?:\/\//);
    }
    if (url !== undefined) expect(new URL(url).protocol).toMatch(/^https?:$/);
    if (publishedAt !== undefined) expect(Number.isInteger(publishedAt)).toBe(true);
  }
}

/** A piece of a file of ours, put somewhere else, doubled, cut out or overwritten with bytes. */
const mutated = fc
  .tuple(
    fc.constantFrom(...corpus),
    fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        length: fc.nat(400),
        put: fc.oneof(
          fc.constant(Buffer.alloc(0)),
          fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
          fc
            .constantFrom(
              "<",
              ">",
              "</ul>",
              "<li>",
              "<p>",
              "<b>",
              "<!--",
              "]]>",
              "<![CDATA[",
              "<!DOCTYPE x [",
              "&",
              "&#0;",
              "\u202e",
              "►",
              "READ MORE:",
              "\n\n",
              "<svg>",
              "<table>",
              "<item>",
              "</rss>",
            )
            .map((text) => Buffer.from(text)),
        ),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  )
  .map(([file, changes]) =>
    changes.reduce((bytes, { at, length, put }) => {
      const from = Math.floor(at * bytes.length);
      return Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(from + length)]);
    }, file),
  );

describe("reading news from anything", () => {
  test("never throws, never dawdles, and keeps its promises on files that were damaged", () => {
    fc.assert(
      fc.property(mutated, (bytes) => expectPromises(within(bytes))),
      { numRuns: 300 },
    );
  });

  test("never throws on bytes and on text that mean nothing", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => expectPromises(within(Buffer.from(bytes)))));
    const text = fc.string({ unit: "binary", maxLength: 300 });
    fc.assert(fc.property(text, (typed) => expectPromises(within(Buffer.from(`Latest developments\n• ${typed}`)))));
  });

  test("reads the same from the same", () => {
    for (const bytes of corpus) expect(within(bytes)).toEqual(within(bytes));
  });
});

const heading = "<h2>Latest developments</h2>";

describe("reading hostile pages", () => {
  test.each([
    ["elements nested a hundred thousand deep", `${heading}<ul><li>${"<div>".repeat(100_000)}x`],
    ["elements nested deep behind what looks like none", `${heading}<ul><li><svg>${"<div>".repeat(100_000)}x`],
    [
      "elements nested deep by ends that close nothing",
      `${heading}<table>${"<tr><td><div></tr></div>".repeat(20_000)}x`,
    ],
    ["lists nested a hundred thousand deep", heading + "<ul><li>".repeat(100_000)],
    [
      "emphasis left open before many paragraphs",
      `${heading}<p>${"<b><i><u><s>".repeat(100)}${"<p>x".repeat(100_000)}`,
    ],
    [
      "emphasis left open, with other ends",
      `${heading}<p>${Array.from({ length: 500 }, (_, at) => `<b id=${at}></i>`).join("")}${"<p>x".repeat(50_000)}`,
    ],
    ["tags that never end", `${heading}<ul><li>x${"<a ".repeat(500_000)}`],
    ["comments that never end", `${heading}<ul><li>x${"<!--".repeat(500_000)}`],
    ["scripts that never end", `${heading}<ul><li>x${"<script>".repeat(200_000)}`],
    ["ends that were never begun", `${heading}<ul><li>x${"</b></div>".repeat(200_000)}`],
    ["tables in tables in tables", heading + "<table><tr><td>".repeat(50_000)],
    ["a line of bullets", `${heading}<p>${"• ".repeat(300_000)}`],
    ["a line of bullets with a word each", `${heading}<p>${"• a ".repeat(100_000)}`],
    ["one sentence without an end", `${heading}<ul><li>${"word ".repeat(500_000)}</ul>`],
    ["quotation marks that never close", `${heading}<ul><li>${"“He said. ".repeat(100_000)}</ul>`],
    ["spaces and breaks", `${heading}<ul><li>a${" \u00a0\n".repeat(500_000)}b</ul>`],
    ["very many items", `${heading}<ul>${"<li>Item.".repeat(100_000)}</ul>`],
    ["very many headings", `${heading.repeat(30_000)}<p>x`],
    ["very many headings before one list", `${heading.repeat(20_000)}<ul><li>One.</ul>`],
    ["capitals with commas", `${heading}<p>${"AB, ".repeat(300_000)}`],
    [
      "items in items, each of them two things at once",
      `<div itemscope itemtype="https://schema.org/LiveBlogPosting">${'<div itemprop="about liveBlogUpdate" itemscope itemtype="https://schema.org/BlogPosting">'.repeat(200)}<p itemprop="headline">x`,
    ],
    ["text of bullets without a page", `Latest developments\n${"• word\n".repeat(300_000)}`],
    ["text of empty lines", `Latest developments\n${" \n".repeat(900_000)}• one`],
    ["text of brackets", `Latest developments\n• ${"[a](".repeat(300_000)}`],
    ["text of stars", `Latest developments\n• ${"**a".repeat(100_000)}`],
    ["text with commas and says", `Latest developments\n• ${", says a".repeat(200_000)}`],
  ])("ends soon: %s", (_, html) => {
    expectPromises(within(Buffer.from(html)));
  });

  test("takes the first 2,000 items of a longer list and says how many are left", () => {
    const items = Array.from({ length: 2_345 }, (_, at) => `<li>Item ${at}.</li>`).join("");
    const news = within(Buffer.from(`${heading}<ul>${items}</ul>`));
    expect(news).toMatchObject({ leftOut: 345 });
    expect("developments" in news && news.developments.length).toBe(2_000);
  });
});
