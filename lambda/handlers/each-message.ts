import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { Fault } from "#core/fault.ts";
import { bugCode } from "#core/fault-code.ts";
import type { Log } from "#pipeline/ports/log.ts";

/**
 * Works through a batch of SQS messages, one after the other, and names those that must come again.
 *
 * A message that cannot be worked off comes again until SQS puts it into the dead-letter queue, where a person looks.
 */
export async function eachMessage(
  event: SQSEvent,
  log: Log,
  work: (body: unknown, record: SQSRecord) => Promise<void>,
): Promise<SQSBatchResponse> {
  const failed: string[] = [];
  for (const record of event.Records) {
    try {
      await work(parseBody(record), record);
    } catch (failure) {
      failed.push(record.messageId);
      log.warn("message.failed", { message: record.messageId, ...told(failure) });
    }
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

/** A failure in fields for the log. Faults carry no address, token or body. */
export function told(failure: unknown): Readonly<Record<string, unknown>> {
  if (failure instanceof Fault) {
    return { code: failure.code, reason: failure.message, cause: nameOf(failure.cause) };
  }
  if (failure instanceof Error) return { code: bugCode, reason: failure.message, stack: failure.stack };
  return { code: bugCode, reason: String(failure) };
}

function nameOf(cause: unknown): string | undefined {
  return cause instanceof Error ? `${cause.name}: ${cause.message}` : undefined;
}

function parseBody(record: SQSRecord): unknown {
  try {
    return JSON.parse(record.body);
  } catch (cause) {
    throw new Fault("message.malformed", "a queue's message is no JSON", { cause });
  }
}
