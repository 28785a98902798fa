import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sqsNoticeQueue, sqsPlanQueue, sqsSliceQueue } from "#adapters/sqs/queues.ts";
import { Fault } from "#core/fault.ts";

interface Batch {
  readonly QueueUrl: string;
  readonly Entries: readonly { readonly Id: string; readonly MessageBody: string }[];
}

/** The batches that SQS has received. */
let batches: Batch[];
/** The ids of the entries that it refuses. */
let refused: readonly string[];
let isAway: boolean;
let server: Server;
let client: SQSClient;
let origin: string;

beforeEach(async () => {
  batches = [];
  refused = [];
  isAway = false;
  server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const batch = JSON.parse(Buffer.concat(parts).toString()) as Batch;
    batches.push(batch);
    response.setHeader("content-type", "application/x-amz-json-1.0");
    if (isAway) {
      response.writeHead(500).end('{"__type":"InternalFailure"}');
      return;
    }
    const Failed = refused.map((Id) => ({ Id, SenderFault: false, Code: "InternalError" }));
    response.end(JSON.stringify({ Successful: [], Failed }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  client = new SQSClient({
    endpoint: origin,
    region: "eu-west-2",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
    // The answers of the stand-in carry no digests of the messages.
    md5: false,
  });
});

afterEach(async () => {
  client.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const parts = (count: number) =>
  Array.from({ length: count }, (_, shard) => ({ kind: "part", run: "daily.x", shard }) as const);

const bodies = () => batches.map(({ Entries }) => Entries.map(({ MessageBody }) => JSON.parse(MessageBody) as unknown));

describe("the planner's queue", () => {
  test("takes all messages, in order, ten in a batch", async () => {
    await sqsPlanQueue(client, `${origin}/1/plan`).send(parts(23));
    expect(bodies().map(({ length }) => length)).toEqual([10, 10, 3]);
    expect(bodies().flat()).toEqual(parts(23).map((message) => ({ v: 1, ...message })));
    expect(new Set(batches.map(({ QueueUrl }) => QueueUrl))).toEqual(new Set([`${origin}/1/plan`]));
    for (const { Entries } of batches) expect(new Set(Entries.map(({ Id }) => Id)).size).toBe(Entries.length);
  });

  test("takes nothing without asking SQS", async () => {
    await sqsPlanQueue(client, `${origin}/1/plan`).send([]);
    expect(batches).toEqual([]);
  });

  test("fails when SQS refuses one message of a batch", async () => {
    refused = ["7"];
    const sent = sqsPlanQueue(client, `${origin}/1/plan`).send(parts(10));
    await expect(sent).rejects.toThrow(new Fault("sqs.unavailable", "SQS did not take 1 of 10 messages"));
  });

  test("fails when SQS is away", async () => {
    isAway = true;
    const sent = sqsPlanQueue(client, `${origin}/1/plan`).send(parts(10));
    await expect(sent).rejects.toMatchObject({ code: "sqs.unavailable", message: "SQS did not take 10 messages" });
  });
});

describe("the senders' queues", () => {
  test("are one for what comes at once and one for digests, and their messages name slices and nothing else", async () => {
    const queue = sqsSliceQueue(client, { alert: `${origin}/1/alerts`, digest: `${origin}/1/digests` });
    const key = { run: "daily.x", shard: 3, first: "----------------" };
    await queue.send("digest", [{ ...key, touchedAt: 7 } as typeof key]);
    await queue.send("alert", [key]);
    await queue.send("correction", [key]);
    expect(batches.map(({ QueueUrl }) => QueueUrl.split("/").at(-1))).toEqual(["digests", "alerts", "alerts"]);
    expect(bodies()).toEqual([[{ v: 1, ...key }], [{ v: 1, ...key }], [{ v: 1, ...key }]]);
  });
});

describe("the queue of notices", () => {
  test("takes the notice's id", async () => {
    await sqsNoticeQueue(client, `${origin}/1/notices`).send("confirm.reader.topic.0");
    expect(bodies()).toEqual([[{ notice: "confirm.reader.topic.0" }]]);
  });
});
