import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { jsonLog } from "#adapters/node/json-log.ts";
import { Fault } from "#core/fault.ts";
import type { HeldName } from "#core/held.ts";
import { askForRelease } from "#pipeline/hold-developments.ts";
import { planAlert } from "#pipeline/plan-alert.ts";
import { planPart } from "#pipeline/plan-part.ts";
import { releaseIfDue } from "#pipeline/release-held.ts";
import { eachMessage } from "./each-message.ts";
import { planMessage } from "./queue-message.ts";
import { planWorld } from "./world/sending.ts";

const { ports, shards, lanes } = planWorld();
const log = jsonLog("plan");

/** Time kept back from the function's own, in milliseconds, to write down how far it has come. */
const reservedMs = 5000;

/** Plans parts of runs, and the alerts that publishing asks for. */
export function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const until = Date.now() + context.getRemainingTimeInMillis() - reservedMs;
  return eachMessage(event, log, async (body) => {
    const message = planMessage(body);
    if (message.kind === "alert") {
      const run = await planAlert(ports, message.topic, shards);
      if (run !== undefined) log.info("run.planned", { run: run.id });
      return;
    }
    if (message.kind === "release") return release(message);
    const outcome = await planPart(ports, message, until, lanes);
    if (outcome.kind === "no-such-run") throw new Fault("ledger.missing", `there is no run ${message.run}`);
    if (outcome.kind === "unfinished") await ports.planQueue.send([message]);
    if (outcome.kind !== "closed" && outcome.slices > 0)
      log.info("part.planned", { run: message.run, shard: message.shard, ...outcome });
  });
}

/** Releases a held development if its moment has come; a message that comes before it is sent again. */
async function release({ topic, id }: HeldName): Promise<void> {
  const outcome = await releaseIfDue(ports, { topic, id });
  if (outcome.kind === "released") log.info("held.released", { topic, held: id });
  if (outcome.kind === "not-due") await askForRelease(ports, [{ topic, id, ...outcome }], ports.clock.now());
}
