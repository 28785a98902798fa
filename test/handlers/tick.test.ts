import type { Context, EventBridgeEvent } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { dynamoSubscribers } from "#adapters/dynamo/subscribers.ts";
import { newState } from "#core/subscriber.ts";
import { type FunctionWorld, startFunctionWorld } from "#test/support/function-world.ts";

let world: FunctionWorld;
let tick: (time: string) => Promise<void>;

beforeAll(async () => {
  world = await startFunctionWorld();
  const { handler } = await import("#handlers/tick.ts");
  const context = { getRemainingTimeInMillis: () => 60_000 } as Context;
  tick = (time) => handler({ time } as EventBridgeEvent<string, unknown>, context);
});

beforeEach(() => {
  world.lines.length = 0;
});

afterAll(() => world.stop());

/** Somebody who left on New Year's Day, longer ago than an address is kept. */
async function departed() {
  const subscribers = dynamoSubscribers(world.table);
  const at = Date.parse("2026-01-01T12:00:00Z");
  const ana = { id: "aaaaaaaaaaaaaaaa", address: "ana@example.test", createdAt: at };
  const state = newState("en", { zone: "UTC", hour: "07:00", weekday: 1 });
  await subscribers.create(ana, Date.now() + 60_000);
  await subscribers.keep(ana);
  await subscribers.append(ana.id, { number: 1, at, event: { kind: "left", topics: ["harbour"] }, state });
  return { subscribers, ana };
}

describe("the tick", () => {
  test("says nothing in a minute in which nothing is due", async () => {
    await tick("2026-03-29T07:01:00Z");
    expect(world.lines).toEqual([]);
  });

  test("forgets every 5 minutes whoever left long ago, and tells how many, not whom", async () => {
    const { subscribers, ana } = await departed();
    await tick("2026-03-29T07:04:00Z");
    expect(await subscribers.get(ana.id)).toEqual(ana);
    await tick("2026-03-29T07:05:00Z");
    expect(await subscribers.get(ana.id)).toBeUndefined();
    const line = { level: "info", event: "readers.forgotten", function: "tick", forgotten: 1, dropped: 0 };
    expect(world.lines).toEqual([line]);
  });
});
