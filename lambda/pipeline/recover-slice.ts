import type { AccountState } from "#core/account.ts";
import { type Books, booksOf, isSettled } from "#core/books.ts";
import { type AttemptedIndex, type Outcome, reached } from "#core/delivery.ts";
import type { Instant } from "#core/instant.ts";
import type { Run } from "#core/run.ts";
import { type EventPath, type Settling, settling } from "#core/settling.ts";
import type { Ledger, SliceProgress } from "./ports/ledger.ts";
import type { SliceQueue } from "./ports/queues.ts";

/** One look at everything that has stopped halfway. */
export interface Round {
  readonly now: Instant;
  readonly graceMs: number;
  readonly account: AccountState;
  readonly path: EventPath;
  readonly found: Found;
}

/** What a round has found and done so far. */
export interface Found {
  nudged: number;
  lapsed: number;
  /** Deliveries that stay uncertain. */
  uncertain: number;
  /** Those among them that are overdue, with the way of the events cut. */
  unheard: number;
  /** Slices that came no further by any nudge: they wait for a person. */
  stuck: number;
  /** When the newest slice was begun of which SES took anything. */
  submittedUpTo: Instant;
}

export interface RecoverSlicePorts {
  readonly ledger: Ledger;
  readonly sliceQueue: SliceQueue;
}

/** How long a part or a slice rests before it is nudged, in milliseconds: longer than a message is invisible. */
export const untouchedMaxMs = 7 * 60 * 1000;

/** Nudges without any progress after which a slice waits for a person: its messages lie in the dead-letter queue. */
const nudgesMax = 5;

/** Settles what is uncertain in a slice, and nudges it if nobody works on it. Gives its books once all is settled. */
export async function recoverSlice(
  ports: RecoverSlicePorts,
  round: Round,
  run: Run,
  slice: SliceProgress,
): Promise<Books | undefined> {
  const { found, now } = round;
  if ((slice.books?.submitted ?? 0) > 0) found.submittedUpTo = Math.max(found.submittedUpTo, slice.touchedAt);
  if (slice.books !== undefined && isSettled(slice.books)) return slice.books;
  const rests = now - Math.max(slice.touchedAt, slice.nudge?.at ?? 0) >= untouchedMaxMs;
  // Somebody is at work on it.
  if (slice.books === undefined && !rests) return undefined;

  const outcomes = await ports.ledger.outcomes(slice);
  const audience = slice.books?.audience ?? (await ports.ledger.slice(slice))?.members.length ?? 0;
  const books = booksOf(audience, outcomes.values());
  const lapsed = await settleUncertain(ports, round, slice, outcomes);
  if (books.waiting + lapsed > 0) {
    if (rests) await nudge(ports, round, run, slice, reached(outcomes.values()) + lapsed);
    return undefined;
  }
  if (books.uncertain !== slice.books?.uncertain) await ports.ledger.finishSlice(slice, books, now);
  return isSettled(books) ? books : undefined;
}

/** Marks, waits for and lapses the uncertain deliveries of a slice. Says how many have lapsed. */
async function settleUncertain(
  { ledger }: RecoverSlicePorts,
  { found, now, graceMs, path }: Round,
  slice: SliceProgress,
  outcomes: ReadonlyMap<number, Outcome>,
): Promise<number> {
  const by: Record<Settling, AttemptedIndex[]> = { mark: [], wait: [], lapse: [], unheard: [] };
  for (const { index, attempt, state, uncertainSince } of outcomes.values()) {
    if (state === "uncertain") by[settling(uncertainSince, now, graceMs, path)].push({ index, attempt });
  }
  // Never before the newest mail that was heard of: should our clock be slow, events of earlier mails must not count.
  if (by.mark.length > 0) await ledger.markUncertain(slice, by.mark, Math.max(now, path.heardUpTo ?? now));
  if (by.lapse.length > 0) await ledger.lapse(slice, by.lapse);
  found.lapsed += by.lapse.length;
  found.uncertain += by.mark.length + by.wait.length + by.unheard.length;
  found.unheard += by.unheard.length;
  return by.lapse.length;
}

/** Queues a slice again, unless it must wait or no nudge has helped. */
async function nudge(
  ports: RecoverSlicePorts,
  { account, found, now }: Round,
  run: Run,
  slice: SliceProgress,
  reachedNow: number,
): Promise<void> {
  const waits = account.hold !== undefined || account.stopped.has(run.id);
  // Whoever ends the hold or resumes the run nudges it then. Once its time is over there is only refusing left to do.
  if (waits && now < run.staleAt) return;
  const before = slice.nudge;
  const count = before === undefined || reachedNow > before.reached ? 1 : before.count + 1;
  if (count > nudgesMax) {
    found.stuck += 1;
    return;
  }
  // Noted first: a message twice is harmless, but a slice that ends its sender must not be nudged for ever.
  await ports.ledger.noteNudge(slice, { at: now, count, reached: reachedNow });
  await ports.sliceQueue.send(run.kind, [{ run: slice.run, shard: slice.shard, first: slice.first }]);
  found.nudged += 1;
}
