import type { Context, EventBridgeEvent } from "aws-lambda";
import { jsonLog } from "#adapters/node/json-log.ts";
import type { Instant } from "#core/instant.ts";
import { endHold } from "#pipeline/end-hold.ts";
import { keepAccount } from "#pipeline/keep-account.ts";
import { recover } from "#pipeline/recover.ts";
import { tick } from "#pipeline/tick.ts";
import { told } from "./each-message.ts";
import { tickWorld } from "./world/sending.ts";

const { ports, shards, graceMs } = tickWorld();
const log = jsonLog("tick");

/** Minutes between two looks at what has stopped halfway. */
const recoverEveryMinutes = 5;

/** Time kept back from the function's own, in milliseconds, to close what is settled. */
const reservedMs = 10_000;

/**
 * Plans what fell due, each minute; every few minutes, takes up what has stopped halfway.
 *
 * Each does its own, whatever befalls another: with SES out of reach, digests are planned and runs are recovered.
 */
export async function handler(event: EventBridgeEvent<string, unknown>, context: Context): Promise<void> {
  const at = Date.parse(event.time);
  const until = Date.now() + context.getRemainingTimeInMillis() - reservedMs;
  const isRecovering = Math.floor(at / 60_000) % recoverEveryMinutes === 0;
  const recovering = [lookAtHold, () => takeUp(until)];
  const steps = [() => planDue(at), () => keepAccount(ports), ...(isRecovering ? recovering : [])];
  const failures: unknown[] = [];
  for (const step of steps) {
    try {
      await step();
    } catch (failure) {
      failures.push(failure);
      log.warn("tick.failed", told(failure));
    }
  }
  if (failures.length > 0) throw failures[0];
}

async function planDue(at: number): Promise<void> {
  for (const run of await tick(ports, at, shards)) log.info("run.planned", { run });
}

async function lookAtHold(): Promise<void> {
  const outcome = await endHold(ports);
  if (outcome.kind !== "no-hold") log.warn(`hold.${outcome.kind}`, { ...outcome });
}

async function takeUp(until: Instant): Promise<void> {
  const { closed, ...found } = await recover(ports, { graceMs, until });
  for (const run of closed) log.info("run.closed", { run });
  const isNews = Object.values(found).some((count) => count > 0);
  if (isNews) log.warn("recovery", found);
}
