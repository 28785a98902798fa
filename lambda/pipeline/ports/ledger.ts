import type { Books } from "#core/books.ts";
import type { Outcome } from "#core/delivery.ts";
import type { Instant } from "#core/instant.ts";
import type { Run } from "#core/run.ts";
import type { Slice, SliceKey } from "#core/slice.ts";

/** How far the planning of one shard of a run has come. */
export interface PartProgress {
  /** The last id that stands in a slice. */
  readonly cursor?: string;
  readonly done: boolean;
}

/** How far a slice has come. */
export interface SliceProgress extends SliceKey {
  /** When a sender last began it, or else when it was planned. */
  readonly touchedAt: Instant;
  /** Once every member has an outcome. What is uncertain in them may still be settled by SES's events. */
  readonly books?: Books;
}

/** What SES reported of a delivery. */
export type MailEventKind = "send" | "bounce" | "complaint" | "reject" | "delay" | "failure";

/** Runs, their slices and what came of every delivery. */
export interface Ledger {
  /** Puts the run if its id is free, open. Says whether it was. */
  putRun(run: Run): Promise<boolean>;
  run(id: string): Promise<Run | undefined>;
  /** The runs that are not closed, ordered by id. One put less than a second ago may be missing. */
  openRuns(): Promise<readonly Run[]>;
  /** Closes a run with its books. Twice is once. */
  closeRun(id: string, books: Books, at: Instant): Promise<void>;

  part(run: string, shard: number): Promise<PartProgress>;
  /** Moves it on: a cursor never goes backwards, and what is done stays done. */
  setPart(run: string, shard: number, progress: PartProgress): Promise<void>;

  /** Puts the slice if its key is free, and gives the one that stands there now. */
  putSlice(slice: Slice): Promise<Slice>;
  slice(key: SliceKey): Promise<Slice | undefined>;
  /** Notes that a sender works on the slice. Says whether it is the first to do so. */
  beginSlice(key: SliceKey, at: Instant): Promise<boolean>;
  /** The slices of one shard of a run, ordered by first id. Consistent. */
  slices(run: string, shard: number): Promise<readonly SliceProgress[]>;
  /** Writes the books of a slice in which every member has an outcome. Twice is once; the later `at` stands. */
  finishSlice(key: SliceKey, books: Books, at: Instant): Promise<void>;

  /** The standing outcome of each member that has one, by index: the furthest one, SES's events taken in. */
  outcomes(key: SliceKey): Promise<ReadonlyMap<number, Outcome>>;
  /** Writes that these members' mails were taken by SES, all at the same attempt: one item for the whole group. */
  addSubmitted(key: SliceKey, attempt: number, indices: readonly number[]): Promise<void>;
  /** Writes any other outcome, at once. */
  addOutcome(key: SliceKey, outcome: Outcome): Promise<void>;
  /** Adds what SES reported, as sets: the same event twice changes nothing. */
  addEvents(key: SliceKey, kind: MailEventKind, deliveries: readonly AttemptedIndex[]): Promise<void>;
}

/** One submission of a delivery of a slice. */
export interface AttemptedIndex {
  readonly index: number;
  readonly attempt: number;
}
