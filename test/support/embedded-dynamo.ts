import { spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import type { Server } from "node:http";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { dynamoAccount } from "#adapters/dynamo/account.ts";
import { dynamoAlertsDue } from "#adapters/dynamo/alerts-due.ts";
import { dynamoApiKeys } from "#adapters/dynamo/api-keys.ts";
import { dynamoAudiences } from "#adapters/dynamo/audiences.ts";
import { dynamoDueGroups } from "#adapters/dynamo/due-groups.ts";
import { dynamoGivenAnswers } from "#adapters/dynamo/given-answers.ts";
import { dynamoHeld } from "#adapters/dynamo/held.ts";
import { dynamoKeeping } from "#adapters/dynamo/keeping.ts";
import { dynamoLedger } from "#adapters/dynamo/ledger.ts";
import { dynamoNotices } from "#adapters/dynamo/notices.ts";
import { dynamoPushes } from "#adapters/dynamo/pushes.ts";
import { dynamoSources } from "#adapters/dynamo/sources.ts";
import { dynamoSubscribers } from "#adapters/dynamo/subscribers.ts";
import { dynamoSuppressions } from "#adapters/dynamo/suppressions.ts";
import type { DynamoTable } from "#adapters/dynamo/table.ts";
import { dynamoTallies } from "#adapters/dynamo/tallies.ts";
import { dynamoTicks } from "#adapters/dynamo/ticks.ts";
import { dynamoTopicLog } from "#adapters/dynamo/topic-log.ts";
import { dynamoTopics } from "#adapters/dynamo/topics.ts";
import type { Instant } from "#core/instant.ts";

/** A DynamoDB of one process, in memory, on the loopback interface. */
export interface EmbeddedDynamo {
  readonly endpoint: string;
  /** A new, empty table as the stack has it. */
  newTable(now: () => Instant): Promise<DynamoTable>;
  stop(): Promise<void>;
}

/** Everything that the table keeps, on the real adapter. */
export function dynamoStores(table: DynamoTable, shards: number) {
  return {
    topics: dynamoTopics(table),
    topicLog: dynamoTopicLog(table),
    alertsDue: dynamoAlertsDue(table),
    held: dynamoHeld(table),
    subscribers: dynamoSubscribers(table),
    suppressions: dynamoSuppressions(table),
    audiences: dynamoAudiences(table, shards),
    dueGroups: dynamoDueGroups(table),
    keeping: dynamoKeeping(table),
    ledger: dynamoLedger(table),
    notices: dynamoNotices(table),
    ticks: dynamoTicks(table),
    account: dynamoAccount(table),
    tallies: dynamoTallies(table),
    sources: dynamoSources(table),
    pushes: dynamoPushes(table),
    apiKeys: dynamoApiKeys(table),
    givenAnswers: dynamoGivenAnswers(table),
  };
}

type Dynalite = (options: { readonly createTableMs: number }) => Server;

/** dynalite: pure JavaScript, on every platform. */
export async function startDynalite(): Promise<EmbeddedDynamo> {
  const dynalite = createRequire(import.meta.url)("dynalite") as Dynalite;
  const server = dynalite({ createTableMs: 0 });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return embedded(`http://127.0.0.1:${port}`, async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
}

const dynoxideBinary = new URL("../../node_modules/@dynoxide/linux-x64/dynoxide", import.meta.url).pathname;

/** Whether dynoxide is installed and runs here: it is built for one platform. */
export const hasDynoxide = process.platform === "linux" && process.arch === "x64" && existsSync(dynoxideBinary);

/** dynoxide: nearer to DynamoDB, on one platform. */
export async function startDynoxide(): Promise<EmbeddedDynamo> {
  const port = await freePort();
  const child = spawn(dynoxideBinary, ["serve", "--host", "127.0.0.1", "--port", String(port)], { stdio: "ignore" });
  const stopWithUs = () => child.kill();
  process.once("exit", stopWithUs);
  return embedded(`http://127.0.0.1:${port}`, async () => {
    process.off("exit", stopWithUs);
    const gone = once(child, "exit");
    child.kill();
    await gone;
  });
}

/** The SDK asks again while the server is still starting. */
const startAttempts = 10;

function embedded(endpoint: string, stopServer: () => Promise<void>): EmbeddedDynamo {
  const client = embeddedClient(endpoint);
  let tables = 0;
  return {
    endpoint,
    async newTable(now) {
      tables += 1;
      const name = `table-${tables}`;
      await client.send(new CreateTableCommand({ TableName: name, ...layout }));
      await untilActive(client, name);
      return { client, name, now, hash, retention: { runDays: 90 } };
    },
    async stop() {
      client.destroy();
      await stopServer();
    },
  };
}

/** Most times that a table is looked at until it is there: both engines make one in a few milliseconds. */
const looksMax = 1_000;

async function untilActive(client: DynamoDBClient, name: string): Promise<void> {
  for (let looks = 0; looks < looksMax; looks++) {
    const { Table: table } = await client.send(new DescribeTableCommand({ TableName: name }));
    if (table?.TableStatus === "ACTIVE") return;
  }
  throw new Error(`${name} was not there after ${looksMax} looks`);
}

/** A client of an embedded server: it takes any credentials. */
export function embeddedClient(endpoint: string, maxAttempts: number = startAttempts): DynamoDBClient {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  return new DynamoDBClient({ endpoint, region: "eu-west-2", credentials, maxAttempts });
}

const layout: Omit<ConstructorParameters<typeof CreateTableCommand>[0], "TableName"> = {
  BillingMode: "PAY_PER_REQUEST",
  AttributeDefinitions: ["pk", "sk", "list", "place"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
  KeySchema: [
    { AttributeName: "pk", KeyType: "HASH" },
    { AttributeName: "sk", KeyType: "RANGE" },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: "byList",
      KeySchema: [
        { AttributeName: "list", KeyType: "HASH" },
        { AttributeName: "place", KeyType: "RANGE" },
      ],
      Projection: { ProjectionType: "KEYS_ONLY" },
    },
  ],
};

function hash(address: string): string {
  return createHmac("sha256", "a key for tests").update(address).digest("base64url");
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}
