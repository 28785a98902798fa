import type { Books } from "#core/books.ts";
import { movesForward, type Outcome } from "#core/delivery.ts";
import type { Instant } from "#core/instant.ts";
import type { Run } from "#core/run.ts";
import type { Slice, SliceKey } from "#core/slice.ts";
import type { Ledger, MailEventKind, PartProgress } from "#pipeline/ports/ledger.ts";

interface Closed<T> {
  readonly of: T;
  readonly closed?: { readonly books: Books; readonly at: Instant };
}

/** The ledger in memory, and what a test may look at besides. */
export interface MemoryLedger extends Ledger {
  /** Every run, closed or not, ordered by id. */
  runs(): readonly Run[];
  /** The books with which a run was closed. */
  booksOf(run: string): Books | undefined;
}

/** Runs, slices and outcomes, in memory. */
export function memoryLedger(): MemoryLedger {
  const runs = new Map<string, Closed<Run>>();
  const parts = new Map<string, PartProgress>();
  const slices = new Map<string, Closed<Slice> & { readonly begunAt?: Instant }>();
  const outcomes = new Map<string, Map<number, Outcome>>();

  const sorted = () => [...runs.values()].sort((a, b) => (a.of.id < b.of.id ? -1 : 1));
  const moveOn = (key: SliceKey, outcome: Outcome) => {
    const standing = outcomes.get(sliceName(key)) ?? new Map<number, Outcome>();
    outcomes.set(sliceName(key), standing);
    if (movesForward(standing.get(outcome.index), outcome)) standing.set(outcome.index, outcome);
  };

  return {
    runs: () => sorted().map(({ of }) => of),
    booksOf: (run) => runs.get(run)?.closed?.books,

    async putRun(run) {
      if (runs.has(run.id)) return false;
      runs.set(run.id, { of: run });
      return true;
    },
    async run(id) {
      return runs.get(id)?.of;
    },
    async openRuns() {
      return sorted().flatMap(({ of, closed }) => (closed === undefined ? [of] : []));
    },
    async closeRun(id, books, at) {
      const run = runs.get(id);
      if (run !== undefined && run.closed === undefined) runs.set(id, { of: run.of, closed: { books, at } });
    },

    async part(run, shard) {
      return parts.get(`${run} ${shard}`) ?? { done: false };
    },
    async setPart(run, shard, progress) {
      const standing = parts.get(`${run} ${shard}`);
      if (standing === undefined || goesOn(standing, progress)) {
        parts.set(`${run} ${shard}`, { ...standing, ...progress });
      }
    },

    async putSlice(slice) {
      const standing = slices.get(sliceName(slice)) ?? { of: slice };
      slices.set(sliceName(slice), standing);
      return standing.of;
    },
    async slice(key) {
      return slices.get(sliceName(key))?.of;
    },
    async beginSlice(key, at) {
      const slice = slices.get(sliceName(key));
      if (slice === undefined) return true;
      slices.set(sliceName(key), { ...slice, begunAt: Math.max(at, slice.begunAt ?? at) });
      return slice.begunAt === undefined;
    },
    async slices(run, shard) {
      return [...slices.values()]
        .filter(({ of }) => of.run === run && of.shard === shard)
        .sort((a, b) => (a.of.first < b.of.first ? -1 : 1))
        .map(({ of, begunAt, closed }) => {
          const progress = { run, shard, first: of.first, touchedAt: begunAt ?? of.plannedAt };
          return closed === undefined ? progress : { ...progress, books: closed.books };
        });
    },
    async finishSlice(key, books, at) {
      const slice = slices.get(sliceName(key));
      if (slice === undefined || (slice.closed !== undefined && slice.closed.at > at)) return;
      slices.set(sliceName(key), { ...slice, closed: { books, at } });
    },

    async outcomes(key) {
      return new Map(outcomes.get(sliceName(key)));
    },
    async addSubmitted(key, attempt, indices) {
      for (const index of indices) moveOn(key, { index, attempt, state: "submitted" });
    },
    async addOutcome(key, outcome) {
      moveOn(key, outcome);
    },
    async addEvents(key, kind, deliveries) {
      for (const { index, attempt } of deliveries) moveOn(key, { index, attempt, ...meaning[kind] });
    },
  };
}

const taken = { state: "submitted" } as const;
const rejected = { state: "refused", reason: "message-refused" } as const;

/** What an event says of the submission that it reports. */
const meaning: Readonly<Record<MailEventKind, typeof taken | typeof rejected>> = {
  send: taken,
  delay: taken,
  bounce: taken,
  complaint: taken,
  reject: rejected,
  failure: rejected,
};

function sliceName({ run, shard, first }: SliceKey): string {
  return `${run} ${shard} ${first}`;
}

function goesOn(standing: PartProgress, next: PartProgress): boolean {
  return !standing.done && (next.done || (next.cursor ?? "") >= (standing.cursor ?? ""));
}
