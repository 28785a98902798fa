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
  const [ticked] = await Promise.allSettled([tick(ports, at, shards)]);
  // A tick that failed must not keep from recovery what others have left.
  if (Math.floor(at / 60_000) % recoverEveryMinutes === 0) await takeUp();
  if (ticked.status === "rejected") throw ticked.reason;
  for (const run of ticked.value) log.info("run.planned", { run });
}

async function takeUp(): Promise<void> {
  const { closed, nudged } = await recover(ports);
  for (const run of closed) log.info("run.closed", { run });
  if (nudged > 0) log.warn("run.nudged", { nudged });
}
