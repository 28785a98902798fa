import { describe, expect, test } from "vitest";
import type { SubscriberEntry } from "#core/subscriber.ts";
import { memoryStack } from "#test/support/memory-stack.ts";

const day = 24 * 60 * 60 * 1000;

/** Readers who have followed a topic daily, with a digest on each of so many days. */
async function readers(count: number, days: number) {
  const stack = memoryStack("2026-03-10T08:00:00Z");
  await stack.addTopic("harbour", "The harbour strike");
  const addresses = Array.from({ length: count }, (_, place) => `reader-${place}@reader.example`);
  for (const address of addresses) await stack.follow(address, "harbour");
  for (let passed = 0; passed < days; passed++) {
    await stack.publish("harbour", [`News of day ${passed}`]);
    await stack.turnTo(stack.now() + day, 6 * 60 * 60 * 1000);
  }
  const log = async (address: string): Promise<readonly SubscriberEntry[]> => {
    const { id } = await stack.subscriber(address);
    return (await stack.ports.subscribers.newest(id, 1000)).toReversed();
  };
  return { stack, addresses, log };
}

const kinds = (entries: readonly SubscriberEntry[]) => entries.map(({ event }) => event.kind);

describe("the log of somebody who follows something", () => {
  test("loses what was superseded 90 days ago, and keeps what shows consent and the newest", async () => {
    const { stack, addresses, log } = await readers(1, 4);
    const [ana = ""] = addresses;
    expect(kinds(await log(ana))).toEqual(["signed-up", "confirmed", "mailed", "mailed", "mailed", "mailed"]);
    stack.pass(100 * day);
    const before = await stack.subscriber(ana);
    expect(await stack.tidy()).toBe(3);
    expect(kinds(await log(ana))).toEqual(["signed-up", "confirmed", "mailed"]);
    expect(await stack.subscriber(ana)).toEqual(before);
  });

  test("goes on as if nothing had been dropped", async () => {
    const { stack, addresses } = await readers(1, 3);
    const [ana = ""] = addresses;
    stack.pass(200 * day);
    await stack.tidy();
    await stack.publish("harbour", ["The strike is over"]);
    await stack.turnTo(stack.now() + day);
    const [mail] = (await stack.read(ana)).slice(-1);
    expect(mail?.text).toContain("The strike is over");
    expect(mail?.text).not.toContain("News of day");
  });

  test("keeps what is younger", async () => {
    const { stack, addresses, log } = await readers(1, 3);
    stack.pass(80 * day);
    expect(await stack.tidy()).toBe(0);
    expect(await log(addresses[0] ?? "")).toHaveLength(5);
  });
});

describe("a round through all logs", () => {
  test("visits everybody, however often it is stopped", async () => {
    const { stack, addresses, log } = await readers(260, 2);
    stack.pass(100 * day);
    let calls = 0;
    const { saveRound } = stack.ports.keeping;
    // Each page of members takes the time of a call.
    stack.ports.keeping.saveRound = async (round) => {
      await saveRound(round);
      stack.pass(1000);
    };
    let dropped = 0;
    while ((await stack.ports.keeping.round())?.isDone !== true) {
      dropped += await stack.tidy(stack.now() + 1000);
      calls += 1;
    }
    expect(calls).toBeGreaterThan(4);
    expect(dropped).toBe(260);
    for (const address of addresses) expect(await log(address)).toHaveLength(3);
  });

  test("begins once a week", async () => {
    const { stack } = await readers(1, 2);
    stack.pass(85 * day);
    expect(await stack.tidy()).toBe(0);
    stack.pass(7 * day - 1);
    expect(await stack.tidy()).toBe(0);
    stack.pass(1);
    expect(await stack.tidy()).toBe(1);
  });
});
