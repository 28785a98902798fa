import type { EventBridgeEvent } from "aws-lambda";
import { jsonLog } from "#adapters/node/json-log.ts";
import { recover } from "#pipeline/recover.ts";
import { tick } from "#pipeline/tick.ts";
import { tickWorld } from "./world.ts";

const { ports, shards } = tickWorld();
const log = jsonLog("tick");

/** Minutes between two looks at what has stopped halfway. */
const recoverEveryMinutes = 5;

/** Plans what fell due, each minute; every few minutes, takes up what has stopped halfway. */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  const at = Date.parse(event.time);
  const runs = await tick(ports, at, shards);
  for (const run of runs) log.info("run.planned", { run });
  if (Math.floor(at / 60_000) % recoverEveryMinutes !== 0) return;
  const { closed, nudged } = await recover(ports);
  for (const run of closed) log.info("run.closed", { run });
  if (nudged > 0) log.warn("run.nudged", { nudged });
}
