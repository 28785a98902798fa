import { once } from "node:events";
import { createServer, request, type Server } from "node:http";
import { text as textOfStream } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { DynamoTable } from "#adapters/dynamo/table.ts";
import { newState } from "#core/subscriber.ts";
import type { Notice } from "#pipeline/ports/notices.ts";
import { dynamoStores, type EmbeddedDynamo, embeddedClient, startDynalite } from "#test/support/embedded-dynamo.ts";

const noon = Date.UTC(2026, 2, 1, 12);
const subscriber = "aaaaaaaaaaaaaaaa";
const state = newState("en", { zone: "Europe/London", hour: "07:00", weekday: 1 });
const slice = { run: "alert.harbour.1-1", shard: 0, first: subscriber };
const notice: Notice = {
  id: "confirm.aaaaaaaaaaaaaaaa.harbour",
  subscriber,
  contents: { kind: "confirm", topicTitle: "Harbour strike", cadence: "daily" },
  locale: "en",
  zone: "Europe/London",
  link: { purpose: "confirm", signUp: 1 },
  causedAt: noon,
};

/**
 * DynamoDB behind a line that breaks: it hands every request on, and drops the answer to the first write that worked.
 *
 * The SDK asks again by itself, so the same conditional write comes twice.
 */
describe("a conditional write whose answer was lost", () => {
  let dynamo: EmbeddedDynamo;
  let line: Server;
  let dropped = 0;
  let table: DynamoTable;
  let lossy: DynamoTable;

  beforeAll(async () => {
    dynamo = await startDynalite();
    const upstream = new URL(dynamo.endpoint);
    line = createServer(async (incoming, answer) => {
      const body = await textOfStream(incoming);
      const { method, headers } = incoming;
      const asked = request({ host: upstream.hostname, port: upstream.port, method, headers }, async (reply) => {
        const replied = await textOfStream(reply);
        const isWrite = /PutItem|UpdateItem/.test(String(headers["x-amz-target"]));
        if (isWrite && reply.statusCode === 200 && dropped === 0) {
          dropped += 1;
          incoming.socket.destroy();
          return;
        }
        answer.writeHead(reply.statusCode ?? 500, reply.headers).end(replied);
      });
      asked.end(body);
    }).listen(0, "127.0.0.1");
    await once(line, "listening");
  });
  afterAll(async () => {
    lossy.client.destroy();
    line.closeAllConnections();
    line.close();
    await dynamo.stop();
  });
  beforeEach(async () => {
    table = await dynamo.newTable(() => noon);
    const address = line.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    lossy = { ...table, client: embeddedClient(`http://127.0.0.1:${port}`) };
    dropped = 0;
  });

  test("leaves a claim to the sender that made it", async () => {
    const entry = { number: 1, at: noon, event: { kind: "changed" }, state } as const;
    expect(await dynamoStores(lossy, 1).subscribers.append(subscriber, entry)).toBe(true);
    expect(dropped).toBe(1);
    expect(await dynamoStores(table, 1).subscribers.append(subscriber, entry)).toBe(false);
  });

  test("leaves a version's number to the publisher that took it", async () => {
    const version = {
      number: 1,
      development: 1,
      kind: "new",
      importance: "notable",
      recordedAt: noon,
      headline: "The ferries sail again",
    } as const;
    expect(await dynamoStores(lossy, 1).topicLog.append("harbour", version)).toBe(true);
    expect(dropped).toBe(1);
  });

  test("leaves a run to the planner that put it", async () => {
    const times = { dueAt: noon, staleAt: noon + 1, shards: 1 };
    const run = {
      kind: "alert",
      id: slice.run,
      audience: "alert.harbour",
      topic: "harbour",
      from: 1,
      upTo: 1,
    } as const;
    expect(await dynamoStores(lossy, 1).ledger.putRun({ ...run, ...times })).toBe(true);
    expect(dropped).toBe(1);
  });

  test("leaves the first beginning of a slice to the sender that began it", async () => {
    expect(await dynamoStores(lossy, 1).ledger.beginSlice(slice, noon)).toBe(true);
    expect(dropped).toBe(1);
  });

  test("leaves a notice to whoever put it, and its start to whoever starts it", async () => {
    const { notices } = dynamoStores(lossy, 1);
    expect(await notices.put(notice, 0)).toBe(true);
    expect(dropped).toBe(1);
    dropped = 0;
    expect(await notices.move(notice.id, noon, "waiting", "started")).toBe(true);
    expect(dropped).toBe(1);
  });
});
