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
  const [ticked] = await Promise.allSettled([tick(ports, at, shards)]);
  // A tick that failed must not keep from recovery what others have left.
  if (Math.floor(at / 60_000) % recoverEveryMinutes === 0) await takeUp(until);
  if (ticked.status === "rejected") throw ticked.reason;
  for (const run of ticked.value) log.info("run.planned", { run });
}

async function takeUp(until: number): Promise<void> {
  const { closed, ...found } = await recover(ports, { graceMs, until });
  for (const run of closed) log.info("run.closed", { run });
  const isNews = Object.values(found).some((count) => count > 0);
  if (isNews) log.warn("recovery", found);
}
