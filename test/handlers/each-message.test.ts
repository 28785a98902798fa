import type { SQSEvent, SQSRecord } from "aws-lambda";
import { describe, expect, test } from "vitest";
import { Fault } from "#core/fault.ts";
import { eachMessage, told } from "#handlers/each-message.ts";
import type { Log } from "#pipeline/ports/log.ts";

const event = (...bodies: string[]): SQSEvent => ({
  Records: bodies.map((body, index) => ({ messageId: `message-${index}`, body }) as SQSRecord),
});

/** A log that keeps its lines. */
function keptLog(): { readonly log: Log; readonly lines: (readonly [string, Readonly<Record<string, unknown>>])[] } {
  const lines: (readonly [string, Readonly<Record<string, unknown>>])[] = [];
  const keep = (name: string, fields: Readonly<Record<string, unknown>>): void => void lines.push([name, fields]);
  return { log: { info: keep, warn: keep }, lines };
}

describe("a batch of messages", () => {
  test("is worked through in order, each body decoded", async () => {
    const seen: unknown[] = [];
    const answer = await eachMessage(event('{"a":1}', '"b"'), keptLog().log, async (body, { messageId }) => {
      seen.push([messageId, body]);
    });
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(seen).toEqual([
      ["message-0", { a: 1 }],
      ["message-1", "b"],
    ]);
  });

  test("names those that must come again, and works the others off", async () => {
    const done: unknown[] = [];
    const { log, lines } = keptLog();
    const answer = await eachMessage(event('"one"', '"two"', "{", '"four"'), log, async (body) => {
      if (body === "two") throw new Fault("sqs.unavailable", "SQS did not take 1 of 1 messages");
      done.push(body);
    });
    expect(done).toEqual(["one", "four"]);
    expect(answer.batchItemFailures).toEqual([{ itemIdentifier: "message-1" }, { itemIdentifier: "message-2" }]);
    expect(lines.map(([name, { message, code }]) => [name, message, code])).toEqual([
      ["message.failed", "message-1", "sqs.unavailable"],
      ["message.failed", "message-2", "message.malformed"],
    ]);
  });

  test("that is empty has nothing to do", async () => {
    expect(await eachMessage(event(), keptLog().log, async () => undefined)).toEqual({ batchItemFailures: [] });
  });
});

describe("a failure in the log", () => {
  test("is told by its code, with its cause's name", () => {
    const cause = new TypeError("socket hang up");
    expect(told(new Fault("dynamo.unavailable", "DynamoDB did not answer", { cause }))).toEqual({
      code: "dynamo.unavailable",
      reason: "DynamoDB did not answer",
      cause: "TypeError: socket hang up",
    });
  });

  test("that is no fault is a bug, with its stack", () => {
    expect(told(new RangeError("out"))).toMatchObject({ code: "bug", reason: "out", stack: expect.any(String) });
    expect(told("thrown")).toEqual({ code: "bug", reason: "thrown" });
  });
});
