/**
 * Plans a run as the planning function does, part after part, through the real adapters.
 *
 * Run as a process of its own, whose memory is measured: `node planner.ts <endpoint> <shards> <subscribers>` prints what it took.
 */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import { dynamoAccount } from "#adapters/dynamo/account.ts";
import { dynamoAudiences } from "#adapters/dynamo/audiences.ts";
import { dynamoLedger } from "#adapters/dynamo/ledger.ts";
import type { DynamoTable } from "#adapters/dynamo/table.ts";
import { sqsSliceQueue } from "#adapters/sqs/queues.ts";
import type { DigestRun } from "#core/run.ts";
import { planPart } from "#pipeline/plan-part.ts";

/** What one planner took. */
export interface Planned {
  readonly slices: number;
  readonly ms: number;
  /** The most memory that the process ever had, in bytes. */
  readonly residentBytes: number;
}

/** Longer than any planning takes, in milliseconds. */
const patienceMs = 3_600_000;

const lanes = 2;

/** Subscribers that are planned for before the clock is started: code that has never run is slower than it stays. */
const warmUp = 20_000;

const [endpoint = "", shards = "1", subscribers = "0"] = process.argv.slice(2);
const credentials = { accessKeyId: "bench", secretAccessKey: "bench" };
const aws = { endpoint, region: "eu-west-2", credentials };
const table: DynamoTable = {
  client: new DynamoDBClient(aws),
  name: "table",
  hash: (address) => address,
  now: Date.now,
  retention: { runDays: 90 },
};
const ports = {
  ledger: dynamoLedger(table),
  audiences: dynamoAudiences(table, Number(shards)),
  account: dynamoAccount(table),
  sliceQueue: sqsSliceQueue(new SQSClient(aws), { alert: `${endpoint}/1/alerts`, digest: `${endpoint}/1/digests` }),
  clock: { now: Date.now, sleep: async () => undefined },
};

/** Plans a run for an audience of so many; gives how many slices it has. */
async function plan(subscribers: number): Promise<number> {
  const run: DigestRun = {
    kind: "digest",
    id: `daily.2026-11-21.0700.${subscribers}`,
    audience: `due.${subscribers}`,
    cadence: "daily",
    dueAt: Date.UTC(2026, 10, 21, 7),
    staleAt: Date.UTC(2026, 10, 21, 19),
    shards: Number(shards),
    localDate: "2026-11-21",
  };
  await ports.ledger.putRun(run);
  let slices = 0;
  for (let shard = 0; shard < run.shards; shard++) {
    const outcome = await planPart(ports, { run: run.id, shard }, Date.now() + patienceMs, lanes);
    if (outcome.kind !== "planned") throw new Error(`a part ended as ${outcome.kind}`);
    slices += outcome.slices;
  }
  return slices;
}

await plan(warmUp);
const beganAt = performance.now();
const slices = await plan(Number(subscribers));
const ms = performance.now() - beganAt;
const residentBytes = process.resourceUsage().maxRSS * 1024;
console.log(JSON.stringify({ slices, ms, residentBytes } satisfies Planned));
