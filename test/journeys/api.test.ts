// A CMS publishes by the API of the running stack, with keys from the command line, and its readers are alerted.

import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FeedServer, rssOf, startFeedServer } from "#test/support/feed-server.ts";
import { type LocalStack, startLocalStack, type Template } from "#test/support/local-stack.ts";
import { readMail } from "#test/support/read-mail.ts";

const reader = "rosa@reader.example";

let stack: LocalStack;
let feed: FeedServer;

/** News may lie on this machine: for the deployed stack it lies on the public internet. */
function reachAnywhere(templates: Record<string, Template>): void {
  const resources = Object.values(templates).flatMap((template) => Object.values(template.Resources));
  for (const { Properties } of resources) {
    const environment = Properties?.["Environment"] as { Variables?: Record<string, string> } | undefined;
    if (environment?.Variables?.["SOURCE_REACH"] !== undefined) environment.Variables["SOURCE_REACH"] = "any";
  }
}

/** Runs a command against the stack, and reads its one line of JSON. */
async function ask(...words: string[]): Promise<Record<string, unknown>> {
  const { stdout } = await stack.bulletin(...words, "--local", "--json");
  return JSON.parse(stdout);
}

async function newKey(...words: string[]): Promise<{ id: string; secret: string }> {
  const { key, secret } = await ask("key", "add", ...words);
  return { id: String(key), secret: String(secret) };
}

async function send(path: string, token: string, body: unknown, headers: Record<string, string> = {}) {
  return fetch(`${stack.site}${path}`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json", ...headers },
  });
}

/** Asks again until there is an answer, for as long as a person would watch the mailbox. */
async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
  const giveUpAt = Date.now() + 15_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > giveUpAt) throw new Error("nothing came within 15 s");
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function follow(topic: string): Promise<void> {
  await fetch(`${stack.site}/topics/${topic}/subscribe`, {
    method: "POST",
    body: new URLSearchParams({ email: reader, cadence: "instant", zone: "Europe/London", locale: "en" }),
    redirect: "manual",
  });
  const { id } = await eventually(async () => (await stack.messages(reader)).at(-1));
  const token = (await readMail(await stack.source(id))).token("confirm");
  expect((await fetch(`${stack.site}/confirm/${token}`, { method: "POST" })).status).toBe(200);
}

/** The clock at noon in London, when no reader has quiet hours. */
async function turnToNoon(): Promise<void> {
  const { now } = (await (await fetch(`${stack.local}/clock`)).json()) as { now: string };
  const noon = new Date(Date.parse(now) + 24 * 60 * 60 * 1000);
  noon.setUTCHours(12, 0, 0, 0);
  await fetch(`${stack.local}/clock`, { method: "POST", body: JSON.stringify({ to: noon.toISOString() }) });
}

beforeAll(async () => {
  feed = await startFeedServer();
  stack = await startLocalStack({ mutateTemplate: reachAnywhere });
  await turnToNoon();
}, 120_000);

afterAll(async () => {
  await feed.stop();
  await stack.stop();
});

describe("a CMS with a key", () => {
  test("adds a topic, publishes to it, and its readers are alerted once, however often it repeats itself", async () => {
    const { secret } = await newKey("--can", "publish,manage", "--all-topics", "--name", "the CMS");
    const topic = { slug: "harbour-strike", title: "The harbour strike" };
    expect((await send("/api/topics", secret, topic)).status).toBe(201);
    await follow("harbour-strike");

    const development = { headline: "Ferries stop at noon", text: "<p>By vote.</p>", importance: "breaking" };
    const path = "/api/topics/harbour-strike/developments";
    const answers: string[] = [];
    for (let times = 0; times < 3; times++) {
      const answer = await send(path, secret, development, { "Idempotency-Key": "article 4711" });
      expect(answer.status).toBe(201);
      answers.push(await answer.text());
    }
    expect(new Set(answers).size).toBe(1);
    const alert = await eventually(async () => (await stack.messages(reader))[1]);
    expect((await readMail(await stack.source(alert.id))).text).toContain("Ferries stop at noon");
    await stack.advance("PT30M");
    expect(await stack.messages(reader)).toHaveLength(2);

    const listed = await fetch(`${stack.site}${path}`, { headers: { Authorization: `Bearer ${secret}` } });
    expect(await listed.json()).toMatchObject({ developments: [{ number: 1, versions: 1 }] });
  }, 60_000);

  test("gets no further than its topics, and not past its end", async () => {
    await stack.bulletin("topic", "add", "bridge", "--title", "The bridge", "--local");
    const { id, secret } = await newKey("--can", "publish", "--topic", "bridge", "--expires", "2h");
    const publish = (topic: string) =>
      send(`/api/topics/${topic}/developments`, secret, { headline: "It opens", importance: "routine" });
    expect((await publish("bridge")).status).toBe(201);
    const [foreign, nowhere] = [await publish("harbour-strike"), await publish("nowhere")];
    expect([foreign.status, nowhere.status]).toEqual([404, 404]);
    expect((await foreign.text()).replace("harbour-strike", "nowhere")).toBe(await nowhere.text());
    expect((await send("/api/topics", secret, { slug: "bridge", title: "The bridge" })).status).toBe(403);

    await ask("key", "revoke", id);
    await stack.advance("PT1M");
    const revoked = await publish("bridge");
    expect([revoked.status, revoked.headers.get("www-authenticate")]).toEqual([
      401,
      'Bearer realm="bulletin", error="invalid_token"',
    ]);
    const short = await newKey("--can", "read", "--topic", "bridge", "--expires", "1h");
    const read = () =>
      fetch(`${stack.site}/api/topics/bridge`, { headers: { Authorization: `Bearer ${short.secret}` } });
    expect((await read()).status).toBe(200);
    await stack.advance("PT1H");
    expect((await read()).status).toBe(401);
  }, 60_000);
});

