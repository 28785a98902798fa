// One function whose clock is ten minutes off: AWS keeps clocks to milliseconds, but nothing may hang on it.

import { describe, expect, test } from "vitest";
import { laneMemory } from "#pipeline/lane-memory.ts";
import { planAlert } from "#pipeline/plan-alert.ts";
import { planPart } from "#pipeline/plan-part.ts";
import { publish } from "#pipeline/publish.ts";
import { recover } from "#pipeline/recover.ts";
import { sendSlice } from "#pipeline/send-slice.ts";
import { tick } from "#pipeline/tick.ts";
import { type MemoryStack, memoryStack } from "#test/support/memory-stack.ts";

const topic = "harbour-strike";
const daily = ["ana", "ben", "cleo"].map((name) => `${name}@reader.example`);
const rosa = "rosa@reader.example";
const minuteMs = 60_000;
const shards = 4;

const functions = ["publish", "plan", "send", "tick", "recover"] as const;
const cases = functions.flatMap((name) => [-10, 10].map((minutes) => [name, minutes] as const));

/** A minute of the stack, each function with its own clock. */
function minuteOf(stack: MemoryStack, portsOf: (name: (typeof functions)[number]) => MemoryStack["ports"]) {
  const until = () => stack.now() + 60 * minuteMs;
  const drain = async (): Promise<void> => {
    for (;;) {
      const plan = stack.waiting.plans.shift();
      const slice = plan === undefined ? stack.waiting.slices.shift() : undefined;
      if (plan === undefined && slice === undefined) return;
      if (plan?.kind === "alert") await planAlert(portsOf("plan"), plan.topic, shards);
      else if (plan?.kind === "part") await planPart(portsOf("plan"), plan, until(), 2);
      if (slice !== undefined) await sendSlice(portsOf("send"), slice.key, until(), laneMemory(portsOf("send"), 2));
    }
  };
  return async (): Promise<void> => {
    await tick(portsOf("tick"), stack.now(), shards);
    await drain();
    await recover(portsOf("recover"), { graceMs: 15 * minuteMs, until: until() });
    await drain();
    stack.pass(minuteMs);
  };
}

async function mails(stack: MemoryStack, reader: string): Promise<string[]> {
  const texts = (await stack.read(reader)).slice(1).map(({ text }) => text);
  return texts.flatMap((text) => [...text.matchAll(/News \d/g)].map(String)).sort();
}

describe("a clock that is ten minutes off", () => {
  test.each(cases)("of %s by %i minutes loses nothing and doubles nothing", async (name, minutes) => {
    const stack = memoryStack("2026-11-20T23:40:00Z");
    await stack.addTopic(topic, "the harbour strike");
    for (const reader of daily) await stack.follow(reader, topic, { zone: "UTC" });
    await stack.follow(rosa, topic, { zone: "UTC", cadence: "instant" });
    stack.pass(7 * 60 * minuteMs);
    const { clock } = stack.ports;
    const off = { ...stack.ports, clock: { ...clock, now: () => clock.now() + minutes * minuteMs } };
    const portsOf = (asked: string) => (asked === name ? off : stack.ports);
    const minute = minuteOf(stack, portsOf);
    for (const news of [1, 2]) {
      await publish(portsOf("publish"), { topic, developments: [{ headline: `News ${news}` }] });
      for (let passed = 0; passed < 24; passed++) {
        await minute();
        if (passed === 1) expect(await mails(stack, rosa), "at once").toContain(`News ${news}`);
      }
    }
    expect(await mails(stack, rosa)).toEqual(["News 1", "News 2"]);
    for (const reader of daily) expect(await mails(stack, reader), reader).toEqual(["News 1"]);
    expect(await stack.ports.ledger.openRuns()).toEqual([]);
  });
});
