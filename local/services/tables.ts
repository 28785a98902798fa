/**
 * Makes the template's tables. One whose keys or indexes have changed since is made anew, with what it held.
 *
 * What it held goes to a spare table first: a stop at any moment leaves all of it in one of the two, and the next start
 * goes on from there.
 */
import * as z from "zod";
import type { Resource } from "../template/deployment.ts";
import type { DynamoDbEngine } from "./dynamodb.ts";

const key = z.object({ AttributeName: z.string(), KeyType: z.enum(["HASH", "RANGE"]) });
const index = z.object({ IndexName: z.string(), KeySchema: z.array(key), Projection: z.looseObject({}) });
const LAYOUT = z.object({
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.string() })),
  KeySchema: z.array(key),
  GlobalSecondaryIndexes: z.array(index).optional(),
});

type Layout = z.infer<typeof LAYOUT>;

export async function createTables(
  resources: readonly Resource[],
  engine: DynamoDbEngine,
  tell: (sentence: string) => void,
): Promise<void> {
  for (const { ref, properties } of resources) await bringAbout(engine, ref, LAYOUT.parse(properties), tell);
}

async function bringAbout(
  engine: DynamoDbEngine,
  name: string,
  wanted: Layout,
  tell: (sentence: string) => void,
): Promise<void> {
  const spare = `${name}.older`;
  const found = await describe(engine, name);
  const isOlder = found !== undefined && fingerprint(found) !== fingerprint(wanted);
  if (isOlder) {
    tell(`The table ${name} has an older layout; it is made anew with everything that it holds.`);
    if (!(await describe(engine, spare))) await create(engine, spare, found);
    await copy(engine, name, spare);
    await drop(engine, name);
  }
  if (isOlder || !found) await create(engine, name, wanted);
  if (await describe(engine, spare)) {
    await copy(engine, spare, name);
    await drop(engine, spare);
  }
}

function fingerprint({ AttributeDefinitions, KeySchema, GlobalSecondaryIndexes = [] }: Layout): string {
  const attributes = AttributeDefinitions.map((each) => `${each.AttributeName}:${each.AttributeType}`).sort();
  const keys = (schema: Layout["KeySchema"]) => schema.map((each) => `${each.KeyType}:${each.AttributeName}`).sort();
  const indexes = GlobalSecondaryIndexes.map((each) => [each.IndexName, keys(each.KeySchema), each.Projection]);
  return JSON.stringify([attributes, keys(KeySchema), indexes.map((each) => JSON.stringify(each)).sort()]);
}

async function describe(engine: DynamoDbEngine, name: string): Promise<Layout | undefined> {
  const answer = await engine.ask(request("DescribeTable", { TableName: name }));
  if (answer.status === 200) return LAYOUT.parse(JSON.parse(String(answer.body)).Table);
  if (String(answer.body).includes("ResourceNotFoundException")) return undefined;
  throw new Error(`The table ${name} could not be described: ${String(answer.body)}`);
}

/** Another DynamoDB may take a moment for a table: 100 looks, 100 ms apart. */
const LOOKS = 100;
const LOOK_EVERY_MS = 100;

async function create(engine: DynamoDbEngine, name: string, layout: Layout): Promise<void> {
  await ask(engine, "CreateTable", { TableName: name, BillingMode: "PAY_PER_REQUEST", ...layout });
  for (let look = 0; look < LOOKS; look += 1) {
    const { Table } = await ask(engine, "DescribeTable", { TableName: name });
    if ((Table as { TableStatus?: string } | undefined)?.TableStatus === "ACTIVE") return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  throw new Error(`The table ${name} was not active after ${(LOOKS * LOOK_EVERY_MS) / 1000} s.`);
}

async function drop(engine: DynamoDbEngine, name: string): Promise<void> {
  await ask(engine, "DeleteTable", { TableName: name });
  for (let look = 0; look < LOOKS; look += 1) {
    if (!(await describe(engine, name))) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  throw new Error(`The table ${name} was still there after ${(LOOKS * LOOK_EVERY_MS) / 1000} s.`);
}

/** What one BatchWriteItem takes (docs.aws.amazon.com/amazondynamodb, BatchWriteItem). */
const WRITES_AT_ONCE = 25;

async function copy(engine: DynamoDbEngine, from: string, to: string): Promise<void> {
  let start: unknown;
  do {
    const page = await ask(engine, "Scan", {
      TableName: from,
      ...(start !== undefined && { ExclusiveStartKey: start }),
    });
    const items = page["Items"] as readonly unknown[];
    for (let place = 0; place < items.length; place += WRITES_AT_ONCE) {
      const writes = items.slice(place, place + WRITES_AT_ONCE).map((Item) => ({ PutRequest: { Item } }));
      await ask(engine, "BatchWriteItem", { RequestItems: { [to]: writes } });
    }
    start = page["LastEvaluatedKey"];
  } while (start !== undefined);
}

async function ask(engine: DynamoDbEngine, operation: string, input: unknown): Promise<Record<string, unknown>> {
  const answer = await engine.ask(request(operation, input));
  if (answer.status === 200) return JSON.parse(String(answer.body)) as Record<string, unknown>;
  throw new Error(`${operation} failed: ${String(answer.body)}`);
}

function request(operation: string, input: unknown): Parameters<DynamoDbEngine["ask"]>[0] {
  const credential = "Credential=local/20260101/us-east-1/dynamodb/aws4_request";
  const headers = {
    authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`,
    "content-type": "application/x-amz-json-1.0",
    "x-amz-date": "20260101T000000Z",
    "x-amz-target": `DynamoDB_20120810.${operation}`,
  };
  return { headers, body: Buffer.from(JSON.stringify(input)) };
}
