import { alertAudience } from "#core/audience.ts";
import { alertNumbers } from "#core/claim-alert.ts";
import type { Instant } from "#core/instant.ts";
import { type AlertRun, alertRunId, alertStaleAfterMs, gatheringMs } from "#core/run.ts";
import { type PlanCorrectionsPorts, planCorrections } from "./plan-corrections.ts";
import { askForParts } from "./plan-run.ts";
import type { Audiences } from "./ports/audiences.ts";
import type { Clock } from "./ports/clock.ts";
import type { AlertsDue, TopicLog } from "./ports/topics.ts";

export interface PlanAlertPorts extends PlanCorrectionsPorts {
  readonly topicLog: TopicLog;
  readonly alertsDue: AlertsDue;
  readonly audiences: Pick<Audiences, "members">;
  readonly clock: Clock;
}

/** How long a note is kept after it was made, in milliseconds: longer than any publishing takes. */
const noteKeptMs = 15 * 60 * 1000;

/**
 * Plans the alert that a topic wants, if there is one, and the corrections that are to be told at once.
 *
 * The first goes at once. What follows within the gathering time goes together when that ends: until then this does
 * nothing, and the minute tick asks again. Where nobody follows the topic at once there is no run.
 *
 * @param restMs how long nothing must have been published, in milliseconds: whoever was not asked by a publisher that
 *   has ended gives one that is at it time to end, or one publishing would make two alerts
 */
export async function planAlert(
  ports: PlanAlertPorts,
  topic: string,
  shards: number,
  restMs = 0,
): Promise<AlertRun | undefined> {
  const now = ports.clock.now();
  const alerted = await ports.alertsDue.alerted(topic);
  const from = (alerted?.upTo ?? 0) + 1;
  const log = await ports.topicLog.read(topic, 0);
  const isWaiting = await planCorrections(ports, topic, log, now, shards);
  const versions = log.slice(from - 1);
  const newest = versions.at(-1);
  if (newest === undefined || alertNumbers(versions, newest.number).length === 0) {
    if (!isWaiting) await ports.alertsDue.forget(topic, now - noteKeptMs);
    return undefined;
  }
  const upTo = newest.number;
  if (isWithin(restMs, newest.recordedAt, now)) return undefined;
  if (alerted !== undefined && isWithin(gatheringMs, alerted.at, now)) return undefined;
  const audience = alertAudience(topic);
  if (!(await isFollowed(ports.audiences, audience, shards))) {
    // Nothing went, so nothing needs gathering: what comes next goes at once to whoever follows by then.
    await ports.alertsDue.setAlerted(topic, { upTo, at: alerted?.at ?? 0 });
    return undefined;
  }
  const run: AlertRun = {
    kind: "alert",
    id: alertRunId(topic, from, upTo),
    audience,
    topic,
    from,
    upTo,
    dueAt: now,
    staleAt: now + alertStaleAfterMs,
    shards,
  };
  await ports.ledger.putRun(run);
  await ports.account.openAlert(run.id);
  await askForParts(ports, run);
  await ports.alertsDue.setAlerted(topic, { upTo, at: now });
  return run;
}

/** Whether two moments are less than this apart. The other's clock may be ahead: nobody waits for it to be past. */
function isWithin(ms: number, at: Instant, now: Instant): boolean {
  return Math.abs(now - at) < ms;
}

/**
 * Whether anybody stands in the audience. The index lags by a second or so: whoever joined just now may be missing, as
 * they would be when the run is planned. Their mark has not moved, so the catch-up brings what they have missed.
 */
async function isFollowed(audiences: PlanAlertPorts["audiences"], audience: string, shards: number): Promise<boolean> {
  for (let shard = 0; shard < shards; shard++) {
    if ((await audiences.members(audience, shard, undefined, 1)).length > 0) return true;
  }
  return false;
}
