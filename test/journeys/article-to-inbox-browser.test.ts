// The same promise as a person sees it: with a mouse and a mailbox, in a real browser, with JavaScript and without.

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lacksChromium, launchChromium } from "#test/support/chromium.ts";
import { type LocalStack, startLocalStack } from "#test/support/local-stack.ts";

const topic = "harbour-strike";

describe.skipIf(lacksChromium())("from the article to the inbox, in a browser", () => {
  let stack: LocalStack;
  let browser: Browser;

  beforeAll(async () => {
    [stack, browser] = await Promise.all([startLocalStack(), launchChromium()]);
    await stack.bulletin("topic", "add", topic, "--title", "the harbour strike", "--local");
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await stack.stop();
  });

  /** Opens the newest mail to an address in the mailbox, follows one of its links, and gives the page it leads to. */
  async function followLink(page: Page, address: string, link: string | RegExp): Promise<Page> {
    await page.goto(`${stack.local}/mailbox?to=${encodeURIComponent(address)}`);
    await page.locator(".mails a").first().click();
    const [opened] = await Promise.all([
      page.context().waitForEvent("page"),
      page.frameLocator("iframe").getByRole("link", { name: link }).first().click(),
    ]);
    await opened.waitForLoadState();
    return opened;
  }

  async function untilMailed(address: string, count: number): Promise<void> {
    const giveUpAt = Date.now() + 15_000;
    while ((await stack.messages(address)).length < count) {
      if (Date.now() > giveUpAt) throw new Error(`no mail number ${count} came within 15 s`);
    }
  }

  for (const javaScriptEnabled of [true, false]) {
    test(`a reader follows, reads and leaves ${javaScriptEnabled ? "with" : "without"} JavaScript`, async () => {
      const reader = `rosa.${javaScriptEnabled}@reader.example`;
      const context = await browser.newContext({ javaScriptEnabled, timezoneId: "Asia/Kathmandu" });
      const errors: string[] = [];
      context.on("weberror", (error) => errors.push(error.error().message));
      context.on("console", (message) => message.type() === "error" && errors.push(message.text()));
      const page = await context.newPage();

      await page.goto(`${stack.site}/topics/${topic}`);
      await page.getByRole("radio", { name: /once a day/i }).check();
      await page.getByRole("textbox", { name: /address/i }).fill(reader);
      await page.getByRole("button", { name: /sign up/i }).click();
      expect(page.url()).toBe(`${stack.site}/topics/${topic}/check-your-mail`);
      await untilMailed(reader, 1);

      const confirm = await followLink(page, reader, /send me updates/i);
      await confirm.getByRole("button").click();
      expect(await confirm.getByRole("heading", { level: 1 }).textContent()).toMatch(/you are in/i);

      const headline = `Divers are at the wreck, ${javaScriptEnabled ? "in the morning" : "in the afternoon"}`;
      await stack.bulletin("publish", topic, "--headline", headline, "--local");
      await stack.advance("PT24H");
      expect((await stack.messages(reader)).at(-1)?.subject).toContain(headline);

      const preferences = await followLink(page, reader, /change what you get/i);
      // The browser told its zone only where a script could.
      const zone = await preferences.getByRole("combobox", { name: /time zone/i }).inputValue();
      expect(zone).toMatch(javaScriptEnabled ? /^Asia\/Kath?mandu$/ : /^UTC$/);

      const leave = await followLink(page, reader, /stop these mails/i);
      await leave.getByRole("button").first().click();
      expect(await leave.getByRole("heading", { level: 1 }).textContent()).toMatch(/no more/i);

      await stack.bulletin("publish", topic, "--headline", `${headline}: they found nothing`, "--local");
      await stack.advance("PT24H");
      expect(await stack.messages(reader)).toHaveLength(2);
      expect(errors).toEqual([]);
      await context.close();
    }, 90_000);
  }
});
