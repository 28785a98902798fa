// Each fault of the world once, at the real services' edges: nobody is lost, nobody is mailed twice.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { faultKinds } from "#local/faults/faults.ts";
import { mailedTo, publish, showRun, turnOn } from "#test/support/followed-run.ts";
import { type ReadStack, startReadStack } from "#test/support/readership.ts";

const calls = [
  { service: "ses", operation: "SendRawEmail" },
  { service: "dynamodb", operation: "PutItem" },
  { service: "sqs", operation: "SendMessageBatch" },
];

/** One topic for each fault, with readers of its own. */
const faults = calls.flatMap((call) =>
  faultKinds.map((kind) => ({ ...call, kind, topic: `${call.service}-${kind}`, times: 1 })),
);

const readersEach = 4;

let read: ReadStack;

beforeAll(async () => {
  read = await startReadStack(faults.map(({ topic }) => ({ count: readersEach, topics: [topic], cadence: "instant" })));
}, 180_000);

afterAll(() => read?.end());

/** As a person does: again, where the command failed. What is published twice is there once. */
async function publishSurely(topic: string): Promise<void> {
  for (let tries = 0; tries < 3; tries++) {
    const { code } = await publish(read.stack, topic, `News under the fault ${topic}`);
    if (code === 0) return;
  }
  throw new Error(`${topic} could not be published`);
}

async function order({ service, operation, kind, times }: (typeof faults)[number]): Promise<void> {
  const body = JSON.stringify({ service, operation, kind, times });
  const { status } = await fetch(`${read.stack.local}/faults`, { method: "POST", body });
  if (status !== 200) throw new Error(`The fault was answered with ${status}.`);
}

describe("readers whose run meets a fault", () => {
  beforeAll(async () => {
    for (const fault of faults) {
      // Planning and claiming are PutItems, but so is publishing itself.
      const isBefore = fault.service !== "dynamodb";
      if (isBefore) await order(fault);
      await publishSurely(fault.topic);
      if (!isBefore) await order(fault);
    }
    for (let round = 0; round < 5; round++) await turnOn(read.stack, "ses-error", round);
  }, 240_000);

  test.each(faults.map(({ topic }) => topic))("%s are each mailed once, and the books balance", async (topic) => {
    expect(await mailedTo(read, topic)).toEqual({ none: [], more: [] });
    const { state, books, doubled } = await showRun(read, topic);
    expect([state, books.submitted, books.audience, doubled]).toEqual(["closed", readersEach, readersEach, 0]);
  });

  test("have met all of them", async () => {
    expect(await (await fetch(`${read.stack.local}/faults`)).json()).toEqual({ faults: [] });
  });
});
