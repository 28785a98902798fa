import { describe, expect, test } from "vitest";
import { memoryStack } from "#test/support/memory-stack.ts";

const topic = "harbour-strike";
const rosa = "rosa@reader.example";

async function stackWithReader(typed: { cadence?: string } = {}) {
  const stack = memoryStack("2026-11-20T12:00:00Z");
  await stack.addTopic(topic, "the harbour strike");
  await stack.follow(rosa, topic, typed);
  return stack;
}

type Stack = Awaited<ReturnType<typeof stackWithReader>>;

const versions = async (stack: Stack) =>
  (await stack.ports.topicLog.read(topic, 0)).map(
    ({ number, development, kind, headline }) => `${number} ${kind} ${development}: ${headline}`,
  );

/** What the mails after the confirmation say, one text a mail. */
async function mailed(stack: Stack): Promise<string[]> {
  return (await stack.read(rosa)).slice(1).map(({ text }) => text);
}

describe("publishing", () => {
  test("gives each development its number, in the order in which they are told", async () => {
    const stack = await stackWithReader();
    const outcome = await stack.publish(topic, ["Dockers vote to strike", "Ferries stop at noon"]);
    expect(outcome).toEqual({ kind: "published", added: 2, updated: 0, unchanged: 0, numbers: [1, 2] });
  });

  test("twice adds nothing", async () => {
    const stack = await stackWithReader();
    const pulled = ["Dockers vote to strike", { headline: "Ferries stop at noon", key: "guid-7", text: "<p>All.</p>" }];
    await stack.publish(topic, pulled);
    const outcome = await stack.publish(topic, pulled);
    expect(outcome).toEqual({ kind: "published", added: 0, updated: 0, unchanged: 2, numbers: [1, 2] });
    expect(await versions(stack)).toHaveLength(2);
  });

  test("knows a development by its key, though its headline is another", async () => {
    const stack = await stackWithReader();
    await stack.publish(topic, [{ headline: "Ferries stop at noon", key: "guid-7" }]);
    await stack.publish(topic, [{ headline: "All ferries stopped", key: "guid-7" }]);
    expect(await versions(stack)).toEqual(["1 new 1: Ferries stop at noon", "2 updated 1: All ferries stopped"]);
  });

  test("knows a development without a key by its headline, whatever its case and punctuation", async () => {
    const stack = await stackWithReader();
    await stack.publish(topic, ["Ferries stop at noon"]);
    const outcome = await stack.publish(topic, [{ headline: "FERRIES stop, at noon!", text: "<p>All of them.</p>" }]);
    expect(outcome).toMatchObject({ added: 0, updated: 1, numbers: [1] });
  });

  test("refuses a topic that there is not, and changes nothing", async () => {
    const stack = await stackWithReader();
    const before = await stack.everything();
    expect(await stack.publish("nowhere", ["Ferries stop"])).toEqual({ kind: "no-such-topic" });
    expect(await stack.correct("nowhere", 1, { headline: "Ferries go" })).toEqual({ kind: "no-such-topic" });
    expect(await stack.withdraw("nowhere", 1)).toEqual({ kind: "no-such-topic" });
    expect(await stack.everything()).toEqual(before);
  });

  test("loses nothing of many publishers at once, and gives no number twice", async () => {
    const stack = await stackWithReader();
    const names = Array.from({ length: 20 }, (_, publisher) =>
      [0, 1, 2].map((n) => `News ${n} of source ${publisher}`),
    );
    await Promise.all(names.map((headlines) => stack.publish(topic, headlines)));
    const log = await stack.ports.topicLog.read(topic, 0);
    expect(log.map(({ number }) => number)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
    expect(new Set(log.map(({ headline }) => headline))).toEqual(new Set(names.flat()));
  });

  test("of the same by many at once adds it once", async () => {
    const stack = await stackWithReader();
    await Promise.all(Array.from({ length: 20 }, () => stack.publish(topic, ["Ferries stop at noon"])));
    expect(await versions(stack)).toEqual(["1 new 1: Ferries stop at noon"]);
  });
});

describe("an editor's change", () => {
  test("corrects what is named and keeps the rest, and says why", async () => {
    const stack = await stackWithReader();
    await stack.publish(topic, [{ headline: "Ferries stop at noon", text: "<p>All.</p>", key: "guid-7" }]);
    const outcome = await stack.correct(topic, 1, { headline: "Ferries stop at one" }, "The hour was wrong.");
    expect(outcome).toEqual({ kind: "published", number: 2 });
    expect((await stack.ports.topicLog.read(topic, 1))[0]).toMatchObject({
      kind: "corrected",
      development: 1,
      headline: "Ferries stop at one",
      text: "<p>All.</p>",
      key: "guid-7",
      note: "The hour was wrong.",
    });
  });

  test.each([
    ["no-such-development", 9, { headline: "Ferries go" }],
    ["same-wording", 1, { headline: "Ferries stop at noon" }],
  ])("is refused as %s", async (reason, development, wording) => {
    const stack = await stackWithReader();
    await stack.publish(topic, ["Ferries stop at noon"]);
    const before = await stack.everything();
    expect(await stack.correct(topic, development, wording)).toEqual({ kind: "refused", reason });
    expect(await stack.everything()).toEqual(before);
  });

  test("is refused after a withdrawal", async () => {
    const stack = await stackWithReader();
    await stack.publish(topic, ["Ferries stop at noon"]);
    await stack.withdraw(topic, 1);
    const refused = { kind: "refused", reason: "already-withdrawn" };
    expect(await stack.withdraw(topic, 1)).toEqual(refused);
    expect(await stack.correct(topic, 1, { headline: "Ferries go" })).toEqual(refused);
  });

  test("is not undone by a source that still says the older words", async () => {
    const stack = await stackWithReader();
    await stack.publish(topic, [
      { headline: "Ferries stop at noon", key: "a" },
      { headline: "A pier burns", key: "b" },
    ]);
    await stack.correct(topic, 1, { headline: "Ferries stop at one" });
    await stack.withdraw(topic, 2);
    const outcome = await stack.publish(topic, [
      { headline: "Ferries stop at noon", key: "a" },
      { headline: "A pier burns", key: "b" },
      { headline: "A pier burns down", key: "b" },
    ]);
    expect(outcome).toMatchObject({ added: 0, updated: 0, unchanged: 3 });
  });

  test("gives way to words of the source that nobody has seen yet", async () => {
    const stack = await stackWithReader();
    await stack.publish(topic, [{ headline: "Ferries stop at noon", key: "a" }]);
    await stack.correct(topic, 1, { headline: "Ferries stop at one" });
    await stack.publish(topic, [{ headline: "Ferries have stopped", key: "a" }]);
    expect((await versions(stack)).at(-1)).toBe("3 updated 1: Ferries have stopped");
  });

  test("is one of two that ask at once for a withdrawal", async () => {
    const stack = await stackWithReader();
    await stack.publish(topic, ["Ferries stop at noon"]);
    const outcomes = await Promise.all([stack.withdraw(topic, 1), stack.withdraw(topic, 1)]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["published", "refused"]);
  });
});

describe("a reader of digests", () => {
  test("is told the newest words of what they have not had", async () => {
    const stack = await stackWithReader();
    await stack.publish(topic, [{ headline: "Ferries stop at noon", key: "a" }]);
    await stack.publish(topic, [{ headline: "Ferries have stopped", key: "a" }]);
    await stack.turnTo("2026-11-21T12:00:00Z");
    const [digest = ""] = await mailed(stack);
    expect(digest).toContain("Ferries have stopped");
    expect(digest).not.toContain("Ferries stop at noon");
    expect(digest).not.toMatch(/corrected/i);
  });

  test("is not mailed an update of what they had", async () => {
    const stack = await stackWithReader();
    await stack.publish(topic, [{ headline: "Ferries stop at noon", key: "a" }]);
    await stack.turnTo("2026-11-21T12:00:00Z");
    await stack.publish(topic, [{ headline: "Ferries have stopped", key: "a" }]);
    await stack.turnTo("2026-11-24T12:00:00Z");
    expect(await mailed(stack)).toHaveLength(1);
  });

  test("is mailed a correction of what they had, with its label and reason", async () => {
    const stack = await stackWithReader();
    await stack.publish(topic, ["Ferries stop at noon"]);
    await stack.turnTo("2026-11-21T12:00:00Z");
    await stack.correct(topic, 1, { headline: "Ferries stop at one" }, "The hour was wrong.");
    await stack.turnTo("2026-11-24T12:00:00Z");
    const [, correction = "", ...more] = await mailed(stack);
    expect(more).toEqual([]);
    expect(correction).toMatch(/corrected/i);
    expect(correction).toContain("Ferries stop at one");
    expect(correction).toContain("The hour was wrong.");
  });

  test("is mailed that what they had is withdrawn", async () => {
    const stack = await stackWithReader();
    await stack.publish(topic, ["Ferries stop at noon"]);
    await stack.turnTo("2026-11-21T12:00:00Z");
    await stack.withdraw(topic, 1);
    await stack.turnTo("2026-11-24T12:00:00Z");
    const [, withdrawal = "", ...more] = await mailed(stack);
    expect(more).toEqual([]);
    expect(withdrawal).toMatch(/withdrawn/i);
  });

  test("never hears of what was withdrawn before they got it", async () => {
    const stack = await stackWithReader();
    await stack.publish(topic, ["Ferries stop at noon"]);
    await stack.withdraw(topic, 1);
    await stack.turnTo("2026-11-24T12:00:00Z");
    expect(await mailed(stack)).toEqual([]);
  });

  test("never hears of corrections and withdrawals of what came before they followed", async () => {
    const stack = memoryStack("2026-11-20T12:00:00Z");
    await stack.addTopic(topic, "the harbour strike");
    await stack.publish(topic, ["Ferries stop at noon", "A pier burns"]);
    await stack.follow(rosa, topic);
    await stack.correct(topic, 1, { headline: "Ferries stop at one" });
    await stack.withdraw(topic, 2);
    await stack.turnTo("2026-11-24T12:00:00Z");
    expect(await mailed(stack)).toEqual([]);
  });

  test("gets what is routine too", async () => {
    const stack = await stackWithReader();
    await stack.publish(topic, ["The canteen opens at six"], "routine");
    await stack.turnTo("2026-11-21T12:00:00Z");
    expect(await mailed(stack)).toHaveLength(1);
  });
});
