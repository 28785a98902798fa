import { load } from "cheerio";
import { describe, expect, test } from "vitest";
import type { Topic } from "#core/topic.ts";
import { isZone } from "#core/zone.ts";
import { preferencesPage } from "#pages/preferences-page.ts";
import { newSite } from "#pages/site.ts";
import { developmentsPerPage, topicPage } from "#pages/topic-page.ts";
import { zoneName, zoneOptions } from "#pages/zone-options.ts";
import { developments, harbour, newsroom, origin } from "#test/handlers/site/newsroom.ts";

const site = newSite(newsroom, origin);
const topic = { topic: harbour, developments: developments(200), pageNumber: 1 };
const schedule = { zone: "Europe/London", hour: "07:00", weekday: 1 } as const;

/** Largest page in bytes, before any compression. */
const pageMaxBytes = 30_000;

/** Longest time that a warm server may take for a page, in milliseconds. */
const warmMaxMs = 20;

const sizeOf = async (html: unknown) => Buffer.byteLength(String(await html));

describe("a page", () => {
  test("of a topic full of developments is at most 30 kB", async () => {
    const { html } = topicPage(site, topic);
    expect(load(String(await html))(".developments > li").length).toBe(developmentsPerPage);
    expect(await sizeOf(html)).toBeLessThanOrEqual(pageMaxBytes);
  });

  test("of a topic lists the first five things to read next, as words and nothing else", async () => {
    const related = Array.from({ length: 10 }, (_, at) => ({
      label: "READ MORE",
      text: `<b>A bridge</b> in "${at}" drawings`,
      url: `https://brackwater-courier.example/bridge?a="><script>&n=${at}`,
    }));
    const $ = load(String(await topicPage(site, { ...topic, topic: { ...harbour, related } }).html));
    const next = $('section[aria-labelledby="next-title"]');
    expect(next.find("h2").text()).toBe("What to read next");
    expect(next.find("b, script").length).toBe(0);
    expect(
      next
        .find("a")
        .toArray()
        .map((link) => [$(link).text(), $(link).attr("href"), $(link).attr("rel")]),
    ).toEqual(related.slice(0, 5).map(({ text, url }) => [text, url, "nofollow noopener"]));
  });

  test("of ten subscriptions is at most 30 kB", async () => {
    const subscriptions = Array.from({ length: 10 }, (_, index) => {
      const followed: Topic = { ...harbour, slug: `harbour-${index}` };
      return { topic: followed, cadence: "daily" as const };
    });
    const { html } = preferencesPage(site, { token: "1.token", schedule, subscriptions });
    expect(await sizeOf(html)).toBeLessThanOrEqual(pageMaxBytes);
  });

  test("is made in 20 ms once the server is warm", async () => {
    await topicPage(site, topic).html;
    const times: number[] = [];
    for (let turn = 0; turn < 21; turn++) {
      const start = performance.now();
      await topicPage(site, topic).html;
      times.push(performance.now() - start);
    }
    expect(times.sort((a, b) => a - b)[10]).toBeLessThan(warmMaxMs);
  });

  test("has no id twice", async () => {
    const subscriptions = ["a", "b"].map((slug) => ({ topic: { ...harbour, slug }, cadence: "daily" as const }));
    const shown = [
      topicPage(site, topic).html,
      preferencesPage(site, { token: "1.token", schedule, subscriptions }).html,
    ];
    for (const html of shown) {
      const $ = load(String(await html));
      const ids = $("[id]")
        .toArray()
        .map((element) => $(element).attr("id"));
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  test("in a locale without words is told to be in the language that it is really in", async () => {
    const html = String(await topicPage(newSite({ ...newsroom, locales: ["fa", "en"] }, origin), topic).html);
    expect(html).toContain('<html lang="en" dir="ltr">');
    expect(html).toContain('name="locale" value="fa"');
  });
});

describe("the list of zones", () => {
  const $ = load(`<select>${zoneOptions(site, "Europe/London")}</select>`);
  const values = $("option")
    .toArray()
    .map((option) => $(option).attr("value") ?? "");

  test("offers each zone that Intl knows, and UTC, once, and none that a sign-up would refuse", () => {
    expect(new Set(values)).toEqual(new Set(["UTC", ...Intl.supportedValuesOf("timeZone")]));
    expect(new Set(values).size).toBe(values.length);
    expect(values.filter((zone) => !isZone(zone))).toEqual([]);
  });

  test("selects one, and adds one that it lacks", () => {
    const selected = (markup: string, more = 0) => {
      const select = load(`<select>${markup}</select>`);
      expect(select("option").length).toBe(values.length + more);
      return select("option[selected]")
        .toArray()
        .map((option) => select(option).attr("value"));
    };
    expect(selected(String(zoneOptions(site, "UTC")))).toEqual(["UTC"]);
    expect(selected(String(zoneOptions(site, "America/Indiana/Knox")))).toEqual(["America/Indiana/Knox"]);
    expect(selected(String(zoneOptions(site, 'x"><b>')), 1)).toEqual(['x"><b>']);
  });

  test("calls zones by their city, as people there write it", () => {
    expect(["America/Indiana/Knox", "Asia/Calcutta", "America/New_York", "UTC"].map(zoneName)).toEqual([
      "Knox, Indiana",
      "Kolkata",
      "New York",
      "UTC",
    ]);
  });
});
