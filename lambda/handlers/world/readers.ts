// The readers' side: what the site and the sender of notices are given.

import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SQSClient } from "@aws-sdk/client-sqs";
import { dynamoAccount } from "#adapters/dynamo/account.ts";
import { dynamoNotices } from "#adapters/dynamo/notices.ts";
import { dynamoPushes } from "#adapters/dynamo/pushes.ts";
import { dynamoSources } from "#adapters/dynamo/sources.ts";
import { dynamoSubscribers } from "#adapters/dynamo/subscribers.ts";
import { dynamoSuppressions } from "#adapters/dynamo/suppressions.ts";
import { systemClock } from "#adapters/node/clock.ts";
import { randomIds } from "#adapters/node/ids.ts";
import { keyedHash } from "#adapters/node/keyed-hash.ts";
import { metricAlarm } from "#adapters/node/metric-alarm.ts";
import { hmacPushSecrets } from "#adapters/node/push-secrets.ts";
import { signedLinks } from "#adapters/node/signed-links.ts";
import { hashKey, linkKeys } from "#adapters/secrets/secrets.ts";
import { noticeComposer } from "#adapters/ses/compose-mail.ts";
import { sesMailer } from "#adapters/ses/mailer.ts";
import { sesQuota } from "#adapters/ses/quota.ts";
import { sqsGatherQueue, sqsNoticeQueue } from "#adapters/sqs/queues.ts";
import { changePreferences } from "#pipeline/change-preferences.ts";
import { confirm } from "#pipeline/confirm.ts";
import { answerHub, takePush } from "#pipeline/follow-hub.ts";
import { leave } from "#pipeline/leave.ts";
import { type NoticeGate, noticeGate } from "#pipeline/notice-gate.ts";
import type { NotifyPorts } from "#pipeline/notify.ts";
import { openLink } from "#pipeline/open-link.ts";
import { readTopic } from "#pipeline/read-topic.ts";
import { renewLink } from "#pipeline/renew-link.ts";
import { signUp } from "#pipeline/sign-up.ts";
import { notifySettings, siteSettings } from "../settings.ts";
import type { HubSteps } from "../site/hub-routes.ts";
import type { SiteSteps } from "../site/steps.ts";
import { askingClient, sendingClient, storedBy, tableOf } from "./clients.ts";

const dayMs = 24 * 60 * 60 * 1000;

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
    sources: dynamoSources(table),
    pushes: dynamoPushes(table),
    pushSecrets: hmacPushSecrets,
    gatherQueue: sqsGatherQueue(new SQSClient({}), settings.gatherQueueUrl),
    links: signedLinks(keys, settings.siteOrigin),
    ids: randomIds,
    clock: systemClock,
  };
  const steps: SiteSteps = {
    listTopics: async () => [...(await ports.topics.all())].sort((a, b) => a.title.localeCompare(b.title)),
    readTopic: (slug) => readTopic(ports, slug),
    signUp: (typed) => signUp(ports, typed, settings.newsroom.locales, settings.pendingDays * dayMs),
    openLink: (token, purpose) => openLink(ports, token, purpose),
    confirm: (token) => confirm(ports, token),
    changePreferences: (token, typed) => changePreferences(ports, token, typed),
    leave: (token) => leave(ports, token),
    renewLink: (token) => renewLink(ports, token),
  };
  const hub: HubSteps = {
    answerHub: (question) => answerHub(ports, question),
    takePush: (pushed) => takePush(ports, pushed),
  };
  return { steps, hub, newsroom: settings.newsroom, origin: settings.siteOrigin };
}

/** What the sender of notices is given. */
export async function notifyWorld(): Promise<{ ports: NotifyPorts; gate: NoticeGate }> {
  const settings = notifySettings();
  const keys = await linkKeys(new SecretsManagerClient({}), settings.linkKeysSecret);
  const table = tableOf(settings);
  const ports = {
    notices: dynamoNotices(table),
    subscribers: dynamoSubscribers(table),
    composer: noticeComposer({ newsroom: settings.newsroom, siteOrigin: settings.siteOrigin }),
    mailer: sesMailer(sendingClient(), settings.newsroom.senderAddress, settings.configurationSet),
    quota: sesQuota(askingClient(), systemClock.now),
    account: dynamoAccount(table),
    alarm: metricAlarm("notify", systemClock.now),
    links: signedLinks(keys, settings.siteOrigin),
    clock: systemClock,
  };
  return { ports, gate: noticeGate(ports, settings.lanes) };
}
