import type { Context, EventBridgeEvent } from "aws-lambda";
import { jsonLog } from "#adapters/node/json-log.ts";
import { askForDuePolls, lookForPollsEveryMs } from "#pipeline/ask-for-polls.ts";
import { keepWatch } from "#pipeline/keep-watch.ts";
import type { RecoverOutcome } from "#pipeline/recover.ts";
import { told } from "./each-message.ts";
import { tickWorld } from "./world/sending.ts";

const { ports, shards, graceMs } = tickWorld();
const log = jsonLog("tick");

/** Time kept back from the function's own, in milliseconds, to close what is settled. */
const reservedMs = 10_000;

/** Each minute: plans what fell due, and looks after what was planned. What fails is told, and makes the call fail. */
export async function handler(event: EventBridgeEvent<string, unknown>, context: Context): Promise<void> {
  const until = Date.now() + context.getRemainingTimeInMillis() - reservedMs;
  const at = Date.parse(event.time);
  const outcome = await keepWatch(ports, at, { shards, graceMs, until });
  const failures = [...outcome.failures, ...(await askForPolls(at))];
  for (const run of outcome.planned) log.info("run.planned", { run });
  const { hold, recovery } = outcome;
  if (hold !== undefined && hold.kind !== "no-hold") log.warn(`hold.${hold.kind}`, { ...hold });
  if (recovery !== undefined) tellOf(recovery);
  for (const failure of failures) log.warn("tick.failed", told(failure));
  if (failures.length > 0) throw failures[0];
}

/** Asks for polls that nobody has asked for, every few minutes; gives what failed. */
async function askForPolls(at: number): Promise<readonly unknown[]> {
  if (Math.floor(at / 60_000) % (lookForPollsEveryMs / 60_000) !== 0) return [];
  try {
    await askForDuePolls(ports, at);
    return [];
  } catch (failure) {
    return [failure];
  }
}

function tellOf({ closed, ...found }: RecoverOutcome): void {
  for (const run of closed) log.info("run.closed", { run });
  const isNews = Object.values(found).some((count) => count > 0);
  if (isNews) log.warn("recovery", found);
}
