import type { Instant } from "#core/instant.ts";
import type { Run } from "#core/run.ts";
import type { Ledger, SliceProgress } from "./ports/ledger.ts";
import type { PlanQueue, SliceQueue } from "./ports/queues.ts";

export interface NudgePorts {
  readonly ledger: Ledger;
  readonly planQueue: PlanQueue;
  readonly sliceQueue: SliceQueue;
}

/**
 * Puts a message again for each part and slice of a run that is not done, and says how many. Where one is at work
 * already, a second message does no harm.
 *
 * @param anewAt where a person resumes it: from then on recovery nudges what ended its senders as often as the first time
 */
export async function nudgeRun(ports: NudgePorts, run: Run, anewAt?: Instant): Promise<number> {
  let nudged = 0;
  for (let shard = 0; shard < run.shards; shard++) {
    const { done } = await ports.ledger.part(run.id, shard);
    // A correction may be waiting for other runs to close: only recovery knows.
    const isUnplanned = !done && run.kind !== "correction";
    if (isUnplanned) await ports.planQueue.send([{ kind: "part", run: run.id, shard }]);
    const slices = await ports.ledger.slices(run.id, shard);
    const waiting = slices.filter(({ books }) => books === undefined || books.waiting > 0);
    if (anewAt !== undefined) await countAnew(ports.ledger, waiting, anewAt);
    await ports.sliceQueue.send(run.kind, waiting);
    nudged += waiting.length + (isUnplanned ? 1 : 0);
  }
  return nudged;
}

async function countAnew(ledger: Ledger, slices: readonly SliceProgress[], at: Instant): Promise<void> {
  for (const { nudge, ...slice } of slices) {
    if (nudge !== undefined) await ledger.noteNudge(slice, { ...nudge, at, count: 0 });
  }
}

/** Nudges every open run but those that a person has stopped. */
export async function nudgeOpenRuns(ports: NudgePorts, stopped: ReadonlySet<string>): Promise<number> {
  let nudged = 0;
  for (const run of await ports.ledger.openRuns()) {
    if (!stopped.has(run.id)) nudged += await nudgeRun(ports, run);
  }
  return nudged;
}
