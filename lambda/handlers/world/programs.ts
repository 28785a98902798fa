// The programs' side: what the API is given.

import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SQSClient } from "@aws-sdk/client-sqs";
import { dynamoAlertsDue } from "#adapters/dynamo/alerts-due.ts";
import { dynamoApiKeys } from "#adapters/dynamo/api-keys.ts";
import { dynamoGivenAnswers } from "#adapters/dynamo/given-answers.ts";
import { dynamoSources } from "#adapters/dynamo/sources.ts";
import { dynamoTopicLog } from "#adapters/dynamo/topic-log.ts";
import { dynamoTopics } from "#adapters/dynamo/topics.ts";
import { systemClock } from "#adapters/node/clock.ts";
import { keySecrets } from "#adapters/node/key-secrets.ts";
import { hashKey } from "#adapters/secrets/secrets.ts";
import { sqsGatherQueue, sqsPlanQueue } from "#adapters/sqs/queues.ts";
import type { ApiParts } from "../api/app.ts";
import { apiSettings } from "../settings.ts";
import { tableOf } from "./clients.ts";

/** What the API's routes are given. */
export async function apiWorld(): Promise<ApiParts> {
  const settings = apiSettings();
  const key = await hashKey(new SecretsManagerClient({}), settings.hashKeySecret);
  const table = tableOf(settings);
  const sqs = new SQSClient({});
  const reach = settings.sourceReach === "public" ? "public" : "anywhere";
  return {
    ports: {
      topics: dynamoTopics(table),
      topicLog: dynamoTopicLog(table),
      alertsDue: dynamoAlertsDue(table),
      keys: dynamoApiKeys(table),
      givenAnswers: dynamoGivenAnswers(table),
      keySecrets: keySecrets(key),
      planQueue: sqsPlanQueue(sqs, settings.planQueueUrl),
      sources: dynamoSources(table),
      gatherQueue: sqsGatherQueue(sqs, settings.gatherQueueUrl),
      readNews: async (url) => (await import("#adapters/web/read-web-news.ts")).readWebNews(url, reach),
      clock: systemClock,
    },
    origin: settings.siteOrigin,
  };
}
