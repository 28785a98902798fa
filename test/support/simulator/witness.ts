import type { Books } from "#core/books.ts";
import type { Outcome } from "#core/delivery.ts";
import type { Instant } from "#core/instant.ts";
import type { SliceKey } from "#core/slice.ts";
import type { MemoryLedger } from "#test/support/memory/ledger.ts";

/** What the ledger alone does not keep: when things were written, and what stood there before. */
export interface Witness {
  /** When the planning of each part ended, by run and shard. */
  readonly plannedAt: ReadonlyMap<string, Instant>;
  /** What runs were closed with, each time somebody did. */
  readonly closings: readonly { readonly run: string; readonly books: Books; readonly at: Instant }[];
  /** Outcomes that went backwards. */
  readonly backwards: readonly string[];
  /** Every slice that was put. */
  readonly slices: ReadonlyMap<string, { readonly key: SliceKey; readonly members: readonly string[] }>;
}

export function sliceName({ run, shard, first }: SliceKey): string {
  return `${run} ${shard} ${first}`;
}

/** Which states may follow which, within one attempt. */
const ranks: Readonly<Record<Outcome["state"], number>> = {
  held: 1,
  uncertain: 2,
  lapsed: 3,
  refused: 4,
  submitted: 5,
};

/** A ledger that is watched while it is written to. */
export function witnessed<Real extends MemoryLedger>(
  real: Real,
  now: () => Instant,
): { ledger: Real; witness: Witness } {
  const plannedAt = new Map<string, Instant>();
  const closings: { run: string; books: Books; at: Instant }[] = [];
  const backwards: string[] = [];
  const slices = new Map<string, { key: SliceKey; members: readonly string[] }>();
  const seen = new Map<string, ReadonlyMap<number, Outcome>>();

  const compare = async (key: SliceKey): Promise<void> => {
    const before = seen.get(sliceName(key));
    const after = await real.outcomes(key);
    seen.set(sliceName(key), after);
    for (const [index, was] of before ?? []) {
      const is = after.get(index);
      const isForward =
        is !== undefined &&
        (is.attempt > was.attempt || (is.attempt === was.attempt && ranks[is.state] >= ranks[was.state]));
      if (!isForward) backwards.push(`${sliceName(key)} ${index}: ${was.state} became ${is?.state}`);
    }
  };
  const ledger: Real = {
    ...real,
    async setPart(run, shard, progress) {
      if (progress.done && !plannedAt.has(`${run} ${shard}`)) plannedAt.set(`${run} ${shard}`, now());
      return real.setPart(run, shard, progress);
    },
    async putSlice(slice) {
      const standing = await real.putSlice(slice);
      const { run, shard, first, members } = standing;
      slices.set(sliceName(standing), { key: { run, shard, first }, members });
      return standing;
    },
    async closeRun(id, books, at) {
      closings.push({ run: id, books, at });
      return real.closeRun(id, books, at);
    },
    async addSubmitted(key, attempt, indices) {
      await real.addSubmitted(key, attempt, indices);
      await compare(key);
    },
    async addOutcome(key, outcome) {
      await real.addOutcome(key, outcome);
      await compare(key);
    },
    async addEvents(key, kind, deliveries) {
      const added = await real.addEvents(key, kind, deliveries);
      await compare(key);
      return added;
    },
  };
  return { ledger, witness: { plannedAt, closings, backwards, slices } };
}
