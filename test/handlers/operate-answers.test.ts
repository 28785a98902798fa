import { describe, expect, test } from "vitest";
import { readerAnswer } from "#handlers/operate/reader-answers.ts";
import { runAnswer } from "#handlers/operate/run-answers.ts";
import { operation } from "#handlers/operate-input.ts";
import { reader, run, stackWithRun } from "#test/pipeline/planned-run.ts";

describe("what the stack is asked", () => {
  test.each([
    { command: "run.list" },
    { command: "run.list", since: 0, open: true },
    { command: "run.list", sinceAgoMs: 1 },
    { command: "run.show", run, uncertain: true },
    { command: "run.who", run, state: "refused", after: { shard: 3, first: "----------------" } },
    { command: "run.stop", run },
    { command: "run.resume", run },
    { command: "run.resume-all" },
    { command: "subscriber.show", address: " Rosa@reader.example " },
    { command: "suppression.list" },
    { command: "suppression.list", before: 5 },
    { command: "suppression.lift", address: "rosa@reader.example" },
  ])("is understood: %j", (asked) => {
    expect(operation.safeParse(asked).success).toBe(true);
  });

  test.each([
    { command: "run.list", since: "yesterday" },
    { command: "run.list", sinceAgoMs: -1 },
    { command: "run.show" },
    { command: "run.show", run: "x".repeat(501) },
    { command: "run.show", run, frob: true },
    { command: "run.who", run, state: "held" },
    { command: "subscriber.show", address: 5 },
    { command: "suppression.lift" },
    { command: "run.resume" },
    { command: "run.resume-all", run },
    { command: "run.frob" },
  ])("is refused: %j", (asked) => {
    expect(operation.safeParse(asked).success).toBe(false);
  });
});

describe("the answer about runs", () => {
  test("lists those of the last 7 days, and all open ones", async () => {
    const { ports } = await stackWithRun(2);
    const listed = { run, kind: "digest", state: "open", dueAt: "2026-11-21T07:00:00.000Z", isPlanned: true };
    expect(await runAnswer(ports, { command: "run.list" })).toMatchObject({
      done: { runs: [listed], isCut: false },
    });
    const later = { ...ports, clock: { ...ports.clock, now: () => Date.parse("2026-11-28T07:00:01Z") } };
    expect(await runAnswer(later, { command: "run.list" })).toEqual({ done: { runs: [], isCut: false } });
    expect(await runAnswer(later, { command: "run.list", open: true })).toMatchObject({ done: { runs: [listed] } });
    expect(await runAnswer(later, { command: "run.list", sinceAgoMs: 86_400_000 * 8 })).toMatchObject({
      done: { runs: [listed] },
    });
  });

  test("shows the books, and the uncertain deliveries where they are asked for", async () => {
    const stack = await stackWithRun(3);
    stack.ses.answers.push({ kind: "lost" });
    await stack.drain();
    const books = { audience: 3, submitted: 2, refused: {}, uncertain: 1, waiting: 0 };
    const shown = await runAnswer(stack.ports, { command: "run.show", run });
    expect(shown).toMatchObject({ done: { run, state: "open", books, doubled: 0 } });
    expect(shown).not.toHaveProperty("done.uncertainDeliveries");
    const named = await runAnswer(stack.ports, { command: "run.show", run, uncertain: true });
    expect(named).toMatchObject({ done: { books, uncertainDeliveries: [{ attempt: 1 }], doubledDeliveries: [] } });
  });

  test("names everybody and what became of them, without an address", async () => {
    const stack = await stackWithRun(2);
    stack.ses.answers.push({ kind: "refused", reason: "address-refused" });
    await stack.drain();
    const answer = await runAnswer(stack.ports, { command: "run.who", run, state: "refused" });
    expect(answer).toMatchObject({
      done: { deliveries: [{ state: "refused", reason: "address-refused", attempt: 1 }] },
    });
    const all = await runAnswer(stack.ports, { command: "run.who", run });
    expect(all).toHaveProperty("done.deliveries.length", 2);
    expect(JSON.stringify(all)).not.toContain("reader.example");
  });

  test("says in one sentence that there is no such run", async () => {
    const { ports } = await stackWithRun(1);
    expect(await runAnswer(ports, { command: "run.show", run: "daily.unknown" })).toEqual({
      refused: "There is no run daily.unknown: “bulletin run list” names those of the last 7 days.",
    });
  });
});

describe("the list of runs", () => {
  test("says that the account is held", async () => {
    const stack = await stackWithRun(1);
    expect(await runAnswer(stack.ports, { command: "run.list" })).not.toHaveProperty("done.hold");
    await stack.ports.account.hold({ reason: "quota", since: stack.now() });
    expect(await runAnswer(stack.ports, { command: "run.list", open: true })).toMatchObject({
      done: { runs: [{ run }], hold: { reason: "quota", since: "2026-11-21T07:00:00.000Z" } },
    });
  });
});

