/** SQS as functions call it: sending. Receiving is the event sources' work. */
import type { Demand } from "../access/gate.ts";
import { type AwsCall, type AwsRefusal, isRefusal, jsonAnswer, readJsonBody, type Service } from "../gateway/call.ts";
import type { QueueDefinition, Queues } from "./queues.ts";

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const LARGEST_MESSAGE_BYTES = 1_048_576;
const LARGEST_BATCH = 10;
const LONGEST_DELAY_SECONDS = 900;
const LONGEST_ENTRY_ID = 80;

interface Entry {
  readonly id: string;
  readonly body: string;
  readonly delaySeconds: number | undefined;
}

export function createSqs(definitions: readonly QueueDefinition[], queues: Queues): Service {
  const byUrl = new Map(definitions.map((definition) => [definition.url, definition]));
  const queueOf = (call: AwsCall) => byUrl.get(String(readJsonBody(call)["QueueUrl"]));
  const demands = (call: AwsCall): readonly Demand[] | AwsRefusal => {
    const queue = queueOf(call);
    return queue ? [{ action: "sqs:SendMessage", anyOf: [queue.arn] }] : noQueue;
  };
  return {
    name: "sqs",
    protocol: "json",
    operations: {
      SendMessage: {
        demands,
        serve(call) {
          const queue = queueOf(call);
          if (!queue) return noQueue;
          const entry = readEntry({ Id: "one", ...readJsonBody(call) });
          if (isRefusal(entry)) return entry;
          const sent = queues.send(queue.arn, entry.body, entry.delaySeconds);
          return jsonAnswer({ MessageId: sent.id, MD5OfMessageBody: sent.md5 });
        },
      },
      SendMessageBatch: {
        demands,
        serve(call) {
          const queue = queueOf(call);
          if (!queue) return noQueue;
          const entries = readBatch(readJsonBody(call)["Entries"]);
          if (isRefusal(entries)) return entries;
          const Successful = entries.map((entry) => {
            const sent = queues.send(queue.arn, entry.body, entry.delaySeconds);
            return { Id: entry.id, MessageId: sent.id, MD5OfMessageBody: sent.md5 };
          });
          return jsonAnswer({ Successful, Failed: [] });
        },
      },
    },
  };
}

const refused = (code: string, message: string): AwsRefusal => ({
  status: 400,
  code: `com.amazonaws.sqs#${code}`,
  message,
});
const noQueue = refused("QueueDoesNotExist", "The specified queue does not exist.");

function readBatch(raw: unknown): readonly Entry[] | AwsRefusal {
  if (!Array.isArray(raw) || raw.length === 0)
    return refused("EmptyBatchRequest", "There should be at least one entry.");
  if (raw.length > LARGEST_BATCH)
    return refused("TooManyEntriesInBatchRequest", `Maximum number of entries is ${LARGEST_BATCH}.`);
  const entries: Entry[] = [];
  for (const each of raw) {
    const entry = readEntry(each as Record<string, unknown>);
    if (isRefusal(entry)) return entry;
    entries.push(entry);
  }
  if (new Set(entries.map((entry) => entry.id)).size < entries.length) {
    return refused("BatchEntryIdsNotDistinct", "Two or more batch entries have the same Id.");
  }
  const bytes = entries.reduce((sum, entry) => sum + Buffer.byteLength(entry.body), 0);
  if (bytes > LARGEST_MESSAGE_BYTES)
    return refused("BatchRequestTooLong", `Batch requests cannot be longer than ${LARGEST_MESSAGE_BYTES} bytes.`);
  return entries;
}

function readEntry(raw: Readonly<Record<string, unknown>>): Entry | AwsRefusal {
  const { Id: id, MessageBody: body, DelaySeconds: delaySeconds } = raw;
  const unknown = ["MessageAttributes", "MessageSystemAttributes", "MessageGroupId", "MessageDeduplicationId"];
  const extra = unknown.find((name) => raw[name] !== undefined && Object.keys(Object(raw[name])).length !== 0);
  if (extra) return refused("UnsupportedOperation", `The local run does not know ${extra}.`);
  if (typeof id !== "string" || !/^[\w-]+$/.test(id) || id.length > LONGEST_ENTRY_ID) {
    return refused(
      "InvalidBatchEntryId",
      "A batch entry id can only contain alphanumeric characters, hyphens and underscores.",
    );
  }
  if (typeof body !== "string" || body === "")
    return refused("MissingParameter", "The request must contain the parameter MessageBody.");
  if (Buffer.byteLength(body) > LARGEST_MESSAGE_BYTES) {
    return refused(
      "InvalidParameterValue",
      `One or more parameters are invalid. Reason: Message must be shorter than ${LARGEST_MESSAGE_BYTES} bytes.`,
    );
  }
  if (delaySeconds === undefined) return { id, body, delaySeconds };
  if (!Number.isInteger(delaySeconds) || Number(delaySeconds) < 0 || Number(delaySeconds) > LONGEST_DELAY_SECONDS) {
    return refused("InvalidParameterValue", `DelaySeconds must be >= 0 and <= ${LONGEST_DELAY_SECONDS}.`);
  }
  return { id, body, delaySeconds: Number(delaySeconds) };
}
