import { describe, expect, test } from "vitest";
import { siteApp } from "#handlers/site/app.ts";
import { memoryStack, newsroom, origin } from "#test/support/memory-stack.ts";
import { page, textOf } from "./visit.ts";

const email = "ada@tidewater.example";

function newSite() {
  const stack = memoryStack("2026-03-02T09:00:00Z");
  const { signUp, openLink, confirm, changePreferences, leave, renewLink, readTopic, ports } = stack;
  const steps = {
    signUp,
    openLink,
    confirm,
    changePreferences,
    leave,
    renewLink,
    readTopic,
    listTopics: ports.topics.all,
  };
  const app = siteApp({ steps, newsroom, origin });
  const visit = async (path: string, fields?: Readonly<Record<string, string>>) =>
    app.request(path, fields === undefined ? {} : { method: "POST", body: new URLSearchParams(fields) });
  const newestMail = async () => {
    await stack.drain();
    const mail = (await stack.read(email)).at(-1);
    if (mail === undefined) throw new Error("no mail came");
    return mail;
  };
  return { ...stack, stack, visit, newestMail };
}

describe("a reader on the site, with the real steps behind it", () => {
  test("signs up, confirms, chooses, reads, leaves by one click, and is told so when they press an old link", async () => {
    const { visit, newestMail, addTopic, publish, turnTo, mailsTo } = newSite();
    await addTopic("harbour", "The harbour bridge");
    const typed = { email, cadence: "daily", zone: "Europe/London", locale: "en" };
    expect((await visit("/topics/harbour/subscribe", typed)).status).toBe(303);

    const confirm = `/confirm/${(await newestMail()).token("confirm")}`;
    expect(textOf(await page(await visit(confirm)))).toContain("The harbour bridge");
    const confirmed = await page(await visit(confirm, {}));
    expect(confirmed("h1").text()).toBe("You are in");
    const preferences = new URL(confirmed("main a").first().attr("href") ?? "").pathname;

    const changed = await visit(preferences, { action: "save", hour: "18:30", weekday: "2", zone: "Asia/Kolkata" });
    expect(changed.status).toBe(303);
    const shown = await page(await visit(changed.headers.get("Location") ?? ""));
    expect(textOf(shown, "[role=status]")).toBe("Saved.");
    expect(shown("#hour option[selected]").attr("value")).toBe("18:30");
    expect(shown("#zone option[selected]").attr("value")).toBe("Asia/Kolkata");
    expect((await visit(preferences, { action: "save", topic: "nowhere", cadence: "daily" })).status).toBe(422);

    await publish("harbour", [{ headline: "Divers go down", text: "<p>They found <em>nothing</em>.</p>" }]);
    expect((await page(await visit("/topics/harbour")))(".developments h3").text()).toBe("Divers go down");
    await turnTo("2026-03-02T13:00:00Z");
    const digest = await newestMail();
    const leave = `/unsubscribe/${digest.token("unsubscribe")}`;
    expect((await page(await visit(leave)))("h1").text()).toBe("Stop these mails?");
    for (let times = 0; times < 2; times++) {
      const left = await visit(leave, { "List-Unsubscribe": "One-Click" });
      expect(left.status).toBe(200);
      expect((await page(left))("h1").text()).toBe("You get no more of these mails");
    }
    expect((await page(await visit(confirm, {})))("h1").text()).toBe("You have left this story");
    expect(textOf(await page(await visit(preferences)))).toContain("You follow no story now.");

    const mails = mailsTo(email).length;
    await publish("harbour", ["Divers come up"]);
    await turnTo("2026-03-04T13:00:00Z");
    expect(mailsTo(email).length).toBe(mails);
  });

  test("gets a new link for one that has run out", async () => {
    const { stack, visit, newestMail, addTopic, turnTo, ports, openLink } = newSite();
    await addTopic("harbour", "The harbour bridge");
    await stack.follow(email, "harbour");
    const subscriber = (await ports.subscribers.byAddress(email))?.id ?? "";
    const url = ports.links.url({ purpose: "preferences", subscriber, issuedAt: ports.clock.now() });
    const { pathname } = new URL(url);
    await turnTo("2026-04-02T09:00:00Z");
    const expired = await visit(pathname);
    expect(expired.status).toBe(410);
    const renew = (await page(expired))("main form").attr("action") ?? "";
    expect((await visit(renew, {})).status).toBe(200);
    const token = (await newestMail()).token("preferences");
    expect((await openLink(token ?? "", "preferences")).kind).toBe("preferences");
  });
});
