// The one composition root: the only place that builds clients of AWS and binds ports to steps. Each function takes
// its own part, so that a bundle carries nothing that its function does not use.

import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SESClient } from "@aws-sdk/client-ses";
import { SQSClient } from "@aws-sdk/client-sqs";
import { dynamoAccount } from "#adapters/dynamo/account.ts";
import { dynamoAlertsDue } from "#adapters/dynamo/alerts-due.ts";
import { dynamoAudiences } from "#adapters/dynamo/audiences.ts";
import { dynamoDueGroups } from "#adapters/dynamo/due-groups.ts";
import { dynamoLedger } from "#adapters/dynamo/ledger.ts";
import { dynamoNotices } from "#adapters/dynamo/notices.ts";
import { dynamoSubscribers } from "#adapters/dynamo/subscribers.ts";
import { dynamoSuppressions } from "#adapters/dynamo/suppressions.ts";
import type { DynamoTable } from "#adapters/dynamo/table.ts";
import { dynamoTallies } from "#adapters/dynamo/tallies.ts";
import { dynamoTicks } from "#adapters/dynamo/ticks.ts";
import { dynamoTopicLog } from "#adapters/dynamo/topic-log.ts";
import { dynamoTopics } from "#adapters/dynamo/topics.ts";
import { systemClock } from "#adapters/node/clock.ts";
import { randomIds } from "#adapters/node/ids.ts";
import { keyedHash } from "#adapters/node/keyed-hash.ts";
import { metricAlarm } from "#adapters/node/metric-alarm.ts";
import { signedLinks } from "#adapters/node/signed-links.ts";
import { hashKey, linkKeys } from "#adapters/secrets/secrets.ts";
import { mailComposer } from "#adapters/ses/compose-mail.ts";
import { sesMailer, sesPatience } from "#adapters/ses/mailer.ts";
import { sesQuota } from "#adapters/ses/quota.ts";
import { sqsNoticeQueue, sqsPlanQueue, sqsSliceQueue } from "#adapters/sqs/queues.ts";
import { changePreferences } from "#pipeline/change-preferences.ts";
import { confirm } from "#pipeline/confirm.ts";
import type { EndHoldPorts } from "#pipeline/end-hold.ts";
import type { KeepAccountPorts } from "#pipeline/keep-account.ts";
import { type LaneMemory, laneMemory } from "#pipeline/lane-memory.ts";
import { leave } from "#pipeline/leave.ts";
import type { ListenPorts } from "#pipeline/listen.ts";
import type { NotifyPorts } from "#pipeline/notify.ts";
import { openLink } from "#pipeline/open-link.ts";
import type { PlanAlertPorts } from "#pipeline/plan-alert.ts";
import type { PlanPartPorts } from "#pipeline/plan-part.ts";
import type { PublishPorts } from "#pipeline/publish.ts";
import { readTopic } from "#pipeline/read-topic.ts";
import type { RecoverPorts } from "#pipeline/recover.ts";
import { renewLink } from "#pipeline/renew-link.ts";
import type { SendPorts } from "#pipeline/send-slice.ts";
import { signUp } from "#pipeline/sign-up.ts";
import type { TickPorts } from "#pipeline/tick.ts";
import type { ReaderAnswerPorts } from "./operate/reader-answers.ts";
import type { RunAnswerPorts } from "./operate/run-answers.ts";
import {
  listenSettings,
  notifySettings,
  operateSettings,
  planSettings,
  type Retention,
  sendSettings,
  siteSettings,
  tickSettings,
} from "./settings.ts";
import type { SiteSteps } from "./site/steps.ts";

const minuteMs = 60 * 1000;

/**
 * How long DynamoDB may take, in milliseconds; its own answers take some 5. A second try is the SDK's.
 *
 * Without `throwOnRequestTimeout` the SDK warns about a late answer and waits for it without end.
 */
const dynamoPatience = { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true } as const;

/** What the site's routes are given. */
export async function siteWorld() {
  const settings = siteSettings();
  const secrets = new SecretsManagerClient({});
  const [keys, key] = await Promise.all([
    linkKeys(secrets, settings.linkKeysSecret),
    hashKey(secrets, settings.hashKeySecret),
  ]);
  const table = tableOf(settings, keyedHash(key));
  const ports = {
    ...storedBy(table, settings.shards),
    suppressions: dynamoSuppressions(table),
    notices: dynamoNotices(table),
    noticeQueue: sqsNoticeQueue(new SQSClient({}), settings.noticeQueueUrl),
    links: signedLinks(keys, settings.siteOrigin),
    ids: randomIds,
    clock: systemClock,
  };
  const steps: SiteSteps = {
    listTopics: async () => [...(await ports.topics.all())].sort((a, b) => a.title.localeCompare(b.title)),
    readTopic: (slug) => readTopic(ports, slug),
    signUp: (typed) => signUp(ports, typed, settings.newsroom.locales),
    openLink: (token, purpose) => openLink(ports, token, purpose),
    confirm: (token) => confirm(ports, token),
    changePreferences: (token, typed) => changePreferences(ports, token, typed),
    leave: (token) => leave(ports, token),
    renewLink: (token) => renewLink(ports, token),
  };
  return { steps, newsroom: settings.newsroom, origin: settings.siteOrigin };
}

