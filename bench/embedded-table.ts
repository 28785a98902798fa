import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { fileURLToPath } from "node:url";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";

/** An embedded DynamoDB in memory, with a table as the stack has it. */
export interface EmbeddedTable {
  readonly client: DynamoDBClient;
  readonly name: string;
  stop(): Promise<void>;
}

/** The SDK asks again while the engine is still starting. */
const startAttempts = 10;

/** Built for one platform; where it is missing, dynalite in this process does the same, a few times slower. */
const dynoxide = fileURLToPath(new URL("../node_modules/@dynoxide/linux-x64/dynoxide", import.meta.url));

/** Starts an engine on the loopback interface. */
export async function startEmbeddedTable(): Promise<EmbeddedTable> {
  const engine = existsSync(dynoxide) ? await startDynoxide() : await startDynalite();
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${engine.port}`,
    region: "eu-west-2",
    credentials: { accessKeyId: "bench", secretAccessKey: "bench" },
    maxAttempts: startAttempts,
  });
  await client.send(new CreateTableCommand(layout));
  return {
    client,
    name: layout.TableName,
    async stop() {
      client.destroy();
      await engine.stop();
    },
  };
}

interface Engine {
  readonly port: number;
  stop(): Promise<void>;
}

async function startDynalite(): Promise<Engine> {
  const server = dynalite({ createTableMs: 0 });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: portOf(server),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function startDynoxide(): Promise<Engine> {
  const port = await freePort();
  const child: ChildProcess = spawn(dynoxide, ["serve", "--host", "127.0.0.1", "--port", String(port)], {
    stdio: "ignore",
  });
  const stopWithUs = (): void => void child.kill();
  process.once("exit", stopWithUs);
  return {
    port,
    async stop() {
      process.off("exit", stopWithUs);
      const gone = once(child, "exit");
      child.kill();
      await gone;
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const port = portOf(probe);
  probe.close();
  await once(probe, "close");
  return port;
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

const layout = {
  TableName: "bench",
  BillingMode: "PAY_PER_REQUEST" as const,
  AttributeDefinitions: ["pk", "sk", "list", "place"].map((AttributeName) => ({
    AttributeName,
    AttributeType: "S" as const,
  })),
  KeySchema: [
    { AttributeName: "pk", KeyType: "HASH" as const },
    { AttributeName: "sk", KeyType: "RANGE" as const },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: "byList",
      KeySchema: [
        { AttributeName: "list", KeyType: "HASH" as const },
        { AttributeName: "place", KeyType: "RANGE" as const },
      ],
      Projection: { ProjectionType: "KEYS_ONLY" as const },
    },
  ],
};
