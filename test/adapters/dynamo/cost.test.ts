import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { DynamoTable } from "#adapters/dynamo/table.ts";
import type { SubscriberState } from "#core/subscriber.ts";
import { dynamoStores, type EmbeddedDynamo, embeddedClient, startDynalite } from "#test/support/embedded-dynamo.ts";

const noon = Date.UTC(2026, 2, 1, 12);
const ana = { id: "aaaaaaaaaaaaaaaa", address: "ana@example.test", createdAt: noon };
const state: SubscriberState = {
  locale: "en",
  schedule: { zone: "Europe/London", hour: "07:00", weekday: 1 },
  subscriptions: ["harbour-strike", "bridge-repairs", "city-budget", "flood-warnings", "night-trains"].map((topic) => ({
    topic,
    cadence: "daily",
    signUp: 1,
    start: 10,
    mark: 40,
    brought: [],
    owed: [],
  })),
  left: [],
  lastDates: { daily: "2026-03-01" },
};
const numbers = Object.fromEntries(state.subscriptions.map(({ topic }) => [topic, [38, 39, 40]]));
const mailed = { kind: "mailed", run: "daily.2026-03-01.0700.Europe-London", attempt: 1, numbers } as const;
const slice = { run: mailed.run, shard: 0, first: ana.id };

/** What DynamoDB charges for, by dynalite's count: it leaves out the index. */
describe("what the table costs", () => {
  let dynamo: EmbeddedDynamo;
  let table: DynamoTable;
  let units = 0;
  beforeAll(async () => {
    dynamo = await startDynalite();
  });
  afterAll(async () => {
    table.client.destroy();
    await dynamo.stop();
  });
  beforeEach(async () => {
    const client = embeddedClient(dynamo.endpoint);
    client.middlewareStack.add(
      (next) => async (args) => {
        Object.assign(args.input, { ReturnConsumedCapacity: "TOTAL" });
        const result = await next(args);
        const { ConsumedCapacity: consumed } = result.output as { ConsumedCapacity?: { CapacityUnits?: number } };
        units += consumed?.CapacityUnits ?? 0;
        return result;
      },
      { step: "initialize" },
    );
    table = { ...(await dynamo.newTable(() => noon)), client };
  });

  const cost = async (work: () => Promise<unknown>): Promise<number> => {
    units = 0;
    await work();
    return units;
  };

  test("is one read unit and one write unit for each mail, after a long log", async () => {
    const { subscribers } = dynamoStores(table, 1);
    await subscribers.create(ana, noon + 1);
    await subscribers.keep(ana);
    const entry = (number: number) => ({ number, at: noon, event: mailed, state });
    for (let number = 1; number <= 30; number++) await subscribers.append(ana.id, entry(number));
    expect(await cost(() => subscribers.now(ana.id))).toBe(1);
    expect(await cost(() => subscribers.append(ana.id, entry(31)))).toBe(1);
  });

  test("is one write unit for the outcomes of fifty mails", async () => {
    const { ledger } = dynamoStores(table, 1);
    const indices = Array.from({ length: 50 }, (_, place) => 450 + place);
    expect(await cost(() => ledger.addSubmitted(slice, 1, indices))).toBe(1);
  });

  test("is nine write units for a slice of five hundred, one to begin it and one to finish it", async () => {
    const { ledger } = dynamoStores(table, 1);
    const members = Array.from({ length: 500 }, (_, place) => `member-${String(place).padStart(9, "0")}`);
    const books = { audience: 500, submitted: 500, refused: {}, uncertain: 0, waiting: 0 };
    expect(await cost(() => ledger.putSlice({ ...slice, members, plannedAt: noon }))).toBe(9);
    expect(await cost(() => ledger.beginSlice(slice, noon))).toBe(1);
    expect(await cost(() => ledger.finishSlice(slice, books, noon))).toBe(1);
  });

  test("is one read unit to look whether a topic has grown, however much was published", async () => {
    const { topicLog } = dynamoStores(table, 1);
    const version = { kind: "new", importance: "notable", recordedAt: noon, text: "a".repeat(500) } as const;
    for (let number = 1; number <= 40; number++) {
      await topicLog.append("harbour", { ...version, number, development: number, headline: `News ${number}` });
    }
    expect(await cost(() => topicLog.read("harbour", 0))).toBeGreaterThan(5);
    expect(await cost(() => topicLog.read("harbour", 0))).toBeLessThanOrEqual(1);
    expect(await cost(() => topicLog.tail("harbour"))).toBe(1);
  });
});
