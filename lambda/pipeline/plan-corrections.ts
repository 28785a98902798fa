import { followersAudience } from "#core/audience.ts";
import type { Version } from "#core/development.ts";
import type { Instant } from "#core/instant.ts";
import { type CorrectionRun, correctionRunId, correctionStaleAfterMs, waitsForOthers } from "#core/run.ts";
import { askForParts, type RunPorts } from "./plan-run.ts";
import type { Account } from "./ports/account.ts";
import type { Ledger } from "./ports/ledger.ts";

export interface PlanCorrectionsPorts extends RunPorts {
  readonly account: Account;
}

/**
 * Plans the corrections that an editor wants told at once.
 *
 * Each has its run at once, but is planned only when every run that may carry the older version has closed.
 *
 * @param versions the topic's whole log
 * @returns whether any still waits
 */
export async function planCorrections(
  ports: PlanCorrectionsPorts,
  topic: string,
  versions: readonly Version[],
  now: Instant,
  shards: number,
): Promise<boolean> {
  const runs = versions.flatMap((version) => correctionRun(topic, version, now, shards));
  if (runs.length === 0) return false;
  for (const run of runs) await ports.ledger.putRun(run);
  const open = await ports.ledger.openRuns();
  let waits = false;
  for (const run of runs) {
    // The list of open runs lags: one that was put just now may stand in it by the next minute.
    const isNew = now < run.dueAt + newMs;
    if ((!isNew && !open.some(({ id }) => id === run.id)) || (await isPlanned(ports.ledger, run))) continue;
    waits = true;
    if (waitsForOthers(run, open, now)) continue;
    // Digests make room for it as for an alert.
    await ports.account.openAlert(run.id);
    await askForParts(ports, run);
  }
  return waits;
}

/** How long a run may be missing in the list of open runs, in milliseconds: far more than a second. */
const newMs = 60_000;

function correctionRun(
  topic: string,
  { number, development, recordedAt, atOnce }: Version,
  now: Instant,
  shards: number,
): CorrectionRun[] {
  const staleAt = recordedAt + correctionStaleAfterMs;
  if (atOnce !== true || now >= staleAt) return [];
  const audience = followersAudience(topic);
  const id = correctionRunId(topic, number);
  return [{ kind: "correction", id, audience, topic, development, number, dueAt: recordedAt, staleAt, shards }];
}

async function isPlanned(ledger: Ledger, run: CorrectionRun): Promise<boolean> {
  const shards = Array.from({ length: run.shards }, (_, shard) => shard);
  const parts = await Promise.all(shards.map((shard) => ledger.part(run.id, shard)));
  return parts.every(({ done }) => done);
}
