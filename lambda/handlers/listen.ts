import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { jsonLog } from "#adapters/node/json-log.ts";
import { parseMailEvent } from "#adapters/ses/mail-event.ts";
import { listen } from "#pipeline/listen.ts";
import { told } from "./each-message.ts";
import { listenWorld } from "./world.ts";

// Awaited here: where it fails, the function fails to start and is started anew, instead of failing ever after.
const ports = await listenWorld();
const log = jsonLog("listen");

/** Takes in a window of SES's events together: one write a slice, not one a mail. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const parsed = event.Records.map((record) => ({ record, event: parseMailEvent(record.body) }));
  // What we cannot read goes to the dead-letter queue, where a person looks; the others do not wait for it.
  const unread = parsed.filter((item) => item.event === undefined).map(({ record }) => record.messageId);
  for (const message of unread) log.warn("event.unread", { message });
  try {
    const outcome = await listen(
      ports,
      parsed.flatMap((item) => (item.event === undefined ? [] : [item.event])),
    );
    log.info("events.taken-in", { ...outcome });
    return { batchItemFailures: unread.map((itemIdentifier) => ({ itemIdentifier })) };
  } catch (failure) {
    log.warn("events.failed", told(failure));
    return { batchItemFailures: event.Records.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  }
}
