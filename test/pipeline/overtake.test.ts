import { describe, expect, test } from "vitest";
import type { MemorySes } from "#test/support/memory/ses.ts";
import { memoryStack } from "#test/support/memory-stack.ts";
import { outcomes } from "./planned-run.ts";

const topic = "harbour-strike";
const rosa = "rosa@reader.example";
const alert = "alert.harbour-strike.1-1";
const minuteMs = 60_000;

type Stack = ReturnType<typeof memoryStack>;

/** Half past seven: Rosa's alert of the first news met this answer. At eight her catch-up comes. */
async function alertedStack(answer: MemorySes["answers"][number]): Promise<Stack> {
  const stack = memoryStack("2026-11-20T07:30:00Z");
  await stack.addTopic(topic, "the harbour strike");
  await stack.follow(rosa, topic, { cadence: "instant" });
  stack.ses.answers.push(answer);
  await stack.publish(topic, ["Five ferries stop at noon"]);
  await stack.drain();
  return stack;
}

/** The alert is held, and a person has stopped it. */
async function heldStack(): Promise<Stack> {
  const stack = await alertedStack({ kind: "quota" });
  await stack.stopRun(alert);
  await stack.endHold();
  return stack;
}

const correct = (stack: Stack) => stack.correct(topic, 1, { headline: "Four ferries stop at noon" }, "It is four.");

/** The subjects of all mails after the confirmation. */
const subjects = async (stack: Stack) =>
  (await stack.read(rosa)).slice(1).map(({ subject = "" }) => subject.replace("the harbour strike: ", ""));

describe("a mail that is held while the next digest comes", () => {
  test("is overtaken by the digest that would correct it: the news come once, in their corrected words", async () => {
    const stack = await heldStack();
    await correct(stack);
    await stack.turnTo("2026-11-20T08:05:00Z");
    expect(await subjects(stack)).toEqual(["Four ferries stop at noon"]);
    await stack.resumeRun(alert);
    await stack.turnTo("2026-11-21T10:00:00Z");
    expect(await subjects(stack)).toEqual(["Four ferries stop at noon"]);
    expect(await outcomes(stack, alert)).toMatchObject([{ attempt: 1, state: "refused", reason: "overtaken" }]);
    expect((await stack.ports.ledger.books(alert))?.refused).toEqual({ overtaken: 1 });
  });

  test("keeps its news where the digest has none that amend them", async () => {
    const stack = await heldStack();
    await stack.publish(topic, ["The port is open"], "routine");
    await stack.turnTo("2026-11-20T08:05:00Z");
    await stack.resumeRun(alert);
    await stack.turnTo("2026-11-20T08:30:00Z");
    expect(await subjects(stack)).toEqual(["The port is open", "Five ferries stop at noon"]);
  });

  test("goes in its corrected words where it goes first", async () => {
    const stack = await heldStack();
    await correct(stack);
    await stack.resumeRun(alert);
    await stack.turnTo("2026-11-21T10:00:00Z");
    expect(await subjects(stack)).toEqual(["Four ferries stop at noon"]);
  });

  test("is overtaken by nobody who ends before the claim: what was given back is owed", async () => {
    const stack = await heldStack();
    await correct(stack);
    const { append } = stack.ports.subscribers;
    stack.ports.subscribers.append = async (id, entry, keepUntil) => {
      if (entry.event.kind === "mailed") throw new Error("the table is out of reach");
      return append(id, entry, keepUntil);
    };
    await expect(stack.turnTo("2026-11-20T08:05:00Z")).rejects.toThrow("out of reach");
    stack.ports.subscribers.append = append;
    expect((await stack.subscriber(rosa)).entry.state.subscriptions).toMatchObject([{ owed: [1] }]);
    await stack.turnTo("2026-11-20T10:00:00Z");
    expect(await subjects(stack)).toEqual(["Four ferries stop at noon"]);
  });
});

describe("a mail that is uncertain while the next digest comes", () => {
  /** The digest has told the correction; later mails are heard of, and the alert is not. */
  async function lapsedStack(): Promise<Stack> {
    const stack = await alertedStack({ kind: "lost" });
    await correct(stack);
    await stack.turnTo("2026-11-20T08:05:00Z");
    await stack.listen([{ kind: "send", sentAt: stack.now() }]);
    return stack;
  }

  test("counts as mailed: its correction comes, and it is not told again when it lapses", async () => {
    const stack = await lapsedStack();
    expect(await subjects(stack)).toEqual(["Correction: Four ferries stop at noon"]);
    await stack.turnTo("2026-11-21T10:00:00Z");
    expect(await subjects(stack)).toEqual(["Correction: Four ferries stop at noon"]);
    expect(await outcomes(stack, alert)).toMatchObject([{ attempt: 1, state: "refused", reason: "nothing-new" }]);
  });

  test("is told again where only an update has come since", async () => {
    const stack = await alertedStack({ kind: "lost" });
    await stack.publish(topic, [{ headline: "The port is open" }], "routine");
    await stack.turnTo("2026-11-20T08:05:00Z");
    await stack.listen([{ kind: "send", sentAt: stack.now() }]);
    stack.pass(15 * minuteMs);
    await stack.turnTo("2026-11-20T09:00:00Z");
    expect(await subjects(stack)).toEqual(["The port is open", "Five ferries stop at noon"]);
  });
});
