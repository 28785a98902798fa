import { describe, expect, test } from "vitest";
import type { SubmitAnswer } from "#core/delivery.ts";
import type { MemoryStack } from "#test/support/memory-stack.ts";
import { books, mailCounts, news, outcomes, reader, run, stackWithRun } from "./planned-run.ts";

const readers = 40;
const ones = Array(readers).fill(1);
const paused: SubmitAnswer = { kind: "account", code: "AccountSendingPausedException" };

/** Lets SES give one answer to everything until it is called off. */
function always({ ports }: MemoryStack, answer: SubmitAnswer): () => void {
  const { submit } = ports.mailer;
  ports.mailer.submit = async () => answer;
  return () => {
    ports.mailer.submit = submit;
  };
}

async function heldBy(answer: SubmitAnswer): Promise<MemoryStack> {
  const stack = await stackWithRun(readers);
  stack.ses.answers.push(answer);
  await stack.drain();
  return stack;
}

describe("a used-up quota", () => {
  test("puts the account on hold, raises no alarm, and leaves no message to fail", async () => {
    const stack = await heldBy({ kind: "quota" });
    expect((await stack.ports.account.state()).hold).toMatchObject({ reason: "quota" });
    expect(stack.alarms).toEqual([]);
    stack.redeliver();
    expect(stack.waiting.slices).toEqual([]);
    expect(await books(stack)).toMatchObject({ submitted: 0, waiting: readers });
  });

  test("holds until SES tells that there is room, and then everything goes at once", async () => {
    const stack = await heldBy({ kind: "quota" });
    stack.quota.hasRoom = false;
    expect(await stack.endHold()).toMatchObject({ kind: "held" });
    await stack.drain();
    expect(mailCounts(stack, readers)).toEqual(Array(readers).fill(0));
    stack.quota.hasRoom = true;
    expect(await stack.endHold()).toMatchObject({ kind: "ended" });
    await stack.drain();
    expect(mailCounts(stack, readers)).toEqual(ones);
    expect(await books(stack)).toMatchObject({ submitted: readers, waiting: 0 });
  });

  test("holds the one delivery that met it, which goes as the second attempt", async () => {
    const stack = await heldBy({ kind: "quota" });
    expect(await outcomes(stack)).toMatchObject([{ attempt: 1, state: "held" }]);
    await stack.endHold();
    await stack.drain();
    expect(stack.ses.taken.map(({ tags }) => tags["attempt"]).sort()).toEqual([...Array(readers - 1).fill("1"), "2"]);
  });

  test("holds alerts as well", async () => {
    const stack = await stackWithRun(readers);
    await stack.follow("instant@reader.example", "harbour-strike", { cadence: "instant" });
    stack.ses.answers.push({ kind: "quota" });
    await stack.drain();
    const before = stack.ses.taken.length;
    await stack.publish("harbour-strike", ["News 2"], "breaking");
    await stack.drain();
    expect(stack.ses.taken).toHaveLength(before);
  });
});

describe("a refused account", () => {
  test("is on hold, with what SES said, and calls a person", async () => {
    const stack = await heldBy(paused);
    expect((await stack.ports.account.state()).hold).toMatchObject({ reason: "account", code: paused.code });
    expect(stack.alarms).toMatchObject([{ code: "account-held", fields: { code: paused.code, run } }]);
  });

  test("is tried every time that the hold is looked at, by one delivery a slice and trial", async () => {
    const stack = await stackWithRun(readers);
    const slices = stack.waiting.slices.length;
    const callOff = always(stack, paused);
    await stack.drain();
    for (let trial = 1; trial <= 3; trial++) {
      expect(await stack.endHold()).toMatchObject({ kind: "ended", nudged: slices });
      await stack.drain();
    }
    const held = await outcomes(stack);
    expect(held.length).toBeLessThanOrEqual(slices);
    expect(held.reduce((sum, { attempt }) => sum + attempt, 0)).toBe(4);
    expect(stack.alarms).toHaveLength(4);
    callOff();
    await stack.endHold();
    await stack.drain();
    expect(mailCounts(stack, readers)).toEqual(ones);
  });

  test("goes on by itself within five minutes after SES takes mail again", async () => {
    const stack = await stackWithRun(readers);
    const callOff = always(stack, paused);
    await stack.turnTo("2026-11-21T08:00:00Z");
    expect(stack.ses.taken).toHaveLength(0);
    callOff();
    await stack.turnTo("2026-11-21T08:05:00Z", 5 * 60_000);
    expect(mailCounts(stack, readers)).toEqual(ones);
  });

  test("owes what its runs could not send in time to the next digest, once", async () => {
    const stack = await stackWithRun(3);
    const callOff = always(stack, paused);
    await stack.turnTo("2026-11-21T20:00:00Z");
    callOff();
    expect(await books(stack)).toMatchObject({ refused: { stale: 3 }, waiting: 0 });
    await stack.turnTo("2026-11-24T12:00:00Z");
    expect(await Promise.all([1, 2, 3].map((number) => news(stack, number)))).toEqual(Array(3).fill(["News 1"]));
    expect(mailCounts(stack, 3)).toEqual([1, 1, 1]);
    expect(stack.mailsTo(reader(1))).toHaveLength(1);
  });
});

describe("a brake", () => {
  test("stays until a person resumes, and calls for one as long as it does", async () => {
    const stack = await stackWithRun(readers);
    await stack.ports.account.hold({ reason: "brake", code: "complaints", since: stack.now() });
    await stack.drain();
    await stack.turnTo("2026-11-21T09:00:00Z");
    expect(stack.ses.taken).toHaveLength(0);
    expect(new Set(stack.alarms.map(({ code }) => code))).toEqual(new Set(["brake"]));
    expect(await stack.resumeAll()).toMatchObject({ runs: [run], released: { reason: "brake" } });
    await stack.drain();
    expect(mailCounts(stack, readers)).toEqual(ones);
  });
});
