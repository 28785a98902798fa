import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dynamoAudiences } from "#adapters/dynamo/audiences.ts";
import { dynamoLedger } from "#adapters/dynamo/ledger.ts";
import type { DynamoTable } from "#adapters/dynamo/table.ts";
import { dynamoTopicLog } from "#adapters/dynamo/topic-log.ts";
import type { Run } from "#core/run.ts";
import { type EmbeddedDynamo, hasDynoxide, startDynalite, startDynoxide } from "#test/support/embedded-dynamo.ts";
import { type CountingClient, countingClient } from "../../bench/counting-client.ts";

const noon = Date.UTC(2026, 2, 1, 12);
const run: Run = {
  ...{ kind: "digest", id: "daily.2026-03-01.0700.UTC", audience: "due.daily.0700.UTC", cadence: "daily" },
  ...{ dueAt: noon, staleAt: noon + 1, shards: 1, localDate: "2026-03-01" },
};
const books = { audience: 0, submitted: 0, refused: {}, uncertain: 0, waiting: 0 };
const engines = [["dynalite", startDynalite] as const, ...(hasDynoxide ? [["dynoxide", startDynoxide] as const] : [])];

describe.each(engines)("requests counted on %s", (_, start) => {
  let dynamo: EmbeddedDynamo;
  let table: DynamoTable;
  let counting: CountingClient;
  beforeAll(async () => {
    dynamo = await start();
    const real = await dynamo.newTable(() => noon);
    counting = countingClient(real.client);
    table = { ...real, client: counting.client };
  });
  afterAll(() => dynamo.stop());

  test("charge the index for what comes into it, moves in it and leaves it", async () => {
    const [ledger, audiences] = [dynamoLedger(table), dynamoAudiences(table, 1)];
    await ledger.putRun(run);
    await ledger.closeRun(run.id, books, noon);
    await audiences.add("due.daily.0700.UTC", "reader-000000001", 1);
    await audiences.remove("due.daily.0700.UTC", "reader-000000001", 1);
    expect(counting.counts.get("PutItem RUN")?.writeUnits).toBe(2);
    expect(counting.counts.get("UpdateItem RUN")?.writeUnits).toBe(3);
    expect(counting.counts.get("PutItem SUBSCRIBER IN")?.writeUnits).toBe(2);
    expect(counting.counts.get("DeleteItem SUBSCRIBER IN")?.writeUnits).toBe(2);
  });

  test("charge for an empty answer, and half where it is read from the index", async () => {
    await dynamoTopicLog(table).tail("harbour");
    await dynamoLedger(table).openRuns();
    expect(counting.counts.get("Query TOPIC")).toEqual({ requests: 1, readUnits: 1, writeUnits: 0 });
    expect(counting.counts.get("Query list runs")).toEqual({ requests: 1, readUnits: 0.5, writeUnits: 0 });
  });
});
