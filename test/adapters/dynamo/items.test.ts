import { createServer } from "node:http";
import { GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Item } from "#adapters/dynamo/item.ts";
import type { DynamoTable } from "#adapters/dynamo/table.ts";
import { newState } from "#core/subscriber.ts";
import { dynamoStores, type EmbeddedDynamo, embeddedClient, startDynalite } from "#test/support/embedded-dynamo.ts";

const day = 24 * 60 * 60 * 1000;
const noon = Date.UTC(2026, 2, 1, 12);
const ana = { id: "aaaaaaaaaaaaaaaa", address: "ana@example.test", createdAt: noon };
const bo = { ...ana, id: "bbbbbbbbbbbbbbbb" };
const state = newState("en", { zone: "Europe/London", hour: "07:00", weekday: 1 });
const run = {
  kind: "alert",
  id: "alert.harbour.1-1",
  audience: "alert.harbour",
  topic: "harbour",
  from: 1,
  upTo: 1,
  dueAt: noon,
  staleAt: noon + 1,
  shards: 1,
} as const;

describe("the items of the table", () => {
  let dynamo: EmbeddedDynamo;
  let table: DynamoTable;
  let stores: ReturnType<typeof dynamoStores>;
  beforeAll(async () => {
    dynamo = await startDynalite();
  });
  afterAll(() => dynamo.stop());
  beforeEach(async () => {
    table = await dynamo.newTable(() => noon);
    stores = dynamoStores(table, 1);
  });

  const item = async (pk: string, sk: string): Promise<Item | undefined> => {
    const key = { pk: { S: pk }, sk: { S: sk } };
    return (await table.client.send(new GetItemCommand({ TableName: table.name, Key: key }))).Item;
  };
  const put = async (pk: string, sk: string, attributes: Item): Promise<void> => {
    const whole = { pk: { S: pk }, sk: { S: sk }, ...attributes };
    await table.client.send(new PutItemCommand({ TableName: table.name, Item: whole }));
  };
  const expiryOf = async (pk: string, sk: string) => (await item(pk, sk))?.["expiresAt"]?.N;

  test("of a subscriber expire until something is confirmed, and then no more", async () => {
    await stores.subscribers.create(ana, noon + 7 * day);
    const pk = `ADDRESS#${table.hash(ana.address)}`;
    const inAWeek = String((noon + 7 * day) / 1000);
    expect(await expiryOf(pk, "ADDRESS")).toBe(inAWeek);
    expect(await expiryOf(`SUBSCRIBER#${ana.id}`, "SELF")).toBe(inAWeek);
    await stores.subscribers.keep(ana);
    expect(await item(pk, "ADDRESS")).toBeDefined();
    expect(await expiryOf(pk, "ADDRESS")).toBeUndefined();
    expect(await expiryOf(`SUBSCRIBER#${ana.id}`, "SELF")).toBeUndefined();
  });

  test("of a log expire only where they may", async () => {
    const entry = { number: 1, at: noon, event: { kind: "changed" }, state } as const;
    await stores.subscribers.append(ana.id, entry, noon + 1);
    await stores.subscribers.append(ana.id, { ...entry, number: 2 });
    expect(await expiryOf(`SUBSCRIBER#${ana.id}`, "LOG#0000000001")).toBe(String(noon / 1000 + 1));
    expect(await expiryOf(`SUBSCRIBER#${ana.id}`, "LOG#0000000002")).toBeUndefined();
  });

  test("of the ledger expire when logs do", async () => {
    const slice = { run: run.id, shard: 0, first: ana.id };
    await stores.ledger.putRun(run);
    await stores.ledger.setPart(run.id, 0, { done: true });
    await stores.ledger.putSlice({ ...slice, members: [ana.id], plannedAt: noon });
    await stores.ledger.beginSlice(slice, noon);
    await stores.ledger.addSubmitted(slice, 1, [0]);
    await stores.ledger.addOutcome(slice, { index: 0, attempt: 1, state: "held" });
    await stores.ledger.addEvents(slice, "send", [{ index: 0, attempt: 1 }]);
    const keys = [
      [`RUN#${run.id}`, "RUN"],
      [`RUN#${run.id}`, "PART#0000"],
      [`RUN#${run.id}#0000`, `SLICE#${ana.id}`],
      [`RUN#${run.id}#0000`, `PROGRESS#${ana.id}`],
      [`SLICE#${run.id}#0000#${ana.id}`, "TAKEN#0001#0000"],
      [`SLICE#${run.id}#0000#${ana.id}`, "OUTCOME#0000#0001#held"],
      [`SLICE#${run.id}#0000#${ana.id}`, "EVENT#send#0001"],
    ] as const;
    const expiries = await Promise.all(keys.map(([pk, sk]) => expiryOf(pk, sk)));
    expect(new Set(expiries)).toEqual(new Set([String((noon + 90 * day) / 1000)]));
  });

  test("of runs count no more once their time is over, deleted or not", async () => {
    let now = noon;
    const { ledger } = dynamoStores(await dynamo.newTable(() => now), 1);
    await ledger.putRun(run);
    now = noon + 90 * day - 1;
    expect([await ledger.run(run.id), await ledger.openRuns()]).toEqual([run, [run]]);
    now += 1;
    expect([await ledger.run(run.id), await ledger.openRuns()]).toEqual([undefined, []]);
  });

  test("of a closed run move from the list of open ones to that of closed ones", async () => {
    await stores.ledger.putRun(run);
    expect((await item(`RUN#${run.id}`, "RUN"))?.["list"]?.S).toBe("runs.open");
    await stores.ledger.closeRun(run.id, { audience: 0, submitted: 0, refused: {}, uncertain: 0, waiting: 0 }, noon);
    const closed = await item(`RUN#${run.id}`, "RUN");
    expect([closed?.["list"]?.S, closed?.["place"]?.S]).toEqual(["runs.closed", `${noon}#${run.id}`]);
  });

  test("hold an address in the subscriber alone", async () => {
    await stores.subscribers.create(ana, noon + day);
    await stores.subscribers.append(ana.id, { number: 1, at: noon, event: { kind: "changed" }, state });
    await stores.suppressions.put(ana.address, "bounce", noon);
    const others = [
      await item(`ADDRESS#${table.hash(ana.address)}`, "ADDRESS"),
      await item(`SUBSCRIBER#${ana.id}`, "LOG#0000000001"),
      await item(`SUPPRESSED#${table.hash(ana.address)}`, "SUPPRESSED"),
    ];
    expect(others.every((one) => one !== undefined)).toBe(true);
    expect(JSON.stringify(others)).not.toContain("ana");
  });

  test("of a creation that stopped halfway are made whole by the next", async () => {
    const hash = table.hash(ana.address);
    await put(`ADDRESS#${hash}`, "ADDRESS", { id: { S: ana.id }, expiresAt: { N: String((noon + day) / 1000) } });
    expect(await stores.subscribers.byAddress(ana.address)).toBeUndefined();
    expect(await stores.subscribers.create(bo, noon + day)).toEqual(ana);
    expect(await stores.subscribers.byAddress(ana.address)).toEqual(ana);
  });

  test("of a pointer to someone who has another address do not count", async () => {
    await stores.subscribers.create({ ...ana, address: "new@example.test" }, noon + day);
    await put(`ADDRESS#${table.hash(ana.address)}`, "ADDRESS", { id: { S: ana.id } });
    expect(await stores.subscribers.byAddress(ana.address)).toBeUndefined();
    expect(await stores.subscribers.create(bo, noon + day)).toEqual(bo);
    expect(await stores.subscribers.byAddress(ana.address)).toEqual(bo);
  });

  test("are read over all pages", async () => {
    const text = "a".repeat(10_000);
    const numbers = Array.from({ length: 230 }, (_, place) => place + 1);
    const version = { kind: "new", importance: "notable", recordedAt: noon, headline: "h", text } as const;
    await Promise.all(
      numbers.map((number) => stores.topicLog.append("harbour", { ...version, number, development: number })),
    );
    const read = await stores.topicLog.read("harbour", 0);
    expect(read.map(({ number }) => number)).toEqual(numbers);
  });

  test.for([
    ["TOPICS", "harbour", { title: { N: "1" } }, () => stores.topics.get("harbour")],
    ["TOPIC#harbour", "LOG#0000000001", { version: { S: "{" } }, () => stores.topicLog.read("harbour", 0)],
    ["TOPIC#harbour", "LOG#0000000001", { version: { S: "null" } }, () => stores.topicLog.read("harbour", 0)],
    [`SUBSCRIBER#${ana.id}`, "LOG#0000000001", {}, () => stores.subscribers.entry(ana.id, 1)],
    [
      `SUBSCRIBER#${ana.id}`,
      "LOG#0000000001",
      { at: { N: "1" }, event: { S: '["changed"]' }, state: { S: '["en","UTC","07:00",1,[],[["x","sometimes"]]]' } },
      () => stores.subscribers.entry(ana.id, 1),
    ],
    [
      `SUBSCRIBER#${ana.id}`,
      "LOG#0000000001",
      { at: { N: "1" }, event: { S: '["danced"]' }, state: { S: '["en","UTC","07:00",1,[],[]]' } },
      () => stores.subscribers.entry(ana.id, 1),
    ],
    [`RUN#${run.id}`, "RUN", { run: { S: "{}" } }, () => stores.ledger.run(run.id)],
    ["NOTICE#n", "NOTICE", { notice: { S: "{}" }, state: { S: "waiting" } }, () => stores.notices.get("n")],
    ["TICKS", "SAVED", { at: { S: "noon" } }, () => stores.ticks.saved()],
    ["GROUPS", "hourly", { stirredAt: { N: "1" }, plannedAt: { N: "1" } }, () => stores.dueGroups.all()],
  ] as const)("are refused where they do not parse: %s %s %j", async ([pk, sk, attributes, read]) => {
    await put(pk, sk, attributes as Item);
    await expect(read()).rejects.toMatchObject({ name: "Fault", code: "dynamo.malformed" });
  });

  test("are a fault while DynamoDB is out of reach, which names no address", async () => {
    const closed = createServer().listen(0, "127.0.0.1");
    const address = closed.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    closed.close();
    const client = embeddedClient(`http://127.0.0.1:${port}`, 1);
    const reading = dynamoStores({ ...table, client }, 1).subscribers.byAddress(ana.address);
    const fault = await reading.catch((error: unknown) => error);
    expect(fault).toMatchObject({ name: "Fault", code: "dynamo.unavailable", cause: expect.any(Error) });
    expect(String(fault)).not.toContain("ana");
  });
});
