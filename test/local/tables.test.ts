import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type DynamoDbEngine, embeddedDynamoDb } from "#local/services/dynamodb.ts";
import { createTables } from "#local/services/tables.ts";
import type { Resource } from "#local/template/deployment.ts";

const hash = (AttributeName: string) => ({ AttributeName, KeyType: "HASH" });
const text = (AttributeName: string) => ({ AttributeName, AttributeType: "S" });
const older = { AttributeDefinitions: [text("pk")], KeySchema: [hash("pk")] };
const newer = {
  AttributeDefinitions: [text("pk"), text("list")],
  KeySchema: [hash("pk")],
  GlobalSecondaryIndexes: [
    { IndexName: "byList", KeySchema: [hash("list")], Projection: { ProjectionType: "KEYS_ONLY" } },
  ],
};
const table = (properties: Resource["properties"]): Resource[] => [
  {
    ref: "Table",
    attributes: {},
    stack: "Storage",
    logicalId: "Table",
    type: "AWS::DynamoDB::Table",
    path: "Table",
    properties,
  },
];

let folder: string;
let engine: DynamoDbEngine;
let said: string[];
const tell = (sentence: string) => void said.push(sentence);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "bulletin-tables-"));
  engine = await embeddedDynamoDb(folder);
  said = [];
});

afterEach(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

async function ask(operation: string, input: unknown) {
  const headers = {
    authorization: "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=0",
    "content-type": "application/x-amz-json-1.0",
    "x-amz-date": "20260101T000000Z",
    "x-amz-target": `DynamoDB_20120810.${operation}`,
  };
  const answer = await engine.ask({ headers, body: Buffer.from(JSON.stringify(input)) });
  return JSON.parse(String(answer.body));
}

const fill = async (count: number) => {
  for (let n = 0; n < count; n += 1) {
    await ask("PutItem", { TableName: "Table", Item: { pk: { S: `k${n}` }, list: { S: "all" } } });
  }
};
const tables = async () => (await ask("ListTables", {})).TableNames;
const listed = async () =>
  (
    await ask("Query", {
      TableName: "Table",
      IndexName: "byList",
      KeyConditionExpression: "#l = :l",
      ExpressionAttributeNames: { "#l": "list" },
      ExpressionAttributeValues: { ":l": { S: "all" } },
    })
  ).Count;

describe("the tables of a start", () => {
  test("stay as they are where nothing changed", async () => {
    await createTables(table(newer), engine, tell);
    await fill(2);
    await createTables(table(newer), engine, tell);
    expect([await listed(), said]).toEqual([2, []]);
  });

  test("are made anew with all they hold where the layout changed, and that is said", async () => {
    await createTables(table(older), engine, tell);
    await fill(60);
    await createTables(table(newer), engine, tell);
    expect([await listed(), await tables()]).toEqual([60, ["Table"]]);
    expect(said).toEqual(["The table Table has an older layout; it is made anew with everything that it holds."]);
  });

  test.each([3, 5, 6, 7, 8, 10])("lose nothing when the start is stopped at its step %i", async (last) => {
    await createTables(table(older), engine, tell);
    await fill(30);
    let steps = 0;
    const stopped: DynamoDbEngine = {
      ...engine,
      ask: async (call) => {
        steps += 1;
        if (steps > last) throw new Error("stopped");
        return engine.ask(call);
      },
    };
    await expect(createTables(table(newer), stopped, tell)).rejects.toThrow("stopped");
    await createTables(table(newer), engine, tell);
    expect([await listed(), await tables()]).toEqual([30, ["Table"]]);
  });
});
