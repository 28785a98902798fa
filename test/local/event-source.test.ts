import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { createActivity } from "#local/clock/activity.ts";
import { createClock } from "#local/clock/clock.ts";
import type { Outcome } from "#local/functions/invocation.ts";
import { notebookInMemory } from "#local/notebook.ts";
import { createEventSource, type EventSourceDefinition } from "#local/services/event-source.ts";
import { createQueues } from "#local/services/queues.ts";

const arn = "arn:aws:sqs:us-east-1:000000000000:Work";

/** A source whose function answers when the test says so. */
function open(more: Partial<EventSourceDefinition> = {}) {
  const notebook = notebookInMemory();
  const clock = createClock(notebook, () => 0);
  const activity = createActivity();
  const queue = {
    arn,
    url: "",
    name: "Work",
    delaySeconds: 0,
    visibilitySeconds: 300,
    retentionSeconds: 3600,
    redrive: undefined,
  };
  const queues = createQueues([queue], clock, notebook);
  const running: { records: { messageId: string; body: string }[]; answer: (outcome: Outcome) => void }[] = [];
  const target = {
    arn: "",
    name: "",
    stop: async () => undefined,
    invoke: (payload: string) =>
      new Promise<Outcome>((answer) => void running.push({ records: JSON.parse(payload).Records, answer })),
  };
  const definition = {
    queueArn: arn,
    region: "us-east-1",
    batchSize: 2,
    windowSeconds: 0,
    reportsItemFailures: true,
    maximumConcurrency: 2,
  };
  const source = createEventSource(
    { ...definition, ...more },
    { queues, clock, activity, target, onFailure: () => undefined },
  );
  const bodies = () => running.map(({ records }) => records.map(({ body }) => body));
  const answer = async (place: number, outcome: Outcome) => {
    running[place]?.answer(outcome);
    await sleep(0);
  };
  /** What can be received once every time-out has passed. */
  const left = () => {
    source.stop();
    clock.turnTo(300_000);
    return queues.receive(arn, 10).map(({ body }) => body);
  };
  return { queues, clock, source, running, bodies, answer, left };
}

const done: Outcome = { answer: "null" };
const failing = (...ids: unknown[]): Outcome => ({
  answer: JSON.stringify({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) }),
});

describe("an event source", () => {
  test("runs no more invocations at once than its maximum, and the next when one has ended", async () => {
    const { queues, bodies, answer, source } = open({ batchSize: 1 });
    for (const body of ["1", "2", "3"]) queues.send(arn, body);
    expect(bodies()).toEqual([["1"], ["2"]]);
    await answer(0, done);
    expect(bodies()).toEqual([["1"], ["2"], ["3"]]);
    source.stop();
  });

  test("takes out of the queue what was done", async () => {
    const { queues, answer, left } = open();
    queues.send(arn, "1");
    await answer(0, done);
    expect(left()).toEqual([]);
  });

  test("leaves in the queue what the function reports as failed, and that alone", async () => {
    const { queues, running, answer, left } = open({ windowSeconds: 60 });
    queues.send(arn, "good");
    queues.send(arn, "bad");
    const bad = running[0]?.records.find(({ body }) => body === "bad");
    await answer(0, failing(bad?.messageId));
    expect(left()).toEqual(["bad"]);
  });

  test.each<[string, Outcome]>([
    ["throws", { failure: { errorType: "Error", errorMessage: "", trace: [] } }],
    ["names a message that is not there", failing("another")],
    ["names no message", failing(undefined)],
    ["answers with something else", { answer: '{"batchItemFailures":"all"}' }],
  ])("leaves the whole batch in the queue when the function %s", async (_, outcome) => {
    const { queues, answer, left } = open();
    queues.send(arn, "1");
    await answer(0, outcome);
    expect(left()).toEqual(["1"]);
  });

  test("waits for its window or a full batch, and not while the clock is turned", () => {
    const { queues, bodies, source, clock } = open({ windowSeconds: 60, maximumConcurrency: 10 });
    queues.send(arn, "1");
    expect(bodies()).toEqual([]);
    queues.send(arn, "2");
    expect(bodies()).toEqual([["1", "2"]]);
    queues.send(arn, "3");
    clock.turnTo(clock.now() + 60_000);
    source.wake();
    expect(bodies()).toEqual([["1", "2"], ["3"]]);
    source.setTurning(true);
    queues.send(arn, "4");
    expect(bodies()).toEqual([["1", "2"], ["3"], ["4"]]);
    source.stop();
  });
});
