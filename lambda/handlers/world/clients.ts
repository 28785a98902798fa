// Clients of AWS, and the ports that several functions share. Each function takes its own part, so that a bundle carries
// nothing that its function does not use.

import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SESClient } from "@aws-sdk/client-ses";
import { SQSClient } from "@aws-sdk/client-sqs";
import { dynamoAudiences } from "#adapters/dynamo/audiences.ts";
import { dynamoDueGroups } from "#adapters/dynamo/due-groups.ts";
import { dynamoSubscribers } from "#adapters/dynamo/subscribers.ts";
import type { DynamoTable } from "#adapters/dynamo/table.ts";
import { dynamoTopicLog } from "#adapters/dynamo/topic-log.ts";
import { dynamoTopics } from "#adapters/dynamo/topics.ts";
import { systemClock } from "#adapters/node/clock.ts";
import { freshAgents } from "#adapters/ses/fresh-agents.ts";
import { sesPatience } from "#adapters/ses/mailer.ts";
import { sqsPlanQueue, sqsSliceQueue } from "#adapters/sqs/queues.ts";
import type { Retention } from "../settings.ts";

/**
 * How long DynamoDB may take, in milliseconds; its own answers take some 5. A second try is the SDK's.
 *
 * Without `throwOnRequestTimeout` the SDK warns about a late answer and waits for it without end.
 */
const dynamoPatience = { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true } as const;

export function storedBy(table: DynamoTable, shards: number) {
  return {
    topics: dynamoTopics(table),
    topicLog: dynamoTopicLog(table),
    subscribers: dynamoSubscribers(table),
    audiences: dynamoAudiences(table, shards),
    groups: dynamoDueGroups(table),
  };
}

export function planningQueues(settings: {
  readonly planQueueUrl: string;
  readonly digestQueueUrl: string;
  readonly alertQueueUrl: string;
}) {
  const sqs = new SQSClient({});
  return {
    planQueue: sqsPlanQueue(sqs, settings.planQueueUrl),
    sliceQueue: sqsSliceQueue(sqs, { alert: settings.alertQueueUrl, digest: settings.digestQueueUrl }),
  };
}

/**
 * SES is given a mail once: the SDK's default of three tries delivered three copies when an answer was lost. A connection
 * that SES may have closed while the function was frozen is not used: that loses the answer too.
 */
export function sendingClient(): SESClient {
  return new SESClient({ maxAttempts: 1, requestHandler: { ...sesPatience, ...freshAgents(systemClock.now) } });
}

/** A client that retries: SES answers one question about the quota a second, to all functions together. */
export function askingClient(): SESClient {
  return new SESClient({ requestHandler: sesPatience });
}

export function tableOf(
  settings: { readonly tableName: string; readonly retention: Retention },
  hash: (address: string) => string = noHash,
): DynamoTable {
  return {
    client: new DynamoDBClient({ requestHandler: dynamoPatience }),
    name: settings.tableName,
    hash,
    now: systemClock.now,
    retention: settings.retention,
  };
}

function noHash(): string {
  throw new Error("this function has no hash key, so it looks nobody up by address");
}
