import { load } from "cheerio";
import { describe, expect, test } from "vitest";
import { confirmHtml } from "#templates/compiled/confirm.ts";
import { digestHtml } from "#templates/compiled/digest.ts";
import { digestMail, htmlMaxBytes } from "#templates/digest-mail.ts";
import { frameView, type WordedMail } from "#templates/frame.ts";
import { noticeMail } from "#templates/notice-mail.ts";
import { slots } from "#templates/slots.ts";
import { mailWords } from "#templates/words.ts";
import { digest, exampleAlert, exampleDigest, item, manner, setting, topic } from "./example-digests.ts";

const paragraph =
  "<p>The harbour office says that the work goes on by night, and that a ferry takes those on foot.</p>";

function items(count: number, text = paragraph) {
  return Array.from({ length: count }, (_, index) =>
    item(count - index, {
      text,
      url: `https://courier.example/news/${count - index}`,
      attribution: "Mara Quill",
      publishedAt: Date.UTC(2026, 2, 29, 6, 10),
    }),
  );
}

const mails: Readonly<Record<string, WordedMail>> = {
  digest: digestMail(exampleDigest, manner, setting),
  "catch-up": digestMail({ ...exampleDigest, kind: "catch-up", cadence: "instant" }, manner, setting),
  alert: digestMail(exampleAlert, manner, setting),
  confirm: noticeMail({ kind: "confirm", topicTitle: "Old Quay bridge", cadence: "weekly" }, "en", setting),
  "preferences-link": noticeMail({ kind: "preferences-link" }, "en", setting),
};

