// A feed is watched: what it publishes later reaches a reader, what it held before does not, and its troubles are told.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FeedServer, rssOf, startFeedServer } from "#test/support/feed-server.ts";
import { type HubServer, startHubServer } from "#test/support/hub-server.ts";
import { type LocalStack, startLocalStack, type Template } from "#test/support/local-stack.ts";
import { readMail } from "#test/support/read-mail.ts";

const topic = "tarn-valley";
const reader = "ines@reader.example";
const before = { title: "Dam built in 1931", id: "old" };
const now = { title: "Dam gates open", id: "new", text: "All four of them." };

let stack: LocalStack;
let feed: FeedServer;
let hub: HubServer;
let source: string;

/** Runs a command against the stack, and reads a line of JSON for each result. */
async function ask(...words: string[]): Promise<Record<string, unknown>[]> {
  const { stdout } = await stack.bulletin(...words, "--local", "--json");
  const lines = stdout.split("\n").filter((line) => line !== "");
  return lines.map((line) => JSON.parse(line));
}

/** Asks again until there is an answer, for as long as a person would watch the mailbox. */
async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
  const giveUpAt = Date.now() + 20_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > giveUpAt) throw new Error("nothing came within 20 s");
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** The function that polls may reach this machine: in the deployed stack a source lies on the public internet. */
function reachAnywhere(templates: Record<string, Template>): void {
  const resources = Object.values(templates).flatMap((template) => Object.values(template.Resources));
  for (const { Properties } of resources) {
    const environment = Properties?.["Environment"] as { Variables?: Record<string, string> } | undefined;
    if (environment?.Variables?.["SOURCE_REACH"] !== undefined) environment.Variables["SOURCE_REACH"] = "any";
  }
}

async function follow(email: string): Promise<void> {
  await fetch(`${stack.site}/topics/${topic}/subscribe`, {
    method: "POST",
    body: new URLSearchParams({ email, cadence: "instant", zone: "Europe/London", locale: "en" }),
    redirect: "manual",
  });
  const { id } = await eventually(async () => (await stack.messages(email)).at(-1));
  const token = (await readMail(await stack.source(id))).token("confirm");
  expect((await fetch(`${stack.site}/confirm/${token}`, { method: "POST" })).status).toBe(200);
}

beforeAll(async () => {
  [feed, hub] = await Promise.all([startFeedServer(), startHubServer()]);
  stack = await startLocalStack({ mutateTemplate: reachAnywhere });
  await stack.bulletin("topic", "add", topic, "--title", "the Tarn valley", "--local");
  await follow(reader);
}, 180_000);

afterAll(async () => {
  await stack.stop();
  await Promise.all([feed.stop(), hub.stop()]);
});

describe("a watched feed", () => {
  test("is read when it is added, and what it holds is no news", async () => {
    feed.serve({ body: rssOf([before]) });
    const [added] = await ask("source", "add", feed.url, "--topic", topic);
    expect(added).toMatchObject({ topic, created: true });
    source = String(added?.["source"]);
    expect(await ask("source", "add", feed.url, "--topic", topic)).toMatchObject([{ source, created: false }]);
    await eventually(async () => ((await ask("source", "show", source))[0]?.["state"] === "good" ? true : undefined));
    expect((await stack.messages(reader)).length).toBe(1);
  }, 60_000);

  test("has what it publishes later mailed at once, found by the next poll of its own pace", async () => {
    feed.serve({ body: rssOf([now, before]) });
    await stack.advance("PT12M");
    const mail = await eventually(async () =>
      (await stack.messages(reader)).find(({ subject }) => /Dam gates/.test(subject)),
    );
    const { text } = await readMail(await stack.source(mail.id));
    expect(text).toContain("All four of them.");
    expect(text).not.toContain("1931");
  }, 60_000);

  test("is asked for no more than what has changed", async () => {
    await stack.advance("PT1H");
    expect(feed.statuses.slice(-4)).toEqual([304, 304, 304, 304]);
  }, 60_000);

  test("that breaks says why, is asked less often, and recovers", async () => {
    const asked = feed.statuses.length;
    feed.serve({ status: 503, headers: { "retry-after": "3600" } });
    await stack.advance("PT1H");
    expect(feed.statuses.slice(asked)).toEqual([503]);
    expect(await ask("source", "list")).toMatchObject([
      { source, state: "failing", problem: "answers with 503 Service Unavailable", failures: 1 },
    ]);
    feed.serve({ body: "<html><body><form>Sign in</form></body></html>" });
    expect((await stack.bulletin("source", "poll", source, "--local")).stderr).toMatch(
      /\/feed\.xml .*Latest developments/,
    );
    feed.serve({ body: rssOf([{ title: "Dam gates closed", id: "newer" }, now, before]) });
    expect(await ask("source", "poll", source)).toMatchObject([{ state: "good", title: "Tarn Valley Wire" }]);
    await stack.advance("PT6M");
    await eventually(async () => (await stack.messages(reader)).find(({ subject }) => /closed/.test(subject)));
  }, 60_000);

  test("that names a hub has what is pushed mailed within seconds, without a poll", async () => {
    const head = `<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="hub" href="${hub.url}"/>`;
    feed.serve({ body: rssOf([now, before], head) });
    await ask("source", "poll", source);
    const asked = await eventually(async () => hub.asked[0]);
    expect(asked).toMatchObject({ status: 200, isEchoed: true });
    expect(asked.form.get("hub.topic")).toBe(feed.url);
    const polls = feed.statuses.length;
    const pushed = { title: "Dam is safe", id: "pushed" };
    expect(await hub.push(rssOf([{ ...pushed, title: "Forged" }]), "a guess")).toBe(202);
    expect(await hub.push(rssOf([pushed]))).toBe(202);
    await stack.advance("PT6M");
    const mail = await eventually(async () =>
      (await stack.messages(reader)).find(({ subject }) => /safe/.test(subject)),
    );
    expect((await readMail(await stack.source(mail.id))).text).not.toContain("Forged");
    expect(feed.statuses.length).toBe(polls);
  }, 60_000);

  test("is removed, and asked no more", async () => {
    expect(await ask("source", "remove", source)).toMatchObject([{ removed: true }]);
    const asked = feed.statuses.length;
    await stack.advance("PT1H");
    expect(feed.statuses.length).toBe(asked);
    expect((await stack.bulletin("source", "show", source, "--local")).code).toBe(1);
  }, 60_000);

  test("was denied nothing", async () => {
    expect(await stack.denied()).toEqual([]);
  });
});
