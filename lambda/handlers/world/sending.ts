// From the minute to the mail and what became of it: what the tick, the planner, the senders and the listener are given.

import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SQSClient } from "@aws-sdk/client-sqs";
import { dynamoAccount } from "#adapters/dynamo/account.ts";
import { dynamoAlertsDue } from "#adapters/dynamo/alerts-due.ts";
import { dynamoAudiences } from "#adapters/dynamo/audiences.ts";
import { dynamoHeld } from "#adapters/dynamo/held.ts";
import { dynamoKeeping } from "#adapters/dynamo/keeping.ts";
import { dynamoLedger } from "#adapters/dynamo/ledger.ts";
import { dynamoNotices } from "#adapters/dynamo/notices.ts";
import { dynamoSources } from "#adapters/dynamo/sources.ts";
import { dynamoSuppressions } from "#adapters/dynamo/suppressions.ts";
import { dynamoTallies } from "#adapters/dynamo/tallies.ts";
import { dynamoTicks } from "#adapters/dynamo/ticks.ts";
import { dynamoTopicLog } from "#adapters/dynamo/topic-log.ts";
import { dynamoTopics } from "#adapters/dynamo/topics.ts";
import { systemClock } from "#adapters/node/clock.ts";
import { keyedHash } from "#adapters/node/keyed-hash.ts";
import { metricAlarm } from "#adapters/node/metric-alarm.ts";
import { signedLinks } from "#adapters/node/signed-links.ts";
import { hashKey, linkKeys } from "#adapters/secrets/secrets.ts";
import { digestComposer } from "#adapters/ses/compose-mail.ts";
import { sesMailer } from "#adapters/ses/mailer.ts";
import { sesQuota } from "#adapters/ses/quota.ts";
import { sqsGatherQueue, sqsNoticeQueue, sqsSliceQueue } from "#adapters/sqs/queues.ts";
import type { DuePollsPorts } from "#pipeline/ask-for-polls.ts";
import type { EndHoldPorts } from "#pipeline/end-hold.ts";
import type { ForgetPorts, ReaderKeeping } from "#pipeline/forget-departed.ts";
import type { KeepAccountPorts } from "#pipeline/keep-account.ts";
import { type LaneMemory, laneMemory } from "#pipeline/lane-memory.ts";
import type { ListenPorts } from "#pipeline/listen.ts";
import type { PlanAlertPorts } from "#pipeline/plan-alert.ts";
import type { PlanPartPorts } from "#pipeline/plan-part.ts";
import type { RecoverPorts } from "#pipeline/recover.ts";
import type { ReleasePorts } from "#pipeline/release-held.ts";
import type { SendPorts } from "#pipeline/send-slice.ts";
import type { TickPorts } from "#pipeline/tick.ts";
import type { TidyPorts } from "#pipeline/tidy-logs.ts";
import { listenSettings, planSettings, sendSettings, tickSettings } from "../settings.ts";
import { askingClient, planningQueues, sendingClient, storedBy, tableOf } from "./clients.ts";

const minuteMs = 60 * 1000;
const dayMs = 24 * 60 * minuteMs;

/** What the minute tick is given. */
export async function tickWorld(): Promise<{
  ports: TickPorts &
    RecoverPorts &
    EndHoldPorts &
    KeepAccountPorts &
    ForgetPorts &
    TidyPorts &
    ReleasePorts &
    DuePollsPorts;
  shards: number;
  graceMs: number;
  kept: ReaderKeeping;
}> {
  const settings = tickSettings();
  const key = await hashKey(new SecretsManagerClient({}), settings.hashKeySecret);
  const table = tableOf(settings, keyedHash(key));
  const ports = {
    ...storedBy(table, settings.shards),
    held: dynamoHeld(table),
    keeping: dynamoKeeping(table),
    ledger: dynamoLedger(table),
    alertsDue: dynamoAlertsDue(table),
    ticks: dynamoTicks(table),
    account: dynamoAccount(table),
    quota: sesQuota(askingClient(), systemClock.now),
    notices: dynamoNotices(table),
    noticeQueue: sqsNoticeQueue(new SQSClient({}), settings.noticeQueueUrl),
    sources: dynamoSources(table),
    gatherQueue: sqsGatherQueue(new SQSClient({}), settings.gatherQueueUrl),
    alarm: metricAlarm("tick", systemClock.now),
    clock: systemClock,
    ...planningQueues(settings),
  };
  const { addressDays, consentDays, logDays, pendingDays } = settings.readerRetention;
  const kept = {
    pendingMs: pendingDays * dayMs,
    supersededMs: logDays * dayMs,
    addressMs: addressDays * dayMs,
    consentMs: consentDays * dayMs,
  };
  return { ports, shards: settings.shards, graceMs: settings.graceMinutes * minuteMs, kept };
}

/** What the planner is given. */
export function planWorld(): { ports: PlanPartPorts & PlanAlertPorts & ReleasePorts; shards: number; lanes: number } {
  const settings = planSettings();
  const table = tableOf(settings);
  const ports = {
    ledger: dynamoLedger(table),
    audiences: dynamoAudiences(table, settings.shards),
    topics: dynamoTopics(table),
    held: dynamoHeld(table),
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
    composer: digestComposer({ newsroom: settings.newsroom, siteOrigin: settings.siteOrigin }),
    mailer: sesMailer(sendingClient(), settings.newsroom.senderAddress, settings.configurationSet),
    quota: sesQuota(askingClient(), systemClock.now),
    account: dynamoAccount(table),
    alarm: metricAlarm("send", systemClock.now),
    links: signedLinks(keys, settings.siteOrigin),
    clock: systemClock,
  };
  return { ports, memory: laneMemory(ports, settings.lanes) };
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
