// From the sources to the topics: what the gatherer is given.

import { SQSClient } from "@aws-sdk/client-sqs";
import { dynamoAlertsDue } from "#adapters/dynamo/alerts-due.ts";
import { dynamoHeld } from "#adapters/dynamo/held.ts";
import { dynamoPushes } from "#adapters/dynamo/pushes.ts";
import { dynamoSources } from "#adapters/dynamo/sources.ts";
import { dynamoTopicLog } from "#adapters/dynamo/topic-log.ts";
import { dynamoTopics } from "#adapters/dynamo/topics.ts";
import { systemClock } from "#adapters/node/clock.ts";
import { metricAlarm } from "#adapters/node/metric-alarm.ts";
import { hmacPushSecrets } from "#adapters/node/push-secrets.ts";
import { sqsGatherQueue, sqsPlanQueue } from "#adapters/sqs/queues.ts";
import { webHubs } from "#adapters/web/hubs.ts";
import { webSourceReader } from "#adapters/web/source-reader.ts";
import type { GatherPorts } from "#pipeline/gather.ts";
import { gatherSettings } from "../settings.ts";
import { tableOf } from "./clients.ts";

/** What the gatherer is given. */
export function gatherWorld(): GatherPorts {
  const settings = gatherSettings();
  const table = tableOf(settings);
  const sqs = new SQSClient({});
  return {
    sources: dynamoSources(table),
    held: dynamoHeld(table),
    reader: webSourceReader(settings.sourceReach, systemClock.now),
    topics: dynamoTopics(table),
    topicLog: dynamoTopicLog(table),
    alertsDue: dynamoAlertsDue(table),
    planQueue: sqsPlanQueue(sqs, settings.planQueueUrl),
    gatherQueue: sqsGatherQueue(sqs, settings.gatherQueueUrl),
    alarm: metricAlarm("gather", systemClock.now),
    clock: systemClock,
    chance: Math.random,
    pushes: dynamoPushes(table),
    hubs: webHubs(settings.sourceReach),
    pushSecrets: hmacPushSecrets,
    callback: (source, token) => `${settings.siteOrigin}/websub/${source}/${token}`,
  };
}
