// What an operator asks and changes by the command line, through the running stack and its function's own role.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalStack, startLocalStack } from "#test/support/local-stack.ts";
import { readMail } from "#test/support/read-mail.ts";

const topic = "harbour-strike";
const reader = "rosa@reader.example";
const bouncing = "bounce+gone@simulator.amazonses.com";

let stack: LocalStack;

/** Runs a command against the stack, and reads a line of JSON for each result. */
async function ask(...words: string[]): Promise<{ code: number | null; results: Record<string, unknown>[] }> {
  const { code, stdout } = await stack.bulletin(...words, "--local", "--json");
  const lines = stdout.split("\n").filter((line) => line !== "");
  return { code, results: lines.map((line) => JSON.parse(line)) };
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

async function follow(email: string): Promise<void> {
  await fetch(`${stack.site}/topics/${topic}/subscribe`, {
    method: "POST",
    body: new URLSearchParams({ email, cadence: "daily", zone: "Europe/London", locale: "en" }),
    redirect: "manual",
  });
  const { id } = await eventually(async () => (await stack.messages(email)).at(-1));
  const token = (await readMail(await stack.source(id))).token("confirm");
  expect((await fetch(`${stack.site}/confirm/${token}`, { method: "POST" })).status).toBe(200);
}

beforeAll(async () => {
  stack = await startLocalStack();
  await stack.bulletin("topic", "add", topic, "--title", "the harbour strike", "--local");
  for (const email of [reader, bouncing]) await follow(email);
  await stack.bulletin("publish", topic, "--headline", "Ferries stop at noon", "--importance", "routine", "--local");
  await stack.advance("PT25H");
}, 180_000);

afterAll(() => stack.stop());

describe("an operator", () => {
  test("lists what was sent, and sees a run's books and what one reader got of it", async () => {
    const { code, results } = await ask("run", "list", "--since", "2d");
    expect(code).toBe(0);
    const [run] = results;
    expect(run).toMatchObject({ kind: "digest", state: "closed", books: { submitted: 1, uncertain: 0, waiting: 0 } });
    const id = String(run?.["run"]);
    expect((await ask("run", "show", id, "--uncertain")).results).toMatchObject([
      { run: id, books: { submitted: 1 }, doubled: 0, uncertainDeliveries: [] },
    ]);
    const [who] = (await ask("run", "show", id, "--who", "--state", "submitted")).results;
    expect(who).toMatchObject({ state: "submitted", attempt: 1 });
    expect((await ask("subscriber", "show", reader)).results).toMatchObject([
      { subscriber: who?.["subscriber"], deliveries: [{ run: id, state: "submitted", numbers: { [topic]: [1] } }] },
    ]);
    expect((await ask("run", "list", "--open")).results).toEqual([]);
  }, 60_000);

  test("finds an address that bounced suppressed, and lifts it", async () => {
    expect((await ask("suppression", "list")).results).toMatchObject([{ reason: "bounce" }]);
    expect((await ask("subscriber", "show", bouncing)).results).toMatchObject([{ suppressed: "bounce" }]);
    expect(await ask("suppression", "lift", bouncing, "--yes")).toEqual({ code: 0, results: [{ lifted: "bounce" }] });
    expect((await ask("suppression", "list")).results).toEqual([]);
    expect((await ask("suppression", "lift", bouncing, "--yes")).code).toBe(1);
  }, 60_000);

  test("cannot stop what is over, and resumes whatever waits", async () => {
    const [run] = (await ask("run", "list")).results;
    expect((await ask("run", "stop", String(run?.["run"]))).results).toMatchObject([
      { refused: expect.stringContaining("is over") },
    ]);
    expect((await ask("run", "resume", String(run?.["run"]))).results).toMatchObject([
      { refused: expect.stringContaining("is over") },
    ]);
    expect((await ask("run", "resume", "--all")).results).toEqual([{ runs: [], nudged: 0 }]);
  }, 60_000);

  test("was denied nothing, and no address stands in what the stack printed", async () => {
    expect(await stack.denied()).toEqual([]);
    expect(stack.output()).not.toContain(reader);
    expect(stack.output()).not.toContain(bouncing);
  });
});
