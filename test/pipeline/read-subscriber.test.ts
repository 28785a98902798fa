import { describe, expect, test } from "vitest";
import { readSubscriber, type SubscriberView } from "#pipeline/read-subscriber.ts";
import { type MemoryStack, memoryStack } from "#test/support/memory-stack.ts";

const reader = "rosa@reader.example";
const topic = "harbour-strike";

async function stackWithReader(cadence = "daily"): Promise<MemoryStack> {
  const stack = memoryStack("2026-11-20T12:00:00Z");
  await stack.addTopic(topic, "the harbour strike");
  await stack.publish(topic, ["News 1"], "routine");
  await stack.follow(reader, topic, { cadence });
  return stack;
}

async function look(stack: MemoryStack, address = reader): Promise<Extract<SubscriberView, { kind: "known" }>> {
  const view = await readSubscriber(stack.ports, address);
  if (view.kind !== "known") throw new Error(`${address} is unknown`);
  return view;
}

const runs = (view: { deliveries: Extract<SubscriberView, { kind: "known" }>["deliveries"] }) =>
  view.deliveries.map(({ run, outcome, claim }) => ({
    run: run.id,
    state: outcome?.state,
    reason: outcome?.reason,
    numbers: claim?.numbers,
  }));

describe("a subscriber who is looked up", () => {
  test("is unknown where nobody signed up with the address", async () => {
    const stack = await stackWithReader();
    expect(await readSubscriber(stack.ports, "nobody@reader.example")).toEqual({ kind: "unknown" });
  });

  test("may be unknown and suppressed", async () => {
    const stack = await stackWithReader();
    await stack.ports.suppressions.put("gone@reader.example", "erasure", stack.now());
    expect(await readSubscriber(stack.ports, "gone@reader.example")).toEqual({
      kind: "unknown",
      suppressed: "erasure",
    });
  });

  test("may be forgotten, and is known by what they had agreed to alone", async () => {
    const stack = await stackWithReader();
    const { id } = await stack.subscriber(reader);
    await stack.leave(await stack.token(reader, { purpose: "leave", topics: [topic] }));
    stack.pass(29 * 24 * 60 * 60 * 1000);
    await stack.forget();
    const view = await readSubscriber(stack.ports, reader);
    const events = ["signed-up", "confirmed", "left"].map((kind) => ({ event: { kind } }));
    expect(view).toMatchObject({ kind: "unknown", consents: [{ subscriber: id, events }] });
  });

  test("follows topics, each with what waits for them", async () => {
    const stack = await stackWithReader();
    await stack.publish(topic, ["News 2", "News 3"], "routine");
    const { subscriptions, suppressed } = await look(stack);
    expect(suppressed).toBeUndefined();
    expect(subscriptions).toMatchObject([{ topic, cadence: "daily", start: 1, mark: 1, tail: 3, waiting: [2, 3] }]);
  });

  test("was mailed by runs, with these numbers", async () => {
    const stack = await stackWithReader();
    await stack.publish(topic, ["News 2", "News 3"], "routine");
    await stack.turnTo("2026-11-21T07:15:00Z");
    const view = await look(stack);
    expect(runs(view)).toEqual([
      { run: "daily.2026-11-21.0700.Europe-London", state: "submitted", numbers: { [topic]: [2, 3] } },
    ]);
    expect(view.log.map(({ event }) => event.kind)).toEqual(["mailed", "confirmed", "signed-up"]);
  });

  test("was not mailed by a run for a reason", async () => {
    const stack = await stackWithReader("instant");
    await stack.publish(topic, ["News 2"], "notable");
    await stack.turnTo("2026-11-21T09:00:00Z");
    expect(runs(await look(stack))).toEqual([
      { run: "catch-up.2026-11-21.0800.Europe-London", state: "refused", reason: "nothing-new" },
      { run: `alert.${topic}.1-2`, state: "submitted", numbers: { [topic]: [2] } },
    ]);
  });

  test("was not mailed after they left, and the run says so", async () => {
    const stack = await stackWithReader();
    await stack.publish(topic, ["News 2"], "routine");
    stack.pass(Date.parse("2026-11-21T07:00:00Z") - stack.now());
    await stack.tick();
    await stack.planOnly();
    await stack.leave(await stack.token(reader, { purpose: "leave", topics: [topic] }));
    await stack.drain();
    expect(runs(await look(stack))).toMatchObject([{ state: "refused", reason: "left" }]);
  });

  test("is owed what SES refused, and the log tells why", async () => {
    const stack = await stackWithReader();
    await stack.publish(topic, ["News 2"], "routine");
    stack.ses.answers.push({ kind: "refused", reason: "message-refused" });
    await stack.turnTo("2026-11-21T07:15:00Z");
    const view = await look(stack);
    expect(view.subscriptions).toMatchObject([{ mark: 2, owed: [2], waiting: [2] }]);
    expect(runs(view)).toMatchObject([{ state: "refused", reason: "message-refused" }]);
    expect(view.log[0]?.event).toMatchObject({ kind: "owed", reason: "message-refused" });
  });

  test("waits where a run has not come to them yet", async () => {
    const stack = await stackWithReader();
    await stack.publish(topic, ["News 2"], "routine");
    stack.pass(Date.parse("2026-11-21T07:00:00Z") - stack.now());
    await stack.tick();
    await stack.planOnly();
    const [waiting] = (await look(stack)).deliveries;
    expect(waiting).toEqual({ run: expect.objectContaining({ id: "daily.2026-11-21.0700.Europe-London" }) });
  });
});
