import type { Books } from "#core/books.ts";
import type { AttemptedIndex, Outcome, Submission } from "#core/delivery.ts";
import type { Instant } from "#core/instant.ts";
import type { Run } from "#core/run.ts";
import type { EventPath } from "#core/settling.ts";
import type { Slice, SliceKey } from "#core/slice.ts";

/** How far one shard of a run has come. */
export interface PartProgress {
  /** The last id that stands in a slice. */
  readonly cursor?: string;
  /** Whether it is planned to its end. */
  readonly done: boolean;
  /** When a planner last worked on it, or was last asked to. */
  readonly touchedAt?: Instant;
  /** The sums of its slices, once it is planned and each of its deliveries is settled. */
  readonly books?: Books;
}

/** How far a slice has come. */
export interface SliceProgress extends SliceKey {
  /** When a sender last began it, or else when it was planned. */
  readonly touchedAt: Instant;
  /** Once every member has an outcome. What is uncertain in them may still be settled. */
  readonly books?: Books;
  /** Recovery's last nudge. */
  readonly nudge?: Nudge;
}

/** A slice was queued again, because nobody had touched it for long. */
export interface Nudge {
  readonly at: Instant;
  /** Which nudge it is since the slice last came on, from 1. */
  readonly count: number;
  /** How far the slice had come then: a number that only grows. */
  readonly reached: number;
}

/** What SES reported of a delivery. A *bounce* is for good, a *soft bounce* for a passing reason. */
export type MailEventKind = "send" | "bounce" | "soft-bounce" | "complaint" | "reject" | "delay" | "failure";

/** A delivery whose answer was lost and that nothing has settled yet. */
export interface UncertainDelivery extends Submission {
  /** When recovery first saw it uncertain; undefined before. */
  readonly uncertainSince?: Instant;
}

/** Runs, their slices and what came of every delivery. */
export interface Ledger extends RunLedger, SliceLedger, OutcomeLedger, SettlingLedger {}

/** A run that is over. */
export interface ClosedRun {
  readonly run: Run;
  readonly books: Books;
  readonly closedAt: Instant;
}

/** Runs, and how far the planning of their parts has come. */
export interface RunLedger {
  /** Puts the run if its id is free, open. Says whether it was. */
  putRun(run: Run): Promise<boolean>;
  run(id: string): Promise<Run | undefined>;
  /** The runs that are not closed, ordered by id. One put less than a second ago may be missing. */
  openRuns(): Promise<readonly Run[]>;
  /** Closes a run with its books. Twice is once. */
  closeRun(id: string, books: Books, at: Instant): Promise<void>;
  /** The books with which a run was closed. */
  books(run: string): Promise<Books | undefined>;
  /** The runs that were closed at `since` or later, the last closed first, at most `limit`. Eventually consistent. */
  closedRuns(since: Instant, limit: number): Promise<readonly ClosedRun[]>;

  part(run: string, shard: number): Promise<PartProgress>;
  /** Moves it on: a cursor never goes backwards, and what is done stays done. Books are not written by this. */
  setPart(run: string, shard: number, progress: PartProgress): Promise<void>;
  /** Writes the books of a part that is planned and in which every delivery is settled. Twice is once. */
  finishPart(run: string, shard: number, books: Books): Promise<void>;
}

/** The slices of runs, and how far each has come. */
export interface SliceLedger {
  /** Puts the slice if its key is free, and gives the one that stands there now. */
  putSlice(slice: Slice): Promise<Slice>;
  slice(key: SliceKey): Promise<Slice | undefined>;
  /** The slice of a run's shard in which a subscriber stands, if there is one. */
  sliceOf(run: string, shard: number, subscriber: string): Promise<Slice | undefined>;
  /** Notes that a sender works on the slice. Says whether it is the first to do so. */
  beginSlice(key: SliceKey, at: Instant): Promise<boolean>;
  /** Notes a nudge; one with `count` 0 lets recovery begin to count anew. An older one changes nothing. */
  noteNudge(key: SliceKey, nudge: Nudge): Promise<void>;
  /** The slices of one shard of a run, ordered by first id. Consistent. */
  slices(run: string, shard: number): Promise<readonly SliceProgress[]>;
  /** Writes the books of a slice in which every member has an outcome. Twice is once; the later `at` stands. */
  finishSlice(key: SliceKey, books: Books, at: Instant): Promise<void>;
}

/** What came of every delivery. */
export interface OutcomeLedger {
  /** The standing outcome of each member that has one, by index: the furthest one, SES's events taken in. */
  outcomes(key: SliceKey): Promise<ReadonlyMap<number, Outcome>>;
  /** Writes that these members' mails were taken by SES, all at the same attempt: one item for the whole group. */
  addSubmitted(key: SliceKey, attempt: number, indices: readonly number[]): Promise<void>;
  /** Writes any other outcome, at once. */
  addOutcome(key: SliceKey, outcome: Outcome): Promise<void>;
  /**
   * Adds what SES reported, as sets: the same event twice changes nothing.
   *
   * @returns those of which this kind of event had not come before
   */
  addEvents(
    key: SliceKey,
    kind: MailEventKind,
    deliveries: readonly AttemptedIndex[],
  ): Promise<readonly AttemptedIndex[]>;
}

/** How uncertain deliveries are settled. */
export interface SettlingLedger {
  /** Notes when recovery first saw these uncertain. The first time stands. */
  markUncertain(key: SliceKey, deliveries: readonly AttemptedIndex[], at: Instant): Promise<void>;
  /** Settles uncertain ones as not taken by SES: they may be claimed again. Twice is once. */
  lapse(key: SliceKey, deliveries: readonly AttemptedIndex[]): Promise<void>;
  /** The uncertain deliveries of one shard of a run, ordered by slice and index. */
  uncertain(run: string, shard: number): Promise<readonly UncertainDelivery[]>;
  /** Those submissions of a slice that SES took although they were settled as lapsed: see `doublesAmong`. */
  doublesIn(key: SliceKey): Promise<readonly AttemptedIndex[]>;
  /** Writes down a mail too many. Twice is once. */
  addDoubled(submission: Submission): Promise<void>;
  /** Every mail too many of a run, ordered by shard, slice, index and attempt. */
  doubled(run: string): Promise<readonly Submission[]>;

  eventPath(): Promise<EventPath>;
  /** Moves `heardUpTo` on; never backwards. */
  noteHeard(at: Instant): Promise<void>;
  /** Moves `submittedUpTo` on; never backwards. */
  noteSubmitted(at: Instant): Promise<void>;
}
