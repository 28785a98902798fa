import { describe, expect, test } from "vitest";
import { memoryStack } from "#test/support/memory-stack.ts";

const reader = "rosa@reader.example";

async function stackWithReader(typed: Parameters<ReturnType<typeof memoryStack>["follow"]>[2] = {}) {
  const stack = memoryStack("2026-11-20T12:00:00Z");
  await stack.addTopic("harbour-strike", "the harbour strike");
  await stack.publish("harbour-strike", ["Dockers vote to strike"]);
  await stack.follow(reader, "harbour-strike", typed);
  return stack;
}

describe("a daily digest", () => {
  test("brings next morning what came since the reader confirmed", async () => {
    const stack = await stackWithReader();
    await stack.publish("harbour-strike", ["Ferries stop at noon", "The port calls for talks"]);
    await stack.turnTo("2026-11-21T06:45:00Z");
    expect(await stack.read(reader)).toHaveLength(1);
    await stack.turnTo("2026-11-21T07:00:00Z");
    const [, digest] = await stack.read(reader);
    expect(digest?.text).toContain("Ferries stop at noon");
    expect(digest?.text).toContain("The port calls for talks");
    expect(digest?.text).not.toContain("Dockers vote to strike");
  });

  test("does not come when nothing is new", async () => {
    const stack = await stackWithReader();
    await stack.turnTo("2026-11-25T12:00:00Z");
    expect(stack.mailsTo(reader)).toHaveLength(1);
  });

  test("never repeats itself", async () => {
    const stack = await stackWithReader();
    await stack.publish("harbour-strike", ["Ferries stop at noon"]);
    await stack.turnTo("2026-11-21T12:00:00Z");
    await stack.publish("harbour-strike", ["The port calls for talks"]);
    await stack.turnTo("2026-11-23T12:00:00Z");
    const [, first, second, ...more] = await stack.read(reader);
    expect(more).toEqual([]);
    expect(first?.text).toContain("Ferries stop at noon");
    expect(second?.text).toContain("The port calls for talks");
    expect(second?.text).not.toContain("Ferries stop at noon");
  });

  test("does not come after the reader has left", async () => {
    const stack = await stackWithReader();
    await stack.publish("harbour-strike", ["Ferries stop at noon"]);
    await stack.turnTo("2026-11-21T12:00:00Z");
    const [, digest] = await stack.read(reader);
    expect(await stack.leave(digest?.token("unsubscribe") ?? "")).toMatchObject({ kind: "left" });
    await stack.publish("harbour-strike", ["The port calls for talks"]);
    await stack.turnTo("2026-11-23T12:00:00Z");
    expect(stack.mailsTo(reader)).toHaveLength(2);
  });

  test("closes its run with books that balance", async () => {
    const stack = await stackWithReader();
    await stack.publish("harbour-strike", ["Ferries stop at noon"]);
    await stack.turnTo("2026-11-21T12:00:00Z");
    expect(stack.ports.ledger.booksOf("daily.2026-11-21.0700.Europe-London")).toEqual({
      audience: 1,
      submitted: 1,
      refused: {},
      uncertain: 0,
      waiting: 0,
    });
  });
});