/** What the minute tick is given. */
export function tickWorld(): {
  ports: TickPorts & RecoverPorts & EndHoldPorts & KeepAccountPorts;
  shards: number;
  graceMs: number;
} {
  const settings = tickSettings();
  const table = tableOf(settings);
  const ports = {
    ledger: dynamoLedger(table),
    topicLog: dynamoTopicLog(table),
    alertsDue: dynamoAlertsDue(table),
    groups: dynamoDueGroups(table),
    ticks: dynamoTicks(table),
    account: dynamoAccount(table),
    quota: sesQuota(askingClient(), systemClock.now),
    notices: dynamoNotices(table),
    noticeQueue: sqsNoticeQueue(new SQSClient({}), settings.noticeQueueUrl),
    alarm: metricAlarm("tick", systemClock.now),
    clock: systemClock,
    ...planningQueues(settings),
  };
  return { ports, shards: settings.shards, graceMs: settings.graceMinutes * minuteMs };
}

/** What the planner is given. */
export function planWorld(): { ports: PlanPartPorts & PlanAlertPorts; shards: number; lanes: number } {
  const settings = planSettings();
  const table = tableOf(settings);
  const ports = {
    ledger: dynamoLedger(table),
    audiences: dynamoAudiences(table, settings.shards),
    topicLog: dynamoTopicLog(table),
    alertsDue: dynamoAlertsDue(table),
    account: dynamoAccount(table),
    clock: systemClock,
    ...planningQueues(settings),
  };
  return { ports, shards: settings.shards, lanes: settings.lanes };
}

/** What the senders of alerts and digests are given. */
export async function sendWorld(): Promise<{ ports: SendPorts; memory: LaneMemory }> {
  const settings = sendSettings();
  const keys = await linkKeys(new SecretsManagerClient({}), settings.linkKeysSecret);
  const table = tableOf(settings);
  const ports = {
    ...storedBy(table, settings.shards),
    ledger: dynamoLedger(table),
    sliceQueue: sqsSliceQueue(new SQSClient({}), {
      alert: settings.alertQueueUrl,
      digest: settings.digestQueueUrl,
    }),
    composer: mailComposer({ newsroom: settings.newsroom, siteOrigin: settings.siteOrigin }),
    mailer: sesMailer(sendingClient(), settings.newsroom.senderAddress, settings.configurationSet),
    quota: sesQuota(askingClient(), systemClock.now),
    account: dynamoAccount(table),
    alarm: metricAlarm("send", systemClock.now),
    links: signedLinks(keys, settings.siteOrigin),
    clock: systemClock,
  };
  return { ports, memory: laneMemory(ports, settings.lanes) };
}

/** What the sender of notices is given. */
export async function notifyWorld(): Promise<NotifyPorts> {
  const settings = notifySettings();
  const keys = await linkKeys(new SecretsManagerClient({}), settings.linkKeysSecret);
  const table = tableOf(settings);
  return {
    notices: dynamoNotices(table),
    subscribers: dynamoSubscribers(table),
    composer: mailComposer({ newsroom: settings.newsroom, siteOrigin: settings.siteOrigin }),
    mailer: sesMailer(sendingClient(), settings.newsroom.senderAddress, settings.configurationSet),
    links: signedLinks(keys, settings.siteOrigin),
    clock: systemClock,
  };
}

/** What the listener to SES's events is given. */
export async function listenWorld(): Promise<ListenPorts> {
  const settings = listenSettings();
  const key = await hashKey(new SecretsManagerClient({}), settings.hashKeySecret);
  const table = tableOf(settings, keyedHash(key));
  return {
    ...storedBy(table, settings.shards),
    ledger: dynamoLedger(table),
    suppressions: dynamoSuppressions(table),
    tallies: dynamoTallies(table),
    account: dynamoAccount(table),
    alarm: metricAlarm("listen", systemClock.now),
    clock: systemClock,
  };
}

/** What the command line's function is given. */
export async function operateWorld(): Promise<PublishPorts & RunAnswerPorts & ReaderAnswerPorts> {
  const settings = operateSettings();
  const key = await hashKey(new SecretsManagerClient({}), settings.hashKeySecret);
  const table = tableOf(settings, keyedHash(key));
  return {
    ...storedBy(table, settings.shards),
    ledger: dynamoLedger(table),
    account: dynamoAccount(table),
    tallies: dynamoTallies(table),
    suppressions: dynamoSuppressions(table),
    alertsDue: dynamoAlertsDue(table),
    clock: systemClock,
    ...planningQueues(settings),
  };
}

function storedBy(table: DynamoTable, shards: number) {
  return {
    topics: dynamoTopics(table),
    topicLog: dynamoTopicLog(table),
    subscribers: dynamoSubscribers(table),
    audiences: dynamoAudiences(table, shards),
    groups: dynamoDueGroups(table),
  };
}

function planningQueues(settings: {
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

/** SES is given a mail once: the SDK's default of three tries delivered three copies when an answer was lost. */
function sendingClient(): SESClient {
  return new SESClient({ maxAttempts: 1, requestHandler: sesPatience });
}

/** A client that retries: SES answers one question about the quota a second, to all functions together. */
function askingClient(): SESClient {
  return new SESClient({ requestHandler: sesPatience });
}

function tableOf(
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
