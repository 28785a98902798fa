import { describe, expect, test } from "vitest";
import { liftSuppression } from "#pipeline/lift-suppression.ts";
import { noteSoftBounce } from "#pipeline/note-soft-bounce.ts";
import { type MemoryStack, memoryStack } from "#test/support/memory-stack.ts";

const reader = "rosa@reader.example";
const topic = "harbour-strike";

/** A reader who complained about a mail. */
async function stackWithComplaint(): Promise<MemoryStack> {
  const stack = memoryStack("2026-11-20T12:00:00Z");
  await stack.addTopic(topic, "the harbour strike");
  await stack.follow(reader, topic);
  await stack.listen([{ kind: "complaint", suppress: { addresses: [reader], reason: "complaint" } }]);
  return stack;
}

describe("lifting a suppression", () => {
  test("lets the holder sign up again, and mails them nothing until they have confirmed", async () => {
    const stack = await stackWithComplaint();
    expect(await liftSuppression(stack.ports, reader)).toEqual({ kind: "lifted", reason: "complaint" });
    stack.ses.taken.length = 0;
    await stack.publish(topic, ["News 1"]);
    await stack.turnTo("2026-11-21T12:00:00Z");
    expect(stack.mailsTo(reader)).toEqual([]);
    await stack.follow(reader, topic);
    await stack.publish(topic, ["News 2"]);
    await stack.turnTo("2026-11-22T12:00:00Z");
    const texts = (await stack.read(reader)).map(({ text }) => text);
    expect(texts.at(-1)).toContain("News 2");
    expect(texts.at(-1)).not.toContain("News 1");
  });

  test("stands in their log", async () => {
    const stack = await stackWithComplaint();
    await liftSuppression(stack.ports, reader);
    const { entry } = await stack.subscriber(reader);
    expect(entry.event).toEqual({ kind: "lifted", reason: "complaint" });
    expect(entry.state.suppressed).toBeUndefined();
    expect(entry.state.subscriptions).toEqual([]);
  });

  test("is refused where nothing is suppressed, also the second time", async () => {
    const stack = await stackWithComplaint();
    expect(await liftSuppression(stack.ports, "ana@reader.example")).toEqual({ kind: "not-suppressed" });
    await liftSuppression(stack.ports, reader);
    const before = await stack.everything();
    expect(await liftSuppression(stack.ports, reader)).toEqual({ kind: "not-suppressed" });
    expect(await stack.everything()).toEqual(before);
  });

  test("needs no subscriber: the hash outlives them", async () => {
    const stack = await stackWithComplaint();
    await stack.ports.suppressions.put("gone@reader.example", "erasure", stack.now());
    expect(await liftSuppression(stack.ports, "gone@reader.example")).toEqual({ kind: "lifted", reason: "erasure" });
    expect(await stack.ports.suppressions.reason("gone@reader.example")).toBeUndefined();
  });

  test("stopped at any call is finished by the next try", async () => {
    for (const moment of ["before", "after"] as const) {
      for (let call = 1; ; call++) {
        const stack = await stackWithComplaint();
        stack.process.dieAt(call, moment);
        const first = await liftSuppression(stack.ports, reader).catch(() => undefined);
        if (!stack.process.isDead()) break;
        stack.process.revive();
        const outcome = first ?? (await liftSuppression(stack.ports, reader));
        expect(["lifted", "not-suppressed"]).toContain(outcome.kind);
        expect(await stack.ports.suppressions.reason(reader)).toBeUndefined();
        expect((await stack.subscriber(reader)).entry.state.suppressed).toBeUndefined();
      }
    }
  });

  test("stops at a graver reason that came in the meantime", async () => {
    const stack = memoryStack("2026-11-20T12:00:00Z");
    const { suppressions } = stack.ports;
    await suppressions.put(reader, "bounce", stack.now());
    const complainedMeanwhile: typeof suppressions = {
      ...suppressions,
      lift: async (address, reason) => {
        await suppressions.put(address, "complaint", stack.now());
        return suppressions.lift(address, reason);
      },
    };
    expect(await liftSuppression({ ...stack.ports, suppressions: complainedMeanwhile }, reader)).toEqual({
      kind: "graver",
      reason: "complaint",
    });
    expect(await suppressions.reason(reader)).toBe("complaint");
  });
});

describe("soft bounces from before a lift", () => {
  test("do not count any more", async () => {
    const stack = memoryStack("2026-11-01T12:00:00Z");
    await stack.addTopic(topic, "the harbour strike");
    await stack.follow(reader, topic);
    for (const day of [1, 2, 3, 4, 5]) await noteSoftBounce(stack.ports, reader, `2026-11-0${day}`);
    expect(await liftSuppression(stack.ports, reader)).toEqual({ kind: "lifted", reason: "bounce" });
    await stack.follow(reader, topic);
    expect(await noteSoftBounce(stack.ports, reader, "2026-11-06")).toBe(false);
    expect((await stack.subscriber(reader)).entry.state.suppressed).toBeUndefined();
  });
});
