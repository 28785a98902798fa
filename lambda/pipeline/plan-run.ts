import type { Run } from "#core/run.ts";
import type { Ledger } from "./ports/ledger.ts";
import type { PlanQueue } from "./ports/queues.ts";

export interface RunPorts {
  readonly ledger: Ledger;
  readonly planQueue: PlanQueue;
}

/** Asks the planner for every part of a run: one message a shard. Twice does no harm. */
export async function askForParts(ports: RunPorts, run: Run): Promise<void> {
  const shards = Array.from({ length: run.shards }, (_, shard) => shard);
  await ports.planQueue.send(shards.map((shard) => ({ kind: "part", run: run.id, shard })));
}
