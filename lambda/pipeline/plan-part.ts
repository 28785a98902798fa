import { firstAfter, type Slice, type SliceKey, sliceSize } from "#core/slice.ts";
import type { Account } from "./ports/account.ts";
import type { Audiences } from "./ports/audiences.ts";
import type { Clock } from "./ports/clock.ts";
import type { Ledger } from "./ports/ledger.ts";
import type { SliceQueue } from "./ports/queues.ts";

export interface PlanPartPorts {
  readonly ledger: Ledger;
  readonly audiences: Audiences;
  readonly sliceQueue: SliceQueue;
  readonly account: Account;
  readonly clock: Clock;
}

export type PlanPartOutcome =
  | { readonly kind: "planned"; readonly slices: number }
  /** It came too late: the run was closed without anybody. */
  | { readonly kind: "closed" }
  /** The time was up before the end: the message must come again. */
  | { readonly kind: "unfinished"; readonly slices: number }
  | { readonly kind: "no-such-run" };

/**
 * How late a part is planned that may stand in a closed run, in milliseconds: one that was missed is closed as soon as it
 * is put, and whoever saw it open in between asks for its parts. No run goes stale so soon, whatever our clock says.
 */
const lateMs = 15 * 60_000;

/**
 * Freezes one part of a run's audience into slices, in memory bounded by one slice.
 *
 * For each slice in this order: the slice, its message, the cursor. A second planner finds the first one's slice under
 * the same key and goes on from *its* end, so that nobody stands in two slices and nobody in none. A part of a run whose
 * time is over is frozen all the same: its members are refused as stale, which sees to it that their next digest comes.
 *
 * @param until when to stop and be called again
 * @param lanes how many senders work on one queue at once: a slice is at most a minute's work of one
 */
export async function planPart(
  ports: PlanPartPorts,
  part: { run: string; shard: number },
  until: number,
  lanes: number,
): Promise<PlanPartOutcome> {
  const run = await ports.ledger.run(part.run);
  if (run === undefined) return { kind: "no-such-run" };
  const isLate = ports.clock.now() - run.dueAt >= lateMs;
  if (isLate && (await ports.ledger.books(run.id)) !== undefined) return { kind: "closed" };
  let { cursor, done } = await ports.ledger.part(run.id, part.shard);
  const size = sliceSize((await ports.account.state()).rate, lanes);
  let slices = 0;
  while (!done) {
    const now = ports.clock.now();
    if (now >= until) return { kind: "unfinished", slices };
    const members = await ports.audiences.members(run.audience, part.shard, cursor, size);
    const key = { run: run.id, shard: part.shard, first: firstAfter(cursor) };
    done = members.length < size;
    if (members.length > 0) {
      const slice = await ports.ledger.putSlice({ ...key, members, plannedAt: now });
      await ports.sliceQueue.send(run.kind, [keyOf(slice)]);
      slices += 1;
      cursor = slice.members.at(-1);
      // Another planner's slice may end before this one's members do.
      done &&= cursor === members.at(-1);
    }
    const progress = { done, touchedAt: now };
    await ports.ledger.setPart(run.id, part.shard, cursor === undefined ? progress : { ...progress, cursor });
  }
  return { kind: "planned", slices };
}

function keyOf({ run, shard, first }: Slice): SliceKey {
  return { run, shard, first };
}
