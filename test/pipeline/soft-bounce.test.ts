import { describe, expect, test } from "vitest";
import type { MailEvent } from "#pipeline/listen.ts";
import type { MemoryStack } from "#test/support/memory-stack.ts";
import { reader, stackWithRun, topic } from "./planned-run.ts";

const softBounce = (day: string): MailEvent => ({
  kind: "soft-bounce",
  unreached: { addresses: [reader(1).toUpperCase()], day },
});

async function stackAfter(days: readonly string[]): Promise<MemoryStack> {
  const stack = await stackWithRun(1);
  for (const day of days) await stack.listen([softBounce(day)]);
  return stack;
}

const state = async (stack: MemoryStack) => (await stack.subscriber(reader(1))).entry.state;

describe("soft bounces", () => {
  test("suppress an address on their fifth date", async () => {
    const days = ["2026-11-21", "2026-11-22", "2026-11-25", "2026-11-26", "2026-12-20"];
    const stack = await stackAfter(days.slice(0, 4));
    expect(await state(stack)).not.toHaveProperty("suppressed");
    expect(await stack.listen([softBounce("2026-12-20")])).toMatchObject({ suppressed: 1 });
    expect(await state(stack)).toMatchObject({ suppressed: "bounce", subscriptions: [] });
    expect(await stack.ports.suppressions.reason(reader(1))).toBe("bounce");
  });

  test("count a date once, however many mails bounce on it", async () => {
    const stack = await stackAfter(Array(20).fill("2026-11-21"));
    expect(await state(stack)).not.toHaveProperty("suppressed");
    const log = stack.ports.subscribers.log((await stack.subscriber(reader(1))).id);
    expect(log.filter(({ event }) => event.kind === "bounced")).toHaveLength(1);
  });

  test("count for thirty days", async () => {
    const days = ["2026-11-21", "2026-11-22", "2026-11-25", "2026-11-26", "2026-12-21"];
    expect(await state(await stackAfter(days))).not.toHaveProperty("suppressed");
  });

  test("count in whatever order they are reported", async () => {
    const days = ["2026-12-20", "2026-11-25", "2026-11-22", "2026-11-26", "2026-11-21"];
    expect(await state(await stackAfter(days))).toMatchObject({ suppressed: "bounce" });
  });

  test("leave the reader's subscriptions and marks as they are", async () => {
    const stack = await stackWithRun(1);
    const before = await state(stack);
    await stack.listen([softBounce("2026-11-21")]);
    expect(await state(stack)).toEqual(before);
  });

  test("of somebody unknown, or of somebody who is suppressed, change nothing", async () => {
    const stack = await stackWithRun(1);
    await stack.listen([{ kind: "complaint", suppress: { addresses: [reader(1)], reason: "complaint" } }]);
    const before = await stack.everything();
    await stack.listen([softBounce("2026-11-21")]);
    await stack.listen([
      { kind: "soft-bounce", unreached: { addresses: ["nobody@reader.example"], day: "2026-11-21" } },
    ]);
    expect(await stack.everything()).toEqual(before);
  });

  test("suppress whenever the listener stops, when their report comes again", async () => {
    const days = ["2026-11-21", "2026-11-22", "2026-11-23", "2026-11-24"];
    for (const moment of ["before", "after"] as const) {
      for (let call = 1; call < 60; call++) {
        const stack = await stackAfter(days);
        stack.process.dieAt(call, moment);
        const died = await stack.listen([softBounce("2026-11-25")]).then(
          () => false,
          () => true,
        );
        stack.process.revive();
        await stack.listen([softBounce("2026-11-25")]);
        expect(await state(stack), `${moment} call ${call}`).toMatchObject({ suppressed: "bounce" });
        if (!died) break;
      }
    }
  });
});

describe("an erased address", () => {
  test("stays suppressed when its mails bounce or are complained about, by the graver reason", async () => {
    const stack = await stackWithRun(1);
    const address = "gone@reader.example";
    await stack.ports.suppressions.put(address, "erasure", stack.now());
    await stack.listen([{ kind: "soft-bounce", unreached: { addresses: [address], day: "2026-11-21" } }]);
    expect(await stack.ports.suppressions.reason(address)).toBe("erasure");
    await stack.listen([{ kind: "complaint", suppress: { addresses: [address], reason: "complaint" } }]);
    await stack.ports.suppressions.put(address, "erasure", stack.now());
    expect(await stack.ports.suppressions.reason(address)).toBe("complaint");
    await stack.signUp({ email: address, topic });
    await stack.drain();
    expect(stack.mailsTo(address)).toEqual([]);
  });
});
