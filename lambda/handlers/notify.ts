import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { jsonLog } from "#adapters/node/json-log.ts";
import { Fault } from "#core/fault.ts";
import { notify } from "#pipeline/notify.ts";
import { eachMessage } from "./each-message.ts";
import { started } from "./started.ts";
import { notifyWorld } from "./world/readers.ts";

const log = jsonLog("notify");
const { ports, gate } = await started(log, notifyWorld());

/** Sends the notice that a message names. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  return eachMessage(event, log, async (body) => {
    const id = noticeId(body);
    const outcome = await notify(ports, id, gate);
    log.info("notice", { notice: id, outcome });
    if (outcome === "held") throw new Fault("ses.unavailable", "SES took the notice at no try");
  });
}

function noticeId(body: unknown): string {
  const notice: unknown = typeof body === "object" && body !== null && "notice" in body ? body.notice : undefined;
  if (typeof notice !== "string") throw new Fault("message.malformed", "the message names no notice");
  return notice;
}