describe.each(Object.entries(mails))("every mail: the %s", (_, { html, text, subject }) => {
  const $ = load(html);

  test("has nothing left unfilled", () => {
    expect(`${html}${text}${subject}`).not.toMatch(/undefined|\{\{|\}\}|\[object|NaN/);
  });

  test("says its language and direction", () => {
    expect($("html").attr()).toMatchObject({ lang: "en", dir: "ltr" });
    expect($("[role=article]").attr()).toMatchObject({ lang: "en", dir: "ltr", "aria-label": subject });
  });

  test("is laid out with tables that screen readers pass over", () => {
    expect($("table:not([role=presentation])")).toHaveLength(0);
  });

  test("has one first heading, and skips no level", () => {
    const levels = $("h1, h2, h3, h4")
      .toArray()
      .map(({ tagName }) => Number(tagName.slice(1)));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.every((level, index) => level - (levels[index - 1] ?? 0) <= 1)).toBe(true);
  });

  test("loads nothing from anywhere", () => {
    expect($("img, link, script, iframe, video")).toHaveLength(0);
    expect(html).not.toMatch(/url\(|@import|\ssrc=|background="/);
  });

  test("has colours of its own for the dark", () => {
    expect(html).toContain("prefers-color-scheme: dark");
    expect($("meta[name=color-scheme]").attr("content")).toBe("light dark");
  });

  test("carries the postal address, the privacy page and why it came", () => {
    const visible = `${$("body").text()}`;
    for (const said of ["4 Chandlers Wharf", "Saltmere SM1 2AB", "You get this mail because"]) {
      expect(visible).toContain(said);
      expect(text).toContain(said);
    }
    expect($('a[href="https://courier.example/privacy"]')).toHaveLength(1);
    expect(text).toContain("https://courier.example/privacy");
  });
});

describe("a digest", () => {
  test("links leave and preferences at its top and its bottom, in html and in text", () => {
    const { html, text } = digestMail(exampleDigest, manner, setting);
    for (const slot of [slots.leaveUrl, slots.preferencesUrl]) {
      expect(html.split(`href="${slot}"`)).toHaveLength(3);
      expect(text.split(`\n${slot}\n`)).toHaveLength(3);
    }
  });

  test("takes at most 60 kB of html for 30 items, and shows all of them", () => {
    const { html } = digestMail(digest(topic("a", items(10)), topic("b", items(20))), manner, setting);
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(60_000);
    expect(load(html)("td.item")).toHaveLength(30);
  });

  test("shows items as rows: more items make no more tables", () => {
    const tablesOf = (count: number) =>
      load(digestMail(digest(topic("a", items(count))), manner, setting).html)("table").length;
    expect(tablesOf(40)).toBe(tablesOf(2));
  });

  test("leads with the most important of what is new, the newest of these", () => {
    const contents = digest(
      topic("a", [item(3, { importance: "routine" }), item(2, { importance: "breaking", headline: "Dam holds" })]),
      topic("b", [item(9, { headline: "Newer, but less" })]),
    );
    const mail = digestMail(contents, manner, setting);
    expect(mail.subject).toBe("Dam holds (and 2 more)");
    expect(load(mail.html)("h2").first().text()).toBe("Dam holds");
  });

  test("tells times on the reader's own clock", () => {
    const contents = digest(topic("a", [item(1, { publishedAt: Date.UTC(2026, 2, 29, 6, 10) })]));
    const inZone = (zone: string) => digestMail(contents, { locale: "en", zone }, setting).text;
    expect(inZone("Europe/London")).toContain("29 March 2026 at 07:10 BST");
    expect(inZone("Asia/Kathmandu")).toContain("29 March 2026 at 11:55");
  });

  test("puts a correction first, and says what changed", () => {
    const { text, subject } = digestMail(exampleDigest, manner, setting);
    const order = ["Corrected · Old Quay bridge", "We first wrote nine months.", "Council votes 31 to 12"];
    const places = order.map((said) => text.indexOf(said));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(subject).toContain("Council votes");
  });

  test("of what is withdrawn repeats neither text nor link", () => {
    const withdrawn = item(5, { text: "<p>Wrong.</p>", url: "https://courier.example/wrong" }, "withdrawn");
    const { html, text, subject } = digestMail(digest(topic("a", [withdrawn])), manner, setting);
    expect(`${html}${text}`).not.toMatch(/Wrong\.|courier\.example\/wrong/);
    expect(text).toContain("We no longer stand by this report.");
    expect(subject).toBe("Withdrawn: Development 5 of the story");
  });

  test("links no address but of the web", () => {
    const { html } = digestMail(digest(topic("a", [item(1, { url: "javascript:alert(1)" })])), manner, setting);
    expect(html).not.toContain("javascript:");
  });
});

describe("a digest with more than fits", () => {
  const longText = `<p>${"Harbour “news” 港の知らせ. ".repeat(60)}</p>`;
  const topics = Array.from({ length: 50 }, (_, index) => topic(`topic-${index}`, items(40, longText)));
  const { html, text } = digestMail(digest(...topics), manner, setting);
  const $ = load(html);

  test("stays under what Gmail clips, whatever the slots bring", () => {
    expect(Buffer.byteLength(html) + 2 * 1_000 + 2 * 300 + 254 * 5).toBeLessThanOrEqual(htmlMaxBytes);
    expect(Buffer.byteLength(html)).toBeGreaterThan(80_000);
  });

  test("says of each topic how many more are on its page, and leaves none uncounted", () => {
    const hidden = $("a:contains('more on the web')")
      .toArray()
      .map((link) => Number(/and (\d+) more/.exec($(link).text())?.[1]));
    expect(hidden).toHaveLength(50);
    expect(hidden.reduce((sum, count) => sum + count, 0) + $("td.item").length).toBe(50 * 40);
    expect($("a:contains('more on the web')").last().attr("href")).toBe(`${setting.siteOrigin}/topics/topic-49`);
  });

  test("shows the same items in plain text", () => {
    expect(text.match(/^\* /gm)).toHaveLength($("td.item").length);
  });

  test("keeps its lead, without a text that has no room", () => {
    const huge = digestMail(digest(topic("a", [item(1, { text: `<p>${"x".repeat(120_000)}</p>` })])), manner, setting);
    expect(Buffer.byteLength(huge.html)).toBeLessThan(20_000);
    expect(load(huge.html)("h2").text()).toBe("Development 1 of the story");
  });
});

describe("a mail in a language written from right to left", () => {
  const frame = { ...frameView(setting, "en"), lang: "ar", direction: "rtl", start: "right" } as const;
  const around = { words: mailWords("en"), frame, slot: slots, subject: "s", preheader: "p", why: "w" };

  test("is set from right to left throughout", () => {
    const news = { sections: [] };
    const notice = confirmHtml({ ...around, topicTitle: "جسر", cadence: "daily" });
    for (const html of [notice, digestHtml({ ...around, kicker: "", heading: "h", leave: "l", news })]) {
      expect(html).not.toMatch(/direction:\s*ltr|text-align:\s*left|align="left"|dir="ltr"/);
      expect(html.match(/direction:rtl/g)?.length).toBeGreaterThan(4);
    }
  });
});
