// What is not ours, or not whole: a line that counts, and the dead-letter queue where a person must look. The real
// handlers.

import type { Context, EventBridgeEvent, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { dynamoLedger } from "#adapters/dynamo/ledger.ts";
import { type FunctionWorld, startFunctionWorld } from "#test/support/function-world.ts";

const now = Date.parse("2026-03-29T07:00:00Z");
const context = { getRemainingTimeInMillis: () => 60_000 } as Context;

let world: FunctionWorld;
let lines: FunctionWorld["lines"];

type Handler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;
let send: Handler;
let plan: Handler;
let listen: Handler;
let tick: (event: EventBridgeEvent<string, unknown>, context: Context) => Promise<void>;

beforeAll(async () => {
  world = await startFunctionWorld();
  ({ lines } = world);
  ({ handler: send } = await import("#handlers/send.ts"));
  ({ handler: plan } = await import("#handlers/plan.ts"));
  ({ handler: listen } = await import("#handlers/listen.ts"));
  ({ handler: tick } = await import("#handlers/tick.ts"));
});

beforeEach(() => {
  lines.length = 0;
});

afterAll(() => world.stop());

const messages = (...bodies: readonly unknown[]): SQSEvent =>
  ({
    Records: bodies.map((body, place) => ({
      messageId: `message-${place}`,
      body: typeof body === "string" ? body : JSON.stringify(body),
    })),
  }) as SQSEvent;

const failed = (...ids: readonly string[]): SQSBatchResponse => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
});

/** A line that counts once under its code. */
const counted = (event: string, code: string, fields: Readonly<Record<string, unknown>>) =>
  expect.objectContaining({ level: "warn", event, code, failures: 1, _aws: expect.anything(), ...fields });

const slice = { run: "daily.2026-03-29.0700.Europe-London", shard: 3, first: "aaaaaaaaaaaaaaaa" };

describe("a message that cannot be worked off is counted, and comes again until a person looks", () => {
  test.each([
    ["is none of ours", "hello", "a queue's message is no JSON"],
    ["names no slice", { v: 1 }, "the sender's message names no slice"],
    ["is of an older version", slice, "the sender reads messages of version 1, and this one has no version"],
  ])("when a sender's %s", async (_, body, reason) => {
    expect(await send(messages(body), context)).toEqual(failed("message-0"));
    expect(lines).toEqual([
      counted("message.failed", "message.malformed", { function: "send", message: "message-0", reason }),
    ]);
  });

  test("when a sender's names a run that does not exist", async () => {
    expect(await send(messages({ v: 1, ...slice }), context)).toEqual(failed("message-0"));
    const reason = `there is no slice of a run ${slice.run}`;
    expect(lines).toEqual([counted("message.failed", "ledger.missing", { function: "send", reason })]);
  });

  test("when a planner's names a run that does not exist", async () => {
    const part = { v: 1, kind: "part", run: slice.run, shard: 0 };
    expect(await plan(messages(part), context)).toEqual(failed("message-0"));
    const reason = `there is no run ${slice.run}`;
    expect(lines).toEqual([counted("message.failed", "ledger.missing", { function: "plan", reason })]);
  });
});

const mail = { messageId: "ses-1", timestamp: new Date(now).toISOString() };
const foreign = { eventType: "Send", mail: { ...mail, tags: {} } };

describe("an event of SES is counted", () => {
  test.each([
    ["was cut off", JSON.stringify(foreign).slice(0, 40), "it is no JSON object, or was cut off"],
    ["is of an unknown kind", { eventType: "Teleported", mail }, "SES has no event type Teleported that we know"],
    ["names no mail", { eventType: "Send", mail: {} }, "it does not say which mail it is about, or when SES took that"],
  ])("and comes again until a person looks when it %s, while others are taken in", async (_, body, why) => {
    const notice = { eventType: "Send", mail: { ...mail, tags: { notice: ["confirm"] } } };
    expect(await listen(messages(body, notice), context)).toEqual(failed("message-0"));
    expect(lines).toEqual([
      counted("event.unread", "event.malformed", { function: "listen", message: "message-0", why }),
      expect.objectContaining({ event: "events.taken-in", foreign: 0 }),
    ]);
  });

  test("and done with when it tells of a mail that is not ours", async () => {
    expect(await listen(messages(foreign), context)).toEqual(failed());
    expect(lines[0]).toEqual(counted("events.foreign", "event.foreign", { foreign: 1 }));
  });
});

describe("a quota of 0", () => {
  test("is counted, and fails the tick that asked for it", async () => {
    const run = { id: "alert.harbour.1-1", kind: "alert", audience: "alert.harbour", shards: 4 } as const;
    const times = { dueAt: Date.now(), staleAt: Date.now() + 3_600_000 };
    await dynamoLedger(world.table).putRun({ ...run, ...times, topic: "harbour", from: 1, upTo: 1 });
    const minute = { time: "2026-03-29T07:01:00Z" } as EventBridgeEvent<string, unknown>;
    await expect(tick(minute, context)).rejects.toMatchObject({ code: "ses.quota-unknown" });
    const reason = "SES tells a rate of 0 mails a second";
    expect(lines).toContainEqual(counted("tick.failed", "ses.quota-unknown", { function: "tick", reason }));
  });
});
