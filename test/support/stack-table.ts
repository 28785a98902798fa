/** A local stack on an engine that the test holds as well, so that it can fill and read the table past the stack. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DynamoTable } from "#adapters/dynamo/table.ts";
import { keyedHash } from "#adapters/node/keyed-hash.ts";
import { openNotebook } from "#local/notebook.ts";
import { embeddedClient, hasDynoxide, startDynalite, startDynoxide } from "./embedded-dynamo.ts";
import { type LocalStack, startLocalStack } from "./local-stack.ts";

export interface OpenStack {
  readonly stack: LocalStack;
  readonly table: DynamoTable;
  /** Stops the stack and removes its data. */
  end(): Promise<void>;
}

/** The stack's own name of its table, and its number of shards. */
const TABLE = "BulletinStorage-Table";
export const SHARDS = 16;

/** The stack finds this key, by which it hashes addresses, and the test hashes by it too. */
const HASH_KEY = "a key for tests";

export async function startOpenStack(): Promise<OpenStack> {
  const data = mkdtempSync(join(tmpdir(), "bulletin-open-"));
  const engine = await (hasDynoxide ? startDynoxide() : startDynalite());
  keepHashKey(data);
  const stack = await startLocalStack({ data, environment: { DYNAMODB_ENDPOINT: engine.endpoint } });
  const client = embeddedClient(engine.endpoint);
  return {
    stack,
    table: { client, name: TABLE, now: Date.now, hash: keyedHash(HASH_KEY), retention: { runDays: 90 } },
    async end() {
      await stack.stop();
      client.destroy();
      await engine.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

function keepHashKey(data: string): void {
  const notebook = openNotebook(data);
  const secret = { value: JSON.stringify({ key: HASH_KEY }), versionId: "1", createdAt: Date.now() };
  notebook?.write("secret.HashKey", JSON.stringify(secret));
  notebook?.close();
}