describe("a CMS with a hook", () => {
  test("publishes and withdraws by its own key of a development, once for each message that it signs", async () => {
    await stack.bulletin("topic", "add", "tunnel", "--title", "The tunnel", "--local");
    const { id, secret } = await newKey("--can", "hook", "--topic", "tunnel");
    const { now } = (await (await fetch(`${stack.local}/clock`)).json()) as { now: string };
    const deliver = (message: unknown, signedWith = secret) => {
      const body = JSON.stringify(message);
      const seconds = Math.floor(Date.parse(now) / 1000);
      const signature = createHmac("sha256", signedWith).update(`${seconds}.${body}`).digest("hex");
      return fetch(`${stack.site}/api/hooks/${id}`, {
        ...{ method: "POST", body },
        headers: { "Content-Type": "application/json", "Bulletin-Signature": `t=${seconds},v1=${signature}` },
      });
    };
    const first = { headline: "The tunnel floods", key: "tunnel/1", importance: "routine" };
    expect((await deliver(first)).status).toBe(201);
    expect((await deliver({ kind: "withdraw", key: "tunnel/1" })).status).toBe(200);
    const again = await deliver(first);
    expect([again.status, again.headers.get("idempotency-replayed")]).toEqual([201, "true"]);
    expect((await deliver(first, "another secret")).status).toBe(401);
  }, 60_000);
});

describe("a script with a key", () => {
  test("pulls a feed once, and has it watched from then on", async () => {
    await stack.bulletin("topic", "add", "tarn-valley", "--title", "The Tarn valley", "--local");
    const { secret } = await newKey("--can", "publish,manage", "--topic", "tarn-valley");
    const old = { title: "Dam built in 1931", id: "old" };
    feed.serve({ body: rssOf([old]) });
    const news = { topic: "tarn-valley", url: feed.url };
    const pulled = await send("/api/pull", secret, { ...news, importance: "routine" });
    expect(await pulled.json()).toMatchObject({ kind: "feed", title: "Tarn Valley Wire", added: 1, unchanged: 0 });

    const added = await send("/api/sources", secret, { ...news, importance: "routine" });
    expect(added.status).toBe(201);
    const headers = { Authorization: `Bearer ${secret}` };
    const address = `${stack.site}${added.headers.get("location")}`;
    const source = async () => (await (await fetch(address, { headers })).json()) as Record<string, unknown>;
    await stack.advance("PT1M");
    expect(await source()).toMatchObject({ state: "good", title: "Tarn Valley Wire" });

    feed.serve({ body: rssOf([{ title: "Dam gates open", id: "new" }, old]) });
    expect((await fetch(`${address}/polls`, { method: "POST", headers })).status).toBe(202);
    await stack.advance("PT1M");
    const listed = await fetch(`${stack.site}/api/topics/tarn-valley/developments`, { headers });
    expect(await listed.json()).toMatchObject({
      developments: [{ headline: "Dam gates open" }, { headline: "Dam built in 1931" }],
    });
    expect((await fetch(address, { method: "DELETE", headers })).status).toBe(200);
    expect((await fetch(address, { headers })).status).toBe(404);
  }, 60_000);
});

describe("the API", () => {
  test("tells what it takes, and was denied nothing; no secret stands in what the stack printed", async () => {
    const document = (await (await fetch(`${stack.site}/api/openapi.json`)).json()) as { openapi: string };
    expect(document.openapi).toBe("3.1.1");
    expect(await stack.denied()).toEqual([]);
    expect(stack.output()).not.toContain("bulletin_");
  });
});
