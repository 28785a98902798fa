import type { Books } from "#core/books.ts";
import type { Outcome } from "#core/delivery.ts";
import type { Instant } from "#core/instant.ts";
import type { SliceKey } from "#core/slice.ts";
import type { Account } from "#pipeline/ports/account.ts";
import type { MemoryLedger } from "#test/support/memory/ledger.ts";

/** What the ledger alone does not keep: when things were written, and what stood there before. */
export interface Witness {
  /** When the planning of each part ended, by run and shard. */
  readonly plannedAt: ReadonlyMap<string, Instant>;
  /** What runs were closed with, each time somebody did. */
  readonly closings: readonly { readonly run: string; readonly books: Books; readonly at: Instant }[];
  /** Outcomes that went backwards. */
  readonly backwards: readonly string[];
  /** Every time for which the account was on hold. */
  readonly holds: readonly Held[];
  /** Every time for which a delivery was uncertain, as far as the ledger said so. */
  readonly uncertain: readonly Doubt[];
  /** When senders began each slice. */
  readonly begun: ReadonlyMap<string, readonly Instant[]>;
  /** When each slice had an outcome for every member the first time. */
  readonly doneAt: ReadonlyMap<string, Instant>;
  /** When something was written down as refused because its run's time was over. */
  readonly stale: readonly { readonly run: string; readonly at: Instant }[];
  /** Every slice that was put. */
  readonly slices: ReadonlyMap<string, { readonly key: SliceKey; readonly members: readonly string[] }>;
}

/** Something that stood for a time, and why. */
export interface Held {
  readonly why: string;
  readonly from: Instant;
  until: Instant;
}

/** A delivery that is uncertain, by its slice and index. */
export interface Doubt extends Held {
  /** When recovery first saw it. */
  markedAt: Instant | undefined;
}

export function sliceName({ run, shard, first }: SliceKey): string {
  return `${run} ${shard} ${first}`;
}

/** Which states may follow which, within one attempt. */
const ranks: Readonly<Record<Outcome["state"], number>> = {
  uncertain: 1,
  held: 2,
  lapsed: 3,
  refused: 4,
  submitted: 5,
};

/** Stores that are watched while they are written to. */
export function witnessed<Stores extends { readonly ledger: MemoryLedger; readonly account: Account }>(
  stores: Stores,
  now: () => Instant,
): { stores: Stores; witness: Witness } {
  const { ledger, ...seen } = witnessedLedger(stores.ledger, now);
  const { account, holds } = witnessedAccount(stores.account, now);
  return { stores: { ...stores, ledger, account }, witness: { ...seen, holds } };
}

function witnessedLedger(real: MemoryLedger, now: () => Instant) {
  const plannedAt = new Map<string, Instant>();
  const closings: { run: string; books: Books; at: Instant }[] = [];
  const stale: { run: string; at: Instant }[] = [];
  const slices = new Map<string, { key: SliceKey; members: readonly string[] }>();
  const begun = new Map<string, Instant[]>();
  const doneAt = new Map<string, Instant>();
  const moves = witnessedMoves(now);

  const compare = async (key: SliceKey): Promise<void> => {
    const name = sliceName(key);
    const outcomes = await real.outcomes(key);
    moves.see(name, outcomes);
    const isDone = outcomes.size >= (slices.get(name)?.members.length ?? Number.POSITIVE_INFINITY);
    if (isDone && !doneAt.has(name)) doneAt.set(name, now());
  };
  const ledger: MemoryLedger = {
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
    async beginSlice(key, at) {
      begun.set(sliceName(key), [...(begun.get(sliceName(key)) ?? []), now()]);
      return real.beginSlice(key, at);
    },
    async markUncertain(key, deliveries, at) {
      for (const { index } of deliveries) moves.mark(`${sliceName(key)} ${index}`);
      return real.markUncertain(key, deliveries, at);
    },
    async closeRun(id, books, at) {
      closings.push({ run: id, books, at: now() });
      return real.closeRun(id, books, at);
    },
    async addSubmitted(key, attempt, indices) {
      await real.addSubmitted(key, attempt, indices);
      await compare(key);
    },
    async addOutcome(key, outcome) {
      if (outcome.reason === "stale") stale.push({ run: key.run, at: now() });
      await real.addOutcome(key, outcome);
      await compare(key);
    },
    async addEvents(key, kind, deliveries) {
      const added = await real.addEvents(key, kind, deliveries);
      await compare(key);
      return added;
    },
    async lapse(key, deliveries) {
      await real.lapse(key, deliveries);
      await compare(key);
    },
  };
  const { backwards, uncertain } = moves;
  return { ledger, plannedAt, closings, backwards, uncertain, begun, doneAt, stale, slices };
}

/** Watches what becomes of the outcomes of each slice. */
function witnessedMoves(now: () => Instant) {
  const backwards: string[] = [];
  const uncertain: Doubt[] = [];
  const standing = new Map<string, Doubt>();
  const seen = new Map<string, ReadonlyMap<number, Outcome>>();

  const doubt = (name: string, { state }: Outcome): void => {
    const known = standing.get(name);
    if (state !== "uncertain") {
      if (known === undefined) return;
      known.until = now();
      standing.delete(name);
    } else if (known === undefined) {
      const held = { why: name, from: now(), until: Number.POSITIVE_INFINITY, markedAt: undefined };
      standing.set(name, held);
      uncertain.push(held);
    }
  };
  return {
    backwards,
    uncertain,
    mark: (name: string): void => {
      const doubt = standing.get(name);
      if (doubt !== undefined) doubt.markedAt ??= now();
    },
    see: (slice: string, after: ReadonlyMap<number, Outcome>): void => {
      const before = seen.get(slice);
      seen.set(slice, after);
      for (const [index, is] of after) {
        const was = before?.get(index);
        if (was === is) continue;
        doubt(`${slice} ${index}`, is);
        if (was === undefined || is.attempt > was.attempt) continue;
        if (is.attempt < was.attempt || ranks[is.state] < ranks[was.state]) {
          backwards.push(`${slice} ${index}: ${was.state} became ${is.state}`);
        }
      }
      for (const index of before?.keys() ?? []) {
        if (!after.has(index)) backwards.push(`${slice} ${index}: nothing is known any more`);
      }
    },
  };
}

function witnessedAccount(real: Account, now: () => Instant): { account: Account; holds: Held[] } {
  const holds: Held[] = [];
  const end = (): void => {
    const last = holds.at(-1);
    if (last?.until === Number.POSITIVE_INFINITY) last.until = now();
  };
  const account: Account = {
    ...real,
    async hold(hold) {
      const isPut = await real.hold(hold);
      if (!isPut) return false;
      end();
      holds.push({ why: hold.reason, from: now(), until: Number.POSITIVE_INFINITY });
      return true;
    },
    async release(since) {
      await real.release(since);
      if ((await real.state()).hold === undefined) end();
    },
  };
  return { account, holds };
}
