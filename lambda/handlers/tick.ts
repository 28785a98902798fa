import type { Context, EventBridgeEvent } from "aws-lambda";
import { jsonLog } from "#adapters/node/json-log.ts";
import type { Instant } from "#core/instant.ts";
import { askForDuePolls, lookForPollsEveryMs } from "#pipeline/ask-for-polls.ts";
import { forgetDeparted } from "#pipeline/forget-departed.ts";
import { keepWatch } from "#pipeline/keep-watch.ts";
import type { RecoverOutcome } from "#pipeline/recover.ts";
import { tidyLogs } from "#pipeline/tidy-logs.ts";
import { told } from "./each-message.ts";
import { started } from "./started.ts";
import { tickWorld } from "./world/sending.ts";

const log = jsonLog("tick");
const { ports, shards, graceMs, kept } = await started(log, tickWorld());

/** Time kept back from the function's own, in milliseconds, to close what is settled. */
const reservedMs = 10_000;

/** Minutes between two calls that forget readers, and time that they have for it whatever recovery takes, in milliseconds. */
const forgetEveryMinutes = 5;
const forgettingMs = 10_000;

/**
 * Each minute: plans what fell due, and looks after what was planned; every few minutes, forgets what is kept long
 * enough. What fails is told, and makes the call fail.
 */
export async function handler(event: EventBridgeEvent<string, unknown>, context: Context): Promise<void> {
  const at = Date.parse(event.time);
  const until = Date.now() + context.getRemainingTimeInMillis() - reservedMs;
  const isForgetting = Math.floor(at / 60_000) % forgetEveryMinutes === 0;
  const watchedUntil = isForgetting ? until - forgettingMs : until;
  const outcome = await keepWatch(ports, at, { shards, graceMs, until: watchedUntil });
  for (const { topic, id } of outcome.released) log.info("held.released", { topic, held: id });
  for (const run of outcome.planned) log.info("run.planned", { run });
  const { hold, recovery } = outcome;
  if (hold !== undefined && hold.kind !== "no-hold") log.warn(`hold.${hold.kind}`, { ...hold });
  if (recovery !== undefined) tellOf(recovery);
  const failures = [...outcome.failures, ...(await askForPolls(at)), ...(isForgetting ? await forget(until) : [])];
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

/** Forgets until the time is up, and the rest in the next calls. Gives what failed. */
async function forget(until: Instant): Promise<readonly unknown[]> {
  try {
    const forgotten = await forgetDeparted(ports, kept, until);
    const dropped = await tidyLogs(ports, shards, kept, until);
    if (forgotten + dropped > 0) log.info("readers.forgotten", { forgotten, dropped });
    return [];
  } catch (failure) {
    return [failure];
  }
}
