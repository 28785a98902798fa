import { describe, expect, test } from "vitest";
import { keepWatch } from "#pipeline/keep-watch.ts";
import type { MemoryStack } from "#test/support/memory-stack.ts";
import { memoryStack } from "#test/support/memory-stack.ts";
import { mailCounts, run, stackWithRun } from "./planned-run.ts";

const minuteMs = 60_000;

const watch = (stack: MemoryStack) =>
  keepWatch(stack.ports, stack.now(), { shards: 4, graceMs: 15 * minuteMs, until: stack.now() + minuteMs });

/** How often a minute calls the world at this time, with nothing due and nothing open. */
async function callsAt(time: string): Promise<number> {
  const stack = memoryStack("2026-11-20T11:50:00Z");
  for (const topic of ["harbour-strike", "old-quay-bridge"]) {
    await stack.addTopic(topic, `the story of ${topic}`);
    for (const hour of ["09:00", "10:00", "11:00"]) {
      await stack.ports.groups.stir(`daily.${hour.replace(":", "")}.Europe/London`, [topic], stack.now());
    }
  }
  await watch(stack);
  stack.pass(Date.parse(time) - stack.now());
  const before = stack.process.calls();
  expect(await watch(stack)).toMatchObject({ planned: [], failures: [] });
  return stack.process.calls() - before;
}

describe("keeping watch", () => {
  test.each([
    ["five times, and writes once", "11:52", 6],
    ["once more every five minutes, for notices", "11:55", 7],
    ["once more every quarter of an hour, for the groups", "12:00", 8],
  ])("reads %s, where nothing is due", async (_, time, calls) => {
    expect(await callsAt(`2026-11-20T${time}:00Z`)).toBe(calls);
  });

  test("reads the tail of a topic once, however many groups follow it", async () => {
    const stack = memoryStack("2026-11-20T11:50:00Z");
    await stack.addTopic("harbour-strike", "the harbour strike");
    const tails: string[] = [];
    const { tail } = stack.ports.topicLog;
    stack.ports.topicLog.tail = async (topic) => {
      tails.push(topic);
      return tail(topic);
    };
    for (const zone of ["Europe/London", "Europe/Lisbon", "Atlantic/Faroe"]) {
      await stack.ports.groups.stir(`daily.1200.${zone}`, ["harbour-strike"], stack.now());
    }
    stack.pass(10 * minuteMs);
    expect((await watch(stack)).planned).toHaveLength(3);
    expect(tails).toEqual(["harbour-strike"]);
  });

  test("plans and recovers though SES does not tell its rate", async () => {
    const stack = await stackWithRun(4);
    stack.waiting.slices.length = 0;
    stack.ports.quota.rate = async () => {
      throw new Error("SES is out of reach");
    };
    stack.pass(10 * minuteMs);
    const outcome = await watch(stack);
    expect(outcome.recovery?.nudged).toBeGreaterThan(0);
    expect(outcome.failures).toMatchObject([{ message: "SES is out of reach" }]);
  });

  test("lets everything go on in the minute in which a hold ends", async () => {
    const stack = await stackWithRun(4);
    await stack.ports.account.hold({ reason: "quota", since: stack.now() });
    await stack.drain();
    stack.pass(10 * minuteMs);
    const { hold } = await watch(stack);
    expect(hold?.kind).toBe("ended");
    await stack.drain();
    expect(mailCounts(stack, 4)).toEqual([1, 1, 1, 1]);
    stack.pass(5 * minuteMs);
    expect((await watch(stack)).recovery?.closed).toEqual([run]);
  });
});
