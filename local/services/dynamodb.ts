/** DynamoDB: an embedded one on LevelDB, or another that the settings name. The gate before it is the same. */

import { Readable } from "node:stream";
import dynalite from "dynalite";
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
