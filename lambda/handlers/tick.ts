import type { Context, EventBridgeEvent } from "aws-lambda";
import { jsonLog } from "#adapters/node/json-log.ts";
import { recover } from "#pipeline/recover.ts";
import { tick } from "#pipeline/tick.ts";
import { tickWorld } from "./world.ts";

const { ports, shards, graceMs } = tickWorld();
const log = jsonLog("tick");

/** Minutes between two looks at what has stopped halfway. */
const recoverEveryMinutes = 5;

/** Time kept back from the function's own, in milliseconds, to close what is settled. */
const reservedMs = 10_000;

/** Plans what fell due, each minute; every few minutes, takes up what has stopped halfway. */
export async function handler(event: EventBridgeEvent<string, unknown>, context: Context): Promise<void> {
  const at = Date.parse(event.time);
  const until = Date.now() + context.getRemainingTimeInMillis() - reservedMs;
  const runs = await tick(ports, at, shards);
  for (const run of runs) log.info("run.planned", { run });
  if (Math.floor(at / 60_000) % recoverEveryMinutes !== 0) return;
  const { closed, ...found } = await recover(ports, { graceMs, until });
  for (const run of closed) log.info("run.closed", { run });
  const isNews = Object.values(found).some((count) => count > 0);
  if (isNews) log.warn("recovery", found);
}
