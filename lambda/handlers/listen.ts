import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { jsonLog } from "#adapters/node/json-log.ts";
import { readMailEvent } from "#adapters/ses/mail-event.ts";
import { Fault } from "#core/fault.ts";
import type { FaultCode } from "#core/fault-code.ts";
import { listen, type MailEvent } from "#pipeline/listen.ts";
import { told } from "./each-message.ts";
import { started } from "./started.ts";
import { listenWorld } from "./world/sending.ts";

const log = jsonLog("listen");
const ports = await started(log, listenWorld());

interface Report {
  readonly message: string;
  readonly event: MailEvent;
}

/** Takes in a window of SES's events together: one write a slice, not one a mail. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const unread: string[] = [];
  const reports = event.Records.flatMap((record) => report(record, unread));
  const failed = await takeIn(reports);
  return { batchItemFailures: [...unread, ...failed].map((itemIdentifier) => ({ itemIdentifier })) };
}

/** What we cannot read goes to the dead-letter queue, where a person looks; the others do not wait for it. */
function report({ body, messageId: message }: SQSRecord, unread: string[]): Report[] {
  const read = readMailEvent(body);
  if (read.kind === "event") return [{ message, event: read.event }];
  if (read.kind === "passed-over") {
    log.info("event.passed-over", { message, eventType: read.eventType });
    return [];
  }
  log.warn("event.unread", { message, code: "event.malformed" satisfies FaultCode, why: read.why });
  unread.push(message);
  return [];
}

/** Takes events in, and gives the messages that must come again. */
async function takeIn(reports: readonly Report[]): Promise<string[]> {
  if (reports.length === 0) return [];
  const messages = reports.map(({ message }) => message);
  try {
    const outcome = await listen(
      ports,
      reports.map(({ event }) => event),
    );
    const { foreign } = outcome;
    if (foreign > 0) log.warn("events.foreign", { messages, code: "event.foreign" satisfies FaultCode, foreign });
    log.info("events.taken-in", { ...outcome });
    return [];
  } catch (failure) {
    log.warn("events.failed", { messages, ...told(failure) });
    const isOne = reports.length === 1;
    if (isOne || (failure instanceof Fault && failure.code === "dynamo.unavailable")) return messages;
    // One of them cannot be taken in. The others must not end with it in the dead-letter queue.
    const failed: string[] = [];
    for (const one of reports) failed.push(...(await takeIn([one])));
    return failed;
  }
}
