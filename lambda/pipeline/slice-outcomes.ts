import { type Books, booksOf } from "#core/books.ts";
import { movesForward, type Outcome } from "#core/delivery.ts";
import type { Instant } from "#core/instant.ts";
import type { Slice } from "#core/slice.ts";
import type { Clock } from "./ports/clock.ts";
import type { Ledger } from "./ports/ledger.ts";

/** What came of a slice's deliveries, while a sender works through it. */
export interface SliceOutcomes {
  get(index: number): Outcome | undefined;
  /** SES took it. Written with others, at most `groupMax` at once or `groupMaxAgeMs` old. */
  submitted(index: number, attempt: number): Promise<void>;
  /** Anything else: written at once. */
  write(outcome: Outcome): Promise<void>;
  /** Writes what still waits in a group. */
  flush(): Promise<void>;
  books(): Books;
}

/** Most mails whose outcome a crash can leave uncertain, beside those in flight. */
const groupMax = 50;

/** How long an outcome waits for others, in milliseconds. */
const groupMaxAgeMs = 1000;

/** The outcomes of `slice`, beginning with those that its record holds. */
export async function sliceOutcomes(ledger: Ledger, clock: Clock, slice: Slice): Promise<SliceOutcomes> {
  const known = new Map(await ledger.outcomes(slice));
  const groups = new Map<number, { readonly openedAt: Instant; readonly indices: number[] }>();

  const note = (outcome: Outcome): void => {
    if (movesForward(known.get(outcome.index), outcome)) known.set(outcome.index, outcome);
  };
  const writeGroup = async (attempt: number): Promise<void> => {
    const indices = groups.get(attempt)?.indices ?? [];
    // Forgotten before it is written: what is added meanwhile opens a group of its own.
    groups.delete(attempt);
    if (indices.length > 0) await ledger.addSubmitted(slice, attempt, indices);
  };

  return {
    get: (index) => known.get(index),
    submitted: async (index, attempt) => {
      note({ index, attempt, state: "submitted" });
      const group = groups.get(attempt) ?? { openedAt: clock.now(), indices: [] };
      groups.set(attempt, group);
      group.indices.push(index);
      const isOld = clock.now() - group.openedAt >= groupMaxAgeMs;
      if (group.indices.length >= groupMax || isOld) await writeGroup(attempt);
    },
    write: async (outcome) => {
      note(outcome);
      await ledger.addOutcome(slice, outcome);
    },
    flush: async () => {
      for (const attempt of [...groups.keys()]) await writeGroup(attempt);
    },
    books: () => booksOf(slice.members.length, known.values()),
  };
}