describe("stopping and resuming", () => {
  test("stops an open run, and lets it go on with what waits", async () => {
    const stack = await stackWithRun(3);
    expect(await runAnswer(stack.ports, { command: "run.stop", run })).toEqual({ done: { run, state: "stopped" } });
    expect((await stack.ports.account.state()).stopped).toEqual(new Set([run]));
    stack.waiting.slices.length = 0;
    const resumed = await runAnswer(stack.ports, { command: "run.resume", run });
    expect(resumed).toEqual({ done: { run, nudged: stack.waiting.slices.length } });
    expect(stack.waiting.slices.length).toBeGreaterThan(0);
    await stack.drain();
    expect(await runAnswer(stack.ports, { command: "run.show", run })).toMatchObject({
      done: { books: { audience: 3, submitted: 3, waiting: 0 } },
    });
  });

  test("is refused in one sentence for a run that is over, or that there is not", async () => {
    const stack = await stackWithRun(1);
    await stack.turnTo("2026-11-21T09:00:00Z");
    expect(await runAnswer(stack.ports, { command: "run.stop", run })).toEqual({
      refused: `The run ${run} is over: there is nothing left to stop.`,
    });
    expect(await runAnswer(stack.ports, { command: "run.resume", run })).toEqual({
      refused: `The run ${run} is over: there is nothing left to resume.`,
    });
    for (const command of ["run.stop", "run.resume"] as const) {
      expect(await runAnswer(stack.ports, { command, run: "nope" })).toMatchObject({
        refused: expect.stringMatching(/^There is no run nope:/),
      });
    }
  });

  test("of one run says that the account is held; of all ends the hold", async () => {
    const stack = await stackWithRun(1);
    const { account } = stack.ports;
    await account.stop(run);
    await account.hold({ reason: "brake", since: stack.now() });
    const hold = { reason: "brake", since: "2026-11-21T07:00:00.000Z" };
    expect(await runAnswer(stack.ports, { command: "run.resume", run })).toMatchObject({ done: { hold } });
    expect(await runAnswer(stack.ports, { command: "run.resume-all" })).toMatchObject({
      done: { runs: [run], released: hold },
    });
    expect(await account.state()).toMatchObject({ stopped: new Set() });
    expect((await account.state()).hold).toBeUndefined();
  });
});

describe("the answer about an address", () => {
  test("is about the address as it is compared, and does not repeat it", async () => {
    const stack = await stackWithRun(1);
    await stack.drain();
    const answer = await readerAnswer(stack.ports, {
      command: "subscriber.show",
      address: ` ${reader(1).toUpperCase()}`,
    });
    expect(answer).toMatchObject({
      done: { deliveries: [{ run, state: "submitted" }], subscriptions: [{ cadence: "daily", waiting: [] }] },
    });
    expect(JSON.stringify(answer)).not.toContain("@");
  });

  test("is what they had agreed to, once they are forgotten", async () => {
    const { ports } = await stackWithRun(1);
    const gone = { id: "a".repeat(16), address: "gone@reader.example", createdAt: 0 };
    const events = [{ at: 0, event: { kind: "left", topics: ["harbour"] } }] as const;
    await ports.keeping.keepConsent(gone, events, ports.clock.now() + 1);
    const had = [{ subscriber: gone.id, log: [{ at: "1970-01-01T00:00:00.000Z", event: events[0].event }] }];
    const asked = { command: "subscriber.show", address: gone.address } as const;
    expect(await readerAnswer(ports, asked)).toEqual({ done: { had } });
  });

  test.each([
    ["nobody@reader.example", "Nobody with this address has signed up."],
    ["rosa at home", "That is no mail address."],
    [" ", "There is no address."],
    ["rösa@reader.example", "That is no mail address that mail goes to: it has letters outside ASCII."],
  ])("%j is refused in one sentence", async (address, refused) => {
    const { ports } = await stackWithRun(1);
    expect(await readerAnswer(ports, { command: "subscriber.show", address })).toEqual({ refused });
  });

  test("lists suppressions and lifts them", async () => {
    const { ports, now } = await stackWithRun(1);
    await ports.suppressions.put("gone@reader.example", "complaint", now());
    expect(await readerAnswer(ports, { command: "suppression.list" })).toMatchObject({
      done: { suppressions: [{ reason: "complaint", at: "2026-11-21T07:00:00.000Z" }], isCut: false },
    });
    const lift = { command: "suppression.lift", address: "gone@reader.example" } as const;
    expect(await readerAnswer(ports, lift)).toEqual({ done: { lifted: "complaint" } });
    expect(await readerAnswer(ports, lift)).toEqual({ refused: "This address is not suppressed." });
    expect(await readerAnswer(ports, { command: "suppression.list" })).toEqual({
      done: { suppressions: [], isCut: false },
    });
  });
});
