import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { jsonLog } from "#adapters/node/json-log.ts";
import { Fault } from "#core/fault.ts";
import type { SliceKey } from "#core/slice.ts";
import { sendSlice } from "#pipeline/send-slice.ts";
import { eachMessage } from "./each-message.ts";
import { sendWorld } from "./world.ts";

// Awaited here: where it fails, the function fails to start and is started anew, instead of failing ever after.
const { ports, lanes } = await sendWorld();
const log = jsonLog("send");

/** Time kept back from the function's own, in milliseconds: one answer of SES, and the outcomes to write. */
const reservedMs = 20_000;

/** Sends the slice that a message names. */
export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const until = Date.now() + context.getRemainingTimeInMillis() - reservedMs;
  return eachMessage(event, log, async (body) => {
    const key = sliceKey(body);
    const outcome = await sendSlice(ports, key, until, lanes);
    if (outcome.kind === "no-such-slice") throw new Fault("ledger.missing", `there is no slice of a run ${key.run}`);
    log.info(`slice.${outcome.kind}`, { ...key, ...outcome });
    // The message comes again when its visibility ends; what was sent until then is written down.
    if (outcome.kind === "stopped") throw new Fault("ses.refuses-account", `SES takes no mail: ${outcome.why}`);
  });
}

function sliceKey(body: unknown): SliceKey {
  const { run, shard, first } = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  if (typeof run !== "string" || !Number.isSafeInteger(shard) || typeof first !== "string") {
    throw new Fault("message.malformed", "the sender's message names no slice");
  }
  return { run, shard: Number(shard), first };
}
