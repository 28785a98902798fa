// The operator's side: what the command line's function is given.

import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SQSClient } from "@aws-sdk/client-sqs";
import { dynamoAccount } from "#adapters/dynamo/account.ts";
import { dynamoAlertsDue } from "#adapters/dynamo/alerts-due.ts";
import { dynamoApiKeys } from "#adapters/dynamo/api-keys.ts";
import { dynamoHeld } from "#adapters/dynamo/held.ts";
import { dynamoKeeping } from "#adapters/dynamo/keeping.ts";
import { dynamoLedger } from "#adapters/dynamo/ledger.ts";
import { dynamoSources } from "#adapters/dynamo/sources.ts";
import { dynamoSuppressions } from "#adapters/dynamo/suppressions.ts";
import { dynamoTallies } from "#adapters/dynamo/tallies.ts";
import { systemClock } from "#adapters/node/clock.ts";
import { keySecrets } from "#adapters/node/key-secrets.ts";
import { keyedHash } from "#adapters/node/keyed-hash.ts";
import { hashKey } from "#adapters/secrets/secrets.ts";
import { sqsGatherQueue } from "#adapters/sqs/queues.ts";
import type { AudienceAnswerPorts } from "../operate/audience-answers.ts";
import type { HeldAnswerPorts } from "../operate/held-answers.ts";
import type { KeyAnswerPorts } from "../operate/key-answers.ts";
import type { ReaderAnswerPorts } from "../operate/reader-answers.ts";
import type { RunAnswerPorts } from "../operate/run-answers.ts";
import type { SourceAnswerPorts } from "../operate/source-answers.ts";
import type { TopicAnswerPorts } from "../operate/topic-answers.ts";
import { operateSettings } from "../settings.ts";
import { planningQueues, storedBy, tableOf } from "./clients.ts";

/** What the command line's function is given. */
export async function operateWorld(): Promise<
  HeldAnswerPorts &
    TopicAnswerPorts &
    AudienceAnswerPorts &
    RunAnswerPorts &
    ReaderAnswerPorts &
    KeyAnswerPorts &
    SourceAnswerPorts
> {
  const settings = operateSettings();
  const key = await hashKey(new SecretsManagerClient({}), settings.hashKeySecret);
  const table = tableOf(settings, keyedHash(key));
  return {
    ...storedBy(table, settings.shards),
    shards: settings.shards,
    held: dynamoHeld(table),
    keeping: dynamoKeeping(table),
    ledger: dynamoLedger(table),
    account: dynamoAccount(table),
    tallies: dynamoTallies(table),
    suppressions: dynamoSuppressions(table),
    alertsDue: dynamoAlertsDue(table),
    sources: dynamoSources(table),
    gatherQueue: sqsGatherQueue(new SQSClient({}), settings.gatherQueueUrl),
    keys: dynamoApiKeys(table),
    keySecrets: keySecrets(key),
    clock: systemClock,
    ...planningQueues(settings),
  };
}
