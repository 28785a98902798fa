import axe from "axe-core";
import type { Browser, BrowserContextOptions, Page, Request } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lacksChromium, launchChromium } from "#test/support/chromium.ts";
import { type ServedSite, serveSite } from "./served-site.ts";

/** A telephone by day and a desk by night: every width between them lays out as one of the two. */
const looks = [
  [320, "light"],
  [1280, "dark"],
] as const;

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** What axe-core finds wrong with the page as it stands; `target-size` (WCAG 2.2) is off unless it is asked for. */
async function violations(page: Page): Promise<string[]> {
  const options = JSON.stringify({ resultTypes: ["violations"], rules: { "target-size": { enabled: true } } });
  const found = await page.evaluate(`axe.run(${options}).then((result) => result.violations)`);
  return (found as Violation[]).map(({ id, nodes }) => `${id}: ${nodes[0]?.html}: ${nodes[0]?.failureSummary}`);
}

describe.skipIf(lacksChromium())("in a real browser", () => {
  let site: ServedSite;
  let browser: Browser;
  /** The page on which axe looks at all pages in turn. */
  let examined: Page;

  beforeAll(async () => {
    [site, browser] = await Promise.all([serveSite(), launchChromium()]);
    examined = await visitor();
  });

  afterAll(async () => {
    await browser?.close();
    site?.close();
  });

  /** A page of a fresh visitor. */
  async function visitor(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 320, height: 800 }, ...options });
    return await context.newPage();
  }

  /** Every page, and what is done on it before it is looked at. */
  const pages: readonly [string, (at: ServedSite) => string, ((page: Page) => Promise<void>)?][] = [
    ["the front page", () => "/"],
    ["a topic", () => "/topics/harbour-bridge"],
    ["an older page of a topic", () => "/topics/harbour-bridge?page=2"],
    ["a topic without developments", () => "/topics/quarry"],
    ["a refused sign-up", () => "/topics/harbour-bridge", refuseSignUp],
    ["check your mail", () => "/topics/harbour-bridge/check-your-mail"],
    ["the question to confirm", ({ reader }) => `/confirm/${reader.unconfirmed}`],
    ["you are in", ({ reader }) => `/confirm/${reader.confirm}`, pressButton],
    ["a confirm link that has run out", ({ reader }) => `/confirm/${reader.expiredConfirm}`],
    ["preferences", ({ reader }) => `/preferences/${reader.preferences}?done=saved`],
    ["refused preferences", ({ reader }) => `/preferences/${reader.preferences}`, refusePreferences],
    ["a preferences link that has run out", ({ reader }) => `/preferences/${reader.expiredPreferences}`],
    ["a new preferences link", ({ reader }) => `/preferences/${reader.expiredPreferences}`, pressButton],
    ["a forged link", () => "/confirm/forged"],
    ["no such page", () => "/nowhere"],
    ["the question to leave", ({ reader }) => `/unsubscribe/${reader.leave}`],
    ["after leaving", ({ reader }) => `/unsubscribe/${reader.leave}`, pressButton],
    ["confirm after leaving", ({ reader }) => `/confirm/${reader.confirm}`],
  ];

  test.each(pages)("%s has no flaw that axe knows, fits 320 pixels and asks no other host", async (_, pathOf, act) => {
    const elsewhere: string[] = [];
    const note = (request: Request) => {
      if (!request.url().startsWith(site.base)) elsewhere.push(request.url());
    };
    examined.on("request", note);
    await examined.goto(site.base + pathOf(site));
    await act?.(examined);
    await examined.evaluate(axe.source);
    for (const [width, colorScheme] of looks) {
      await examined.setViewportSize({ width, height: 800 });
      await examined.emulateMedia({ colorScheme });
      expect(await violations(examined)).toEqual([]);
      expect(await examined.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    }
    expect(elsewhere).toEqual([]);
    examined.off("request", note);
  });

  test("the policy lets the site's own script and styles work, and nothing is complained of", async () => {
    const page = await visitor({ timezoneId: "Asia/Tokyo" });
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(`${site.base}/topics/quarry`);
    expect(await page.locator("#zone").inputValue()).toBe("Asia/Tokyo");
    expect(await page.locator("#zone-shown").textContent()).toBe("Tokyo");
    expect(await page.evaluate("getComputedStyle(document.querySelector('.prompt')).borderTopWidth")).toBe("4px");
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("a refused form keeps the zone that was sent, and the focus is on what is wrong", async () => {
    const page = await visitor({ timezoneId: "Asia/Tokyo" });
    await page.goto(`${site.base}/topics/quarry`);
    await page.locator("summary").click();
    await page.locator("#zone").selectOption("Europe/Kiev");
    await refuseSignUp(page);
    expect(await page.locator("#zone").inputValue()).toBe("Europe/Kiev");
    expect(await page.evaluate("document.activeElement.className")).toBe("summary");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.activeElement.id")).toBe("email");
    await page.context().close();
  });

  test("a reader without a script and without a mouse signs up, confirms, chooses and leaves", async () => {
    const page = await visitor({ javaScriptEnabled: false });
    await page.goto(`${site.base}/topics/quarry`);
    await page.locator("#cadence-daily").focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Tab");
    await page.keyboard.type("cleo@saltmarsh.example");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/check-your-mail");
    const { token } = site.world.mails.at(-1) ?? { token: "" };
    await page.goto(`${site.base}/confirm/${token}`);
    await page.locator("main button").press("Enter");
    await page.getByRole("heading", { name: "You are in" }).waitFor();
    expect(site.world.following("cleo@saltmarsh.example")).toEqual({ quarry: "confirmed weekly" });

    const preferences = site.world.issue("preferences", "cleo@saltmarsh.example");
    await page.goto(`${site.base}/preferences/${preferences}`);
    await page.getByLabel("Hour of daily and weekly mails").selectOption("18:00");
    await page.getByRole("button", { name: "Save when mails come" }).press("Enter");
    await page.getByText("Saved.").waitFor();
    expect(site.world.schedule("cleo@saltmarsh.example")).toEqual({ zone: "UTC", hour: "18:00", weekday: 1 });

    const leave = site.world.issue("leave", "cleo@saltmarsh.example", ["quarry"]);
    await page.goto(`${site.base}/unsubscribe/${leave}`);
    await page.getByRole("button", { name: "Stop these mails" }).press("Enter");
    await page.getByRole("heading", { name: "You get no more of these mails" }).waitFor();
    expect(site.world.following("cleo@saltmarsh.example")).toEqual({ quarry: "left weekly" });
    await page.context().close();
  });
});

async function pressButton(page: Page): Promise<void> {
  await page.locator("main button").click();
}

async function refuseSignUp(page: Page): Promise<void> {
  await page.locator("#email").fill("no address");
  await page.locator("#sign-up-submit").click();
  await page.locator(".summary").waitFor();
}

async function refusePreferences(page: Page): Promise<void> {
  await page.evaluate("document.querySelector('#hour').add(new Option('25:00', '25:00', true, true))");
  await page.getByRole("button", { name: "Save when mails come" }).click();
  await page.locator(".summary").waitFor();
}
