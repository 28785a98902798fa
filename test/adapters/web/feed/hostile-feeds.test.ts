import { describe, expect, test } from "vitest";
import { newsIn } from "#adapters/web/read-news.ts";
import { developmentsMax } from "#core/development.ts";

/** Far more than any of these takes, in processor time: other work on the machine does not count. */
const slowMs = 5_000;

function within(bytes: Buffer): ReturnType<typeof newsIn> {
  const before = process.cpuUsage();
  const news = newsIn({ bytes, url: "https://hostile.example/feed" });
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1_000).toBeLessThan(slowMs);
  return news;
}

function expectPromises(news: ReturnType<typeof newsIn>): void {
  if ("refused" in news) expect(news.refused).not.toBe("");
  else expect(news.developments.length).toBeLessThanOrEqual(developmentsMax);
}

describe("reading hostile feeds", () => {
  const item = "<item><title>One</title></item>";

  test.each([
    [
      "entities that grow",
      `<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><rss><channel><title>&b;</title></channel></rss>`,
      "declares XML entities, which Bulletin does not read",
    ],
    [
      "entities from elsewhere",
      `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel>&x;</channel></rss>`,
      "declares XML entities, which Bulletin does not read",
    ],
    ["a feed without one whole item", '<rss version="2.0"><channel><item><title>Half', "is cut off in the middle"],
    ["nesting without an end", `<rss><channel>${"<a>".repeat(50_000)}</channel></rss>`, "is not a well-formed feed"],
  ])("refuses %s", (_, xml, refused) => {
    expect(within(Buffer.from(xml))).toEqual({ refused });
  });

  test.each([
    ["very many items", `<rss><channel>${"<item><title>One</title></item>".repeat(200_000)}</channel></rss>`],
    ["very many attributes", `<rss><channel><item ${'a="b" '.repeat(200_000)}><title>x</title></item></channel></rss>`],
    ["very many entities", `<rss><channel><item><title>${"&amp;".repeat(500_000)}</title></item></channel></rss>`],
    [
      "an item full of tags",
      `<rss><channel><item><title>x</title><description><![CDATA[${"<b>".repeat(300_000)}]]></description></item></channel></rss>`,
    ],
    ["titles that never end", `<rss><channel>${"<item><title>x".repeat(100_000)}</channel></rss>`],
    ["quotes that never close", `<rss><channel>${'<a b="'.repeat(100_000)}${"<c d='".repeat(100_000)}</channel></rss>`],
    ["signs that begin nothing", `<rss><channel><item><title>${"< & ".repeat(300_000)}</title></item></channel></rss>`],
    [
      "many CDATA sections",
      `<rss><channel><item><title>${"<![CDATA[x]]>".repeat(100_000)}</title></item></channel></rss>`,
    ],
    [
      "a long date",
      `<rss><channel><item><title>x</title><pubDate>${"1 Jan ".repeat(300_000)}</pubDate></item></channel></rss>`,
    ],
    [
      "many declared namespaces",
      `<rss ${Array.from({ length: 20_000 }, (_, at) => `xmlns:n${at}="u${at}"`).join(" ")}><channel>${item.repeat(2_000)}</channel></rss>`,
    ],
    ["deep JSON", `{"version":"https://jsonfeed.org/version/1.1","items":${"[".repeat(200_000)}`],
    [
      "very many items of JSON",
      `{"version":"https://jsonfeed.org/version/1.1","items":[${'{"id":1,"title":"x"},'.repeat(200_000)}{}]}`,
    ],
    ["items in items", `<rss><channel>${"<item>".repeat(2_000)}</channel></rss>`],
    ["many small elements", `<rss><channel><item>${"<x/>".repeat(100_000)}<title>x</title></item></channel></rss>`],
  ])("ends soon: %s", (_, xml) => {
    expectPromises(within(Buffer.from(xml)));
  });

  test.each([
    ["ends in a comment", `<rss version="2.0"><channel>${item}<!-- </channel></rss>`],
    ["ends in a tag", `<rss version="2.0"><channel>${item}<item><link href="https://hostile.exa`],
    ["ends in an instruction", `<rss version="2.0"><channel>${item}<?php`],
  ])("keeps what is whole of a feed that %s", (_, xml) => {
    expect(within(Buffer.from(xml))).toMatchObject({ isCut: true, developments: [{ headline: "One" }] });
  });

  test("ignores a document type that names entities kept elsewhere, and never fetches it", () => {
    const type =
      '<!DOCTYPE rss [<!ENTITY % HTMLlat1 PUBLIC "-//W3C//ENTITIES Latin 1 for XHTML//EN" "http://hostile.example/lat1.ent"> %HTMLlat1;]>';
    const news = within(Buffer.from(`<?xml version="1.0"?>${type}<rss version="2.0"><channel>${item}</channel></rss>`));
    expect(news).toMatchObject({ developments: [{ headline: "One" }] });
  });

  test("takes the first 2,000 items, counts no item in a comment, and says how many are left", () => {
    const items = Array.from({ length: 2_100 }, (_, at) => `<item><title>Item ${at}</title></item>`).join("");
    const xml = `<rss version="2.0"><channel><title>Long</title><!-- ${item} -->${items}</channel></rss>`;
    const news = within(Buffer.from(xml));
    expect(news).toMatchObject({ title: "Long", leftOut: 100 });
    expect("developments" in news && news.developments.at(-1)).toMatchObject({ headline: "Item 1999" });
  });
});
