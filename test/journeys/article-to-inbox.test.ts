// The promise of the whole, over HTTP: from the article to the inbox, and out again.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalStack, startLocalStack } from "#test/support/local-stack.ts";
import { type ReadMail, readMail } from "#test/support/read-mail.ts";

const article = "examples/harbour-strike.html";
const topic = "harbour-strike";

let stack: LocalStack;

beforeAll(async () => {
  stack = await startLocalStack();
  const added = await stack.bulletin("topic", "add", topic, "--title", "the harbour strike", "--local");
  if (added.code !== 0) throw new Error(added.stderr);
}, 120_000);

afterAll(async () => {
  await stack.stop();
});

/** The mails to an address, oldest first, as a mail program shows them. */
async function mailsTo(address: string): Promise<readonly ReadMail[]> {
  const messages = await stack.messages(address);
  return Promise.all(messages.map(async ({ id }) => readMail(await stack.source(id))));
}

/** Asks again until there is an answer, for as long as a person would watch the mailbox. */
async function eventually<T>(ask: () => Promise<T | undefined>): Promise<T> {
  const giveUpAt = Date.now() + 15_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > giveUpAt) throw new Error("nothing came within 15 s");
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function subscribe(email: string, cadence: string, zone = "Europe/London"): Promise<Response> {
  return fetch(`${stack.site}/topics/${topic}/subscribe`, {
    method: "POST",
    body: new URLSearchParams({ email, cadence, zone, locale: "en" }),
    redirect: "manual",
  });
}

async function follow(email: string, cadence: string, zone?: string): Promise<void> {
  expect((await subscribe(email, cadence, zone)).status).toBe(303);
  const mail = await eventually(async () => (await mailsTo(email)).at(-1));
  const confirmed = await fetch(`${stack.site}/confirm/${mail.token("confirm")}`, { method: "POST" });
  expect(confirmed.status).toBe(200);
}

async function advanceTo(time: string): Promise<void> {
  const body = JSON.stringify({ to: time });
  const answer = await fetch(`${stack.local}/clock`, { method: "POST", body });
  if (answer.status !== 200) throw new Error(await answer.text());
}

/** This hour of the next day in UTC, by the stack's own clock. */
async function tomorrowAt(hour: number): Promise<string> {
  const { now } = (await (await fetch(`${stack.local}/clock`)).json()) as { now: string };
  const day = new Date(Date.parse(now) + 24 * 60 * 60 * 1000);
  day.setUTCHours(hour, 0, 0, 0);
  return day.toISOString();
}

describe("from the article to the inbox", () => {
  test("a reader signs up, gets tomorrow's digest once, leaves with one press, and is left alone", async () => {
    const reader = "rosa@reader.example";
    expect((await fetch(`${stack.site}/topics/${topic}`)).status).toBe(200);
    await follow(reader, "daily");
    const pulled = await stack.bulletin("pull", article, "--topic", topic, "--local", "--json");
    expect(JSON.parse(pulled.stdout)).toMatchObject({ topic, added: expect.toSatisfy((n: number) => n >= 6) });

    await advanceTo(await tomorrowAt(9));
    const [, digest, ...more] = await mailsTo(reader);
    expect(more).toEqual([]);
    expect(digest?.text).toContain("Ferries to the Hollin Islands keep sailing");
    expect(digest?.headers.get("list-unsubscribe-post")).toBe("List-Unsubscribe=One-Click");

    const oneClick = digest?.headers.get("list-unsubscribe")?.replace(/^<|>$/g, "") ?? "";
    const left = await fetch(oneClick, {
      method: "POST",
      body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }),
      redirect: "manual",
    });
    expect(left.status).toBe(200);
    expect(left.headers.get("set-cookie")).toBeNull();

    await stack.bulletin("publish", topic, "--headline", "The strike is over", "--local");
    await advanceTo(await tomorrowAt(9));
    expect(await mailsTo(reader)).toHaveLength(2);
  }, 90_000);

  test("pulling the same article again adds nothing", async () => {
    await stack.bulletin("pull", article, "--topic", topic, "--local");
    const again = await stack.bulletin("pull", article, "--topic", topic, "--local", "--json");
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout)).toMatchObject({ added: 0, updated: 0 });
  }, 30_000);

  test("an instant reader is alerted of what is published, and finds no repeat of it in the catch-up", async () => {
    const reader = "ines@reader.example";
    await follow(reader, "instant");
    await stack.bulletin("publish", topic, "--headline", "A tug has capsized in the harbour mouth", "--local");
    await advanceTo(await tomorrowAt(12));
    const [, alert, ...more] = await mailsTo(reader);
    expect(alert?.subject).toContain("A tug has capsized in the harbour mouth");
    expect(more).toEqual([]);
  }, 60_000);

  test("an address that bounces for good is not mailed again", async () => {
    const reader = "bounce+gone@simulator.amazonses.com";
    await follow(reader, "daily");
    await stack.bulletin("publish", topic, "--headline", "Divers have reached the tug", "--local");
    await advanceTo(await tomorrowAt(12));
    await stack.bulletin("publish", topic, "--headline", "The tug has been raised", "--local");
    await advanceTo(await tomorrowAt(12));
    expect((await mailsTo(reader)).length).toBeLessThanOrEqual(2);
  }, 60_000);

  test("links that scanners press by GET change nothing", async () => {
    const reader = "leda@reader.example";
    await follow(reader, "daily");
    await stack.bulletin("publish", topic, "--headline", "The pilots join the strike", "--local");
    await advanceTo(await tomorrowAt(12));
    const mails = await mailsTo(reader);
    const links = mails.flatMap(({ html }) => [...html.matchAll(/href="(http:\/\/127[^"]+)"/g)].map(([, url]) => url));
    expect(links.length).toBeGreaterThan(3);
    for (const link of links) expect((await fetch(link ?? "")).status).toBe(200);
    await stack.bulletin("publish", topic, "--headline", "The pilots return to work", "--local");
    await advanceTo(await tomorrowAt(12));
    expect(await mailsTo(reader)).toHaveLength(mails.length + 1);
  }, 60_000);

  test("nothing was denied to any function on the way", async () => {
    expect(await stack.denied()).toEqual([]);
  });
});
