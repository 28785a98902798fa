/** DynamoDB: an embedded one on LevelDB, or another that the settings name. The gate before it is the same. */

import { Readable } from "node:stream";
import dynalite from "dynalite";
import * as z from "zod";
import type { Demand } from "../access/gate.ts";
import type { Answer, AwsCall, AwsRefusal, Operation, Service } from "../gateway/call.ts";
import { readJsonBody } from "../gateway/call.ts";
import type { Resource } from "../template/deployment.ts";

/** Answers a call of DynamoDB's JSON protocol. */
export type DynamoDbEngine = {
  ask(call: Pick<AwsCall, "headers" | "body">): Promise<Answer>;
  close(): Promise<void>;
};

const OPERATIONS = ["BatchGetItem", "DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem"];

export function createDynamoDb(tables: readonly Resource[], engine: DynamoDbEngine): Service {
  const operation = (name: string): Operation => ({
    demands: (call) => demandsOf(name, call, tables),
    serve: (call) => engine.ask(call),
  });
  return {
    name: "dynamodb",
    protocol: "json",
    operations: Object.fromEntries(OPERATIONS.map((name) => [name, operation(name)])),
  };
}

const noTable: AwsRefusal = {
  status: 400,
  code: "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException",
  message: "Requested resource not found",
};

function demandsOf(operation: string, call: AwsCall, tables: readonly Resource[]): readonly Demand[] | AwsRefusal {
  const body = readJsonBody(call);
  const names = operation === "BatchGetItem" ? Object.keys(Object(body["RequestItems"])) : [String(body["TableName"])];
  const index = body["IndexName"] === undefined ? "" : `/index/${String(body["IndexName"])}`;
  const demands: Demand[] = [];
  for (const name of names) {
    const table = tables.find((each) => each.ref === name || each.attributes["Arn"] === name);
    if (!table) return noTable;
    demands.push({ action: `dynamodb:${operation}`, anyOf: [`${table.attributes["Arn"]}${index}`] });
  }
  return demands;
}

const key = z.object({ AttributeName: z.string(), KeyType: z.enum(["HASH", "RANGE"]) });
const TABLE = z.object({
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.string() })),
  KeySchema: z.array(key),
  GlobalSecondaryIndexes: z
    .array(z.object({ IndexName: z.string(), KeySchema: z.array(key), Projection: z.looseObject({}) }))
    .optional(),
});

/** Makes the template's tables where they do not exist yet. */
export async function createTables(tables: readonly Resource[], engine: DynamoDbEngine): Promise<void> {
  for (const table of tables) {
    const wanted = { TableName: table.ref, BillingMode: "PAY_PER_REQUEST", ...TABLE.parse(table.properties) };
    const made = await ask(engine, "CreateTable", wanted);
    if (made.status !== 200 && !String(made.body).includes("ResourceInUseException")) {
      throw new Error(`The table ${table.ref} could not be made: ${String(made.body)}`);
    }
    await untilActive(engine, table.ref);
  }
}

/** Another DynamoDB may take a moment for a table: 100 looks, 100 ms apart. */
const LOOKS = 100;
const LOOK_EVERY_MS = 100;

async function untilActive(engine: DynamoDbEngine, name: string): Promise<void> {
  for (let look = 0; look < LOOKS; look += 1) {
    const { body } = await ask(engine, "DescribeTable", { TableName: name });
    if (/"TableStatus":\s*"ACTIVE"/.test(String(body))) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  throw new Error(`The table ${name} was not active after ${(LOOKS * LOOK_EVERY_MS) / 1000} s.`);
}

function ask(engine: DynamoDbEngine, operation: string, body: unknown): Promise<Answer> {
  const headers = {
    authorization:
      "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
    "content-type": "application/x-amz-json-1.0",
    "x-amz-date": "20260101T000000Z",
    "x-amz-target": `DynamoDB_20120810.${operation}`,
  };
  return engine.ask({ headers, body: Buffer.from(JSON.stringify(body)) });
}

/**
 * The embedded engine. It is asked in this process, straight through its server's listener, which spares a hop.
 *
 * The server listens all the same, on loopback: only one that listens closes its files.
 */
export async function embeddedDynamoDb(folder: string): Promise<DynamoDbEngine> {
  const server = dynalite({ path: folder, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  return {
    ask: ({ headers, body }) =>
      new Promise((resolve) => {
        const request = Object.assign(Readable.from([body]), { headers, method: "POST", url: "/" });
        const answered: Record<string, string> = {};
        const response = {
          statusCode: 200,
          setHeader: (name: string, value: unknown) => {
            answered[name.toLowerCase()] = String(value);
          },
          end(text: string) {
            resolve({ status: response.statusCode, headers: answered, body: text });
          },
        };
        server.emit("request", request, response);
      }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Another engine, by its URL. */
export function remoteDynamoDb(endpoint: string): DynamoDbEngine {
  const passed = ["authorization", "content-type", "x-amz-date", "x-amz-target", "x-amz-security-token"];
  return {
    async ask({ headers, body }) {
      const kept = passed.filter((name) => headers[name] !== undefined).map((name) => [name, String(headers[name])]);
      const answer = await fetch(endpoint, {
        method: "POST",
        headers: Object.fromEntries(kept),
        body: new Uint8Array(body),
      });
      const type = answer.headers.get("content-type") ?? "application/x-amz-json-1.0";
      return { status: answer.status, headers: { "content-type": type }, body: await answer.text() };
    },
    close: async () => undefined,
  };
}
