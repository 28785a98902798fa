// What one poll that finds nothing new costs, by the real adapter and a real server on loopback; and what 5,000 sources do.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DynamoTable } from "#adapters/dynamo/table.ts";
import { hmacPushSecrets } from "#adapters/node/push-secrets.ts";
import { webSourceReader } from "#adapters/web/source-reader.ts";
import { addSource } from "#pipeline/add-source.ts";
import { type GatherPorts, gather } from "#pipeline/gather.ts";
import { dynamoStores, type EmbeddedDynamo, embeddedClient, startDynalite } from "#test/support/embedded-dynamo.ts";
import { type FeedServer, rssOf, startFeedServer } from "#test/support/feed-server.ts";
import { memoryAlarm } from "#test/support/memory/alarm.ts";
import { memoryQueues } from "#test/support/memory/queues.ts";

const polls = 200;

/** List prices of us-east-1, in dollars: a million reads, writes, messages (sent, received, deleted), invocations. */
const perMillion = { read: 0.125, write: 0.625, message: 3 * 0.4, invocation: 0.2 };

/** A GB-second on arm64, and the size of the function. */
const gbSecond = 0.0000133334;
const functionGb = 0.5;

let dynamo: EmbeddedDynamo;
let feed: FeedServer;
let table: DynamoTable;
const units = { read: 0, write: 0 };

beforeAll(async () => {
  [dynamo, feed] = await Promise.all([startDynalite(), startFeedServer()]);
  const client = embeddedClient(dynamo.endpoint);
  client.middlewareStack.add(
    (next, context) => async (args) => {
      Object.assign(args.input, { ReturnConsumedCapacity: "TOTAL" });
      const result = await next(args);
      const { ConsumedCapacity: consumed } = result.output as { ConsumedCapacity?: { CapacityUnits?: number } };
      const isRead = /^(?:Get|Query)/.test(String(context["commandName"]));
      units[isRead ? "read" : "write"] += consumed?.CapacityUnits ?? 0;
      return result;
    },
    { step: "initialize" },
  );
  table = { ...(await dynamo.newTable(Date.now)), client };
});

afterAll(async () => {
  table.client.destroy();
  await Promise.all([dynamo.stop(), feed.stop()]);
});

describe("a poll that is answered with 304", () => {
  test("costs one read, one write and less than 15 ms of processor time", async () => {
    let now = Date.parse("2026-11-20T12:00:00Z");
    const stores = dynamoStores(table, 1);
    const ports: GatherPorts = {
      ...stores,
      ...memoryQueues(),
      alarm: memoryAlarm(),
      reader: webSourceReader("any", () => now),
      gatherQueue: { send: async () => {} },
      hubs: { ask: async () => undefined },
      pushSecrets: hmacPushSecrets,
      callback: () => "https://site.example/",
      clock: { now: () => now, sleep: async () => {} },
      chance: () => 0,
    };
    await stores.topics.put({ slug: "tarn-valley", title: "the Tarn valley", createdAt: now });
    feed.serve({ body: rssOf([{ title: "Dam built", id: "1" }]) });
    const added = await addSource(ports, { topic: "tarn-valley", url: feed.url });
    const id = added.kind === "added" ? added.source.id : "";
    const poll = async () => {
      const watched = await stores.sources.get(id);
      now = watched?.dueAt ?? now;
      return gather(ports, { source: id, dueAt: now });
    };
    for (let warm = 0; warm < 50; warm++) await poll();
    const dueAt = (await stores.sources.get(id))?.dueAt ?? 0;
    Object.assign(units, { read: 0, write: 0 });
    now = dueAt;
    expect(await gather(ports, { source: id, dueAt })).toEqual({ kind: "unchanged" });
    expect(units).toEqual({ read: 1, write: 1 });

    const cpuMs = await cpuOf(polls, poll);
    const a = (polls5000: number) => (polls5000 * 5_000 * 144).toFixed(2);
    const requests = (perMillion.read + perMillion.write + perMillion.message + perMillion.invocation) / 1e6;
    const compute = 0.1 * functionGb * gbSecond;
    console.log(
      `one unchanged poll: 1 read, 1 write, ${cpuMs.toFixed(1)} ms of CPU (server and table included); ` +
        `5,000 sources × 144 a day: $${a(requests)} for requests, $${a(compute)} for 100 ms of waiting each`,
    );
    expect(cpuMs).toBeLessThan(15);
  });
});

/** The mean processor time of one, in milliseconds. */
async function cpuOf(times: number, work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  for (let at = 0; at < times; at++) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000 / times;
}
