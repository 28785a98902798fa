import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { jsonLog } from "#adapters/node/json-log.ts";
import { Fault } from "#core/fault.ts";
import { sendSlice } from "#pipeline/send-slice.ts";
import { eachMessage } from "./each-message.ts";
import { sliceMessage } from "./queue-message.ts";
import { started } from "./started.ts";
import { sendWorld } from "./world/sending.ts";

const log = jsonLog("send");
const { ports, memory } = await started(log, sendWorld());

/** Time kept back from the function's own, in milliseconds: one answer of SES, and the outcomes to write. */
const reservedMs = 20_000;

/** Sends the slice that a message names. */
export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const until = Date.now() + context.getRemainingTimeInMillis() - reservedMs;
  return eachMessage(event, log, async (body) => {
    const key = sliceMessage(body);
    const outcome = await sendSlice(ports, key, until, memory);
    if (outcome.kind === "no-such-slice") throw new Fault("ledger.missing", `there is no slice of a run ${key.run}`);
    log.info(`slice.${outcome.kind}`, { ...key, ...outcome });
  });
}
