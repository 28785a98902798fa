import { describe, expect, test } from "vitest";
import { heldAnswer, holdAnswer } from "#handlers/operate/held-answers.ts";
import { topicAnswer } from "#handlers/operate/topic-answers.ts";
import { operation } from "#handlers/operate-input.ts";
import { memoryStack } from "#test/support/memory-stack.ts";

const topic = "harbour";
const headline = "The board accepts the offer";
const noon = Date.parse("2026-11-23T12:00:00Z");

async function stackWithHeld() {
  const stack = memoryStack("2026-11-23T09:00:00Z");
  await stack.addTopic(topic, "The harbour strike");
  const how = { reason: "embargo", releaseAt: noon } as const;
  const held = await holdAnswer(stack.ports, { topic, developments: [{ headline }], how, from: "the command line" });
  const name = "done" in held ? String(held.done["held"]) : "";
  return { stack, held, name };
}

describe("what the stack is asked about held developments and topics", () => {
  test.each([
    { command: "publish", topic, wording: { headline }, hold: { reason: "draft" } },
    { command: "publish", topic, wording: { headline }, hold: { reason: "embargo", releaseAt: noon } },
    { command: "publish", topic, wording: { headline }, hold: { reason: "hold", forMs: 30_000 } },
    { command: "pull", topic, source: "a feed", developments: [], hold: { reason: "approval" } },
    { command: "held.list" },
    { command: "held.move", held: "harbour.1x", releaseAt: noon },
    { command: "topic.rename", topic, title: "The port talks" },
    { command: "topic.merge", topic, into: "port-talks" },
  ])("is understood: %j", (asked) => {
    expect(operation.safeParse(asked).success).toBe(true);
  });

  test.each([
    { command: "publish", topic, wording: { headline }, hold: { reason: "embargo" } },
    { command: "publish", topic, wording: { headline }, hold: { reason: "embargo", releaseAt: "noon" } },
    { command: "publish", topic, wording: { headline }, hold: { reason: "hold", forMs: 0 } },
    { command: "held.release" },
    { command: "topic.merge", topic },
  ])("is refused: %j", (asked) => {
    expect(operation.safeParse(asked).success).toBe(false);
  });
});

describe("the answer about a held development", () => {
  test("names it, why it is held and until when", async () => {
    const { stack, held, name } = await stackWithHeld();
    const shown = { held: name, topic, reason: "embargo", headline, releaseAt: "2026-11-23T12:00:00.000Z" };
    expect(held).toMatchObject({ done: { ...shown, heldBack: 1 } });
    expect(await heldAnswer(stack.ports, { command: "held.list" })).toMatchObject({ done: { held: [shown] } });
    expect(await heldAnswer(stack.ports, { command: "held.list", topic })).toMatchObject({ done: { held: [shown] } });
    expect(await heldAnswer(stack.ports, { command: "held.show", held: name })).toMatchObject({
      done: { ...shown, importance: "notable" },
    });
  });

  test("says what came of moving, keeping, releasing and discarding it", async () => {
    const { stack, name } = await stackWithHeld();
    const move = { command: "held.move", held: name } as const;
    expect(await heldAnswer(stack.ports, { ...move, releaseAt: noon + 60_000 })).toMatchObject({
      done: { releaseAt: "2026-11-23T12:01:00.000Z" },
    });
    expect(await heldAnswer(stack.ports, { ...move, releaseAt: 5 })).toEqual({
      refused: expect.stringContaining("over already"),
    });
    expect(await heldAnswer(stack.ports, { command: "held.keep", held: name })).toMatchObject({
      done: { reason: "draft" },
    });
    expect(await heldAnswer(stack.ports, { command: "held.release", held: name })).toEqual({
      done: { topic, number: 1 },
    });
    expect(await heldAnswer(stack.ports, { command: "held.discard", held: name })).toMatchObject({
      refused: `Nothing is held as ${name}: “bulletin held list” names all that is.`,
    });
    expect(await heldAnswer(stack.ports, { command: "held.release", held: "no such name" })).toMatchObject({
      refused: "Nothing is held as no such name: “bulletin held list” names all that is.",
    });
  });
});

describe("the answer about a topic", () => {
  test("says in words why it is not renamed, closed or merged", async () => {
    const { stack } = await stackWithHeld();
    await stack.addTopic("bridge", "The bridge");
    const refusals = [
      await topicAnswer(stack.ports, { command: "topic.rename", topic, slug: "bridge" }),
      await topicAnswer(stack.ports, { command: "topic.rename", topic, slug: "A bridge" }),
      await topicAnswer(stack.ports, { command: "topic.close", topic: "nowhere" }),
      await topicAnswer(stack.ports, { command: "topic.merge", topic, into: topic }),
    ];
    expect(refusals.map((answer) => ("refused" in answer ? answer.refused : "done"))).toEqual([
      "The slug bridge leads to the topic “The bridge”, now or in older mails.",
      "“A bridge” cannot name a topic: use at most 60 lower-case letters and digits, with single hyphens between them.",
      "There is no topic nowhere: add it with “bulletin topic add nowhere --title …”.",
      "harbour and harbour are one topic already.",
    ]);
  });
});
