// What editors hold back, and two stories that become one, through the running stack: site, API, mail and command line.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalStack, startLocalStack } from "#test/support/local-stack.ts";
import { readMail } from "#test/support/read-mail.ts";

const harbour = "harbour-strike";
const talks = "port-talks";
const [rosa, omar] = ["rosa@reader.example", "omar@reader.example"];
const embargoed = "The board names its mediator";

let stack: LocalStack;
let key: string;

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

async function follow(email: string, topic: string): Promise<void> {
  const before = (await stack.messages(email)).length;
  await fetch(`${stack.site}/topics/${topic}/subscribe`, {
    method: "POST",
    body: new URLSearchParams({ email, cadence: "instant", zone: "Europe/London", locale: "en" }),
    redirect: "manual",
  });
  const { id } = await eventually(async () => (await stack.messages(email)).slice(before).at(-1));
  const token = (await readMail(await stack.source(id))).token("confirm");
  expect((await fetch(`${stack.site}/confirm/${token}`, { method: "POST" })).status).toBe(200);
}

/** How many mails to a reader tell of something. */
async function mailsOf(email: string, headline: string): Promise<number> {
  const sources = await Promise.all((await stack.messages(email)).map(({ id }) => stack.source(id)));
  const mails = await Promise.all(sources.map(readMail));
  return mails.filter(({ text }) => text.includes(headline)).length;
}

/** Everything that readers and programs can see of a topic. */
async function seen(topic: string): Promise<string> {
  const authorized = { headers: { Authorization: `Bearer ${key}` } };
  const answers = await Promise.all([
    fetch(`${stack.site}/topics/${topic}`),
    fetch(`${stack.site}/`),
    fetch(`${stack.site}/api/topics/${topic}`, authorized),
    fetch(`${stack.site}/api/topics/${topic}/developments`, authorized),
  ]);
  return (await Promise.all(answers.map((answer) => answer.text()))).join("\n");
}

beforeAll(async () => {
  stack = await startLocalStack();
  await ask("topic", "add", harbour, "--title", "The harbour strike");
  await ask("topic", "add", talks, "--title", "The port talks");
  const [made] = await ask("key", "add", "--can", "read,publish", "--all-topics", "--name", "a test");
  key = String(made?.["secret"]);
  await follow(rosa, harbour);
}, 180_000);

afterAll(() => stack.stop());

describe("an embargo", () => {
  test("shows nothing anywhere before its moment, and tells everybody then", async () => {
    const now = await stack.advance("PT1S");
    const until = new Date(Date.parse(now) + 2 * 60 * 60 * 1000).toISOString();
    const [held] = await ask("publish", harbour, "--headline", embargoed, "--embargo", until);
    expect(held).toMatchObject({ reason: "embargo", releaseAt: until, topic: harbour });
    await stack.advance("PT1H30M");
    expect(await seen(harbour)).not.toContain(embargoed);
    expect(await mailsOf(rosa, embargoed)).toBe(0);
    expect(await ask("held", "list")).toMatchObject([{ held: held?.["held"], headline: embargoed }]);
    await stack.advance("PT45M");
    expect(await seen(harbour)).toContain(embargoed);
    expect(await mailsOf(rosa, embargoed)).toBe(1);
    expect(await ask("held", "list")).toEqual([]);
  }, 60_000);
});

describe("a hold", () => {
  test("lets a slip be withdrawn unseen", async () => {
    const [held] = await ask("publish", harbour, "--headline", "The strike is over", "--hold", "30s");
    const id = String(held?.["held"]).split(".")[1];
    expect(await ask("withdraw", harbour, `held:${id}`)).toMatchObject([{ held: held?.["held"] }]);
    await stack.advance("PT5M");
    expect(await seen(harbour)).not.toContain("The strike is over");
    expect(await mailsOf(rosa, "The strike is over")).toBe(0);
  }, 60_000);

  test("ends by its own message, before the minute is over", async () => {
    await ask("publish", harbour, "--headline", "Pickets leave the north gate", "--hold", "2s");
    await eventually(async () => ((await seen(harbour)).includes("Pickets leave the north gate") ? true : undefined));
    expect(await ask("held", "list")).toEqual([]);
  }, 60_000);
});

describe("two stories that become one", () => {
  test("are told once to who follows either or both", async () => {
    await follow(rosa, talks);
    await follow(omar, harbour);
    expect(await ask("topic", "merge", harbour, talks, "--yes")).toEqual([
      { topic: harbour, into: talks, title: "The port talks" },
    ]);
    await stack.advance("PT10M");
    await ask("publish", talks, "--headline", "Both sides sign");
    await ask("publish", harbour, "--headline", "The first ship is unloaded");
    await stack.advance("P2D");
    for (const headline of ["Both sides sign", "The first ship is unloaded"]) {
      expect(await mailsOf(rosa, headline), `${headline}, to who follows both`).toBe(1);
      expect(await mailsOf(omar, headline), `${headline}, to who followed the first`).toBe(1);
      expect(await seen(talks)).toContain(headline);
    }
    const old = await fetch(`${stack.site}/topics/${harbour}`, { redirect: "manual" });
    expect([old.status, old.headers.get("location")]).toEqual([301, `/topics/${talks}`]);
    expect(await stack.denied()).toEqual([]);
  }, 90_000);
});
