import type { Books } from "#core/books.ts";
import type { Instant } from "#core/instant.ts";
import type { Run } from "#core/run.ts";
import type { Slice } from "#core/slice.ts";
import type { Ledger, Nudge, PartProgress } from "#pipeline/ports/ledger.ts";
import { uncertainIn } from "#pipeline/uncertain-in.ts";
import { memoryOutcomes, sliceName } from "./ledger-outcomes.ts";

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
  const slices = new Map<string, Closed<Slice> & { readonly begunAt?: Instant; readonly nudge?: Nudge }>();
  const outcomes = memoryOutcomes();

  const sorted = () => [...runs.values()].sort((a, b) => (a.of.id < b.of.id ? -1 : 1));

  const ledger: MemoryLedger = {
    ...outcomes,
    uncertain: (run, shard) => uncertainIn(ledger, run, shard),
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
      const open = [...runs.values()].filter(({ closed }) => closed === undefined);
      return open.map(({ of }) => of).sort((a, b) => (a.id < b.id ? -1 : 1));
    },
    async closeRun(id, books, at) {
      const run = runs.get(id);
      if (run !== undefined && run.closed === undefined) runs.set(id, { of: run.of, closed: { books, at } });
    },

    async books(run) {
      return runs.get(run)?.closed?.books;
    },

    async closedRuns(since, limit) {
      return [...runs.values()]
        .flatMap(({ of, closed }) =>
          closed === undefined ? [] : [{ run: of, books: closed.books, closedAt: closed.at }],
        )
        .filter(({ closedAt }) => closedAt >= since)
        .sort((a, b) => b.closedAt - a.closedAt || (a.run.id < b.run.id ? 1 : -1))
        .slice(0, limit);
    },

    async part(run, shard) {
      return parts.get(`${run} ${shard}`) ?? { done: false };
    },
    async setPart(run, shard, { books: _, ...progress }) {
      const standing = parts.get(`${run} ${shard}`);
      if (standing === undefined || goesOn(standing, progress)) {
        parts.set(`${run} ${shard}`, { ...standing, ...progress });
      }
    },

    async finishPart(run, shard, books) {
      const standing = parts.get(`${run} ${shard}`);
      if (standing?.done === true && standing.books === undefined) parts.set(`${run} ${shard}`, { ...standing, books });
    },

    async putSlice(slice) {
      const standing = slices.get(sliceName(slice)) ?? { of: slice };
      slices.set(sliceName(slice), standing);
      return standing.of;
    },
    async slice(key) {
      return slices.get(sliceName(key))?.of;
    },
    async sliceOf(run, shard, subscriber) {
      const all = [...slices.values()].map(({ of }) => of);
      return all.find((of) => of.run === run && of.shard === shard && of.members.includes(subscriber));
    },
    async beginSlice(key, at) {
      const slice = slices.get(sliceName(key));
      if (slice === undefined) return true;
      slices.set(sliceName(key), { ...slice, begunAt: Math.max(at, slice.begunAt ?? at) });
      return slice.begunAt === undefined;
    },
    async noteNudge(key, nudge) {
      const slice = slices.get(sliceName(key));
      if (slice === undefined || (slice.nudge !== undefined && slice.nudge.at > nudge.at)) return;
      slices.set(sliceName(key), { ...slice, nudge });
    },
    async slices(run, shard) {
      return [...slices.values()]
        .filter(({ of }) => of.run === run && of.shard === shard)
        .sort((a, b) => (a.of.first < b.of.first ? -1 : 1))
        .map(({ of, begunAt, closed, nudge }) => ({
          ...{ run, shard, first: of.first, touchedAt: begunAt ?? of.plannedAt },
          ...(closed === undefined ? {} : { books: closed.books }),
          ...(nudge === undefined ? {} : { nudge }),
        }));
    },
    async finishSlice(key, books, at) {
      const slice = slices.get(sliceName(key));
      if (slice === undefined || (slice.closed !== undefined && slice.closed.at > at)) return;
      slices.set(sliceName(key), { ...slice, closed: { books, at } });
    },
  };
  return ledger;
}

function goesOn(standing: PartProgress, next: PartProgress): boolean {
  return !standing.done && (next.done || (next.cursor ?? "") >= (standing.cursor ?? ""));
}
