import { gzipSync } from "node:zlib";
import { SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { Fault } from "#core/fault.ts";
import type { NoticeQueue, PlanQueue, SliceQueue } from "#pipeline/ports/queues.ts";
import type { GatherQueue, PushQueue } from "#pipeline/ports/sources.ts";
import { messageVersion } from "./message.ts";

/** Longest body that goes with its message, compressed and in base64, in characters: SQS takes 256 KiB in all. */
const pushedMaxLength = 240_000;

/** Most messages in one batch (SQS's own limit). */
const batchMax = 10;

/** Where the planner's work waits. */
export function sqsPlanQueue(client: SQSClient, queueUrl: string): PlanQueue {
  return {
    send: (messages, delayMs) =>
      sendAll(
        client,
        queueUrl,
        messages.map((message) => ({ v: messageVersion, ...message })),
        Math.ceil((delayMs ?? 0) / 1000),
      ),
  };
}

/** Where the senders' work waits: digests have a queue, and what comes at once has another. */
export function sqsSliceQueue(
  client: SQSClient,
  queueUrls: { readonly alert: string; readonly digest: string },
): SliceQueue {
  return {
    send: (kind, keys) =>
      sendAll(
        client,
        kind === "digest" ? queueUrls.digest : queueUrls.alert,
        keys.map(({ run, shard, first }) => ({ v: messageVersion, run, shard, first })),
      ),
  };
}

/** Where notices wait. */
export function sqsNoticeQueue(client: SQSClient, queueUrl: string): NoticeQueue {
  return { send: (noticeId) => sendAll(client, queueUrl, [{ notice: noticeId }]) };
}

/** Where polls of sources wait. */
export function sqsGatherQueue(client: SQSClient, queueUrl: string): GatherQueue & PushQueue {
  return {
    // Rounded up: a poll that comes before its time would be one too many.
    send: (messages, delayMs) =>
      sendAll(
        client,
        queueUrl,
        messages.map((message) => ({ v: messageVersion, ...message })),
        Math.ceil(delayMs / 1000),
      ),
    push: (source, body) => {
      const pushed = gzipSync(body).toString("base64");
      const message = pushed.length > pushedMaxLength ? { source, isLong: true } : { source, pushed };
      return sendAll(client, queueUrl, [{ v: messageVersion, ...message }]);
    },
  };
}

async function sendAll(
  client: SQSClient,
  queueUrl: string,
  messages: readonly unknown[],
  delaySeconds = 0,
): Promise<void> {
  for (let start = 0; start < messages.length; start += batchMax) {
    const Entries = messages.slice(start, start + batchMax).map((message, index) => ({
      Id: String(index),
      MessageBody: JSON.stringify(message),
      ...(delaySeconds === 0 ? {} : { DelaySeconds: delaySeconds }),
    }));
    const failed = await sendBatch(client, queueUrl, Entries);
    if (failed > 0) throw new Fault("sqs.unavailable", `SQS did not take ${failed} of ${Entries.length} messages`);
  }
}

/** How many entries of the batch SQS did not take. */
async function sendBatch(
  client: SQSClient,
  QueueUrl: string,
  Entries: { Id: string; MessageBody: string; DelaySeconds?: number }[],
): Promise<number> {
  try {
    const answer = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    return answer.Failed?.length ?? 0;
  } catch (cause) {
    throw new Fault("sqs.unavailable", `SQS did not take ${Entries.length} messages`, { cause });
  }
}
