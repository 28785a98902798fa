import { addBooks, type Books, booksOf, emptyBooks } from "#core/books.ts";
import { type Run, waitsForOthers } from "#core/run.ts";
import type { Clock } from "./ports/clock.ts";
import type { Ledger, SliceProgress } from "./ports/ledger.ts";
import type { PlanQueue, SliceQueue } from "./ports/queues.ts";

export interface RecoverPorts {
  readonly ledger: Ledger;
  readonly planQueue: PlanQueue;
  readonly sliceQueue: SliceQueue;
  readonly clock: Clock;
}

export interface RecoverOutcome {
  readonly closed: readonly string[];
  /** Parts and slices that nobody had touched for too long. */
  readonly nudged: number;
}

/** How long a part or a slice rests before it is nudged, in milliseconds: longer than a message is invisible. */
const untouchedMaxMs = 7 * 60 * 1000;

/** Nudges what has stopped halfway, takes in what events settled, and closes the runs that are done. */
export async function recover(ports: RecoverPorts): Promise<RecoverOutcome> {
  const closed: string[] = [];
  let nudged = 0;
  const open = await ports.ledger.openRuns();
  for (const run of open) {
    if (waitsForOthers(run, open, ports.clock.now())) continue;
    const found = await recoverRun(ports, run);
    nudged += found.nudged;
    if (found.books === undefined) continue;
    await ports.ledger.closeRun(run.id, found.books, ports.clock.now());
    closed.push(run.id);
  }
  return { closed, nudged };
}

/** The books of a run that can be closed, and how many of its parts and slices were nudged. */
async function recoverRun(ports: RecoverPorts, run: Run): Promise<{ books?: Books; nudged: number }> {
  const now = ports.clock.now();
  let total = emptyBooks;
  let nudged = 0;
  let isPlanned = true;
  for (let shard = 0; shard < run.shards; shard++) {
    const part = await ports.ledger.part(run.id, shard);
    if (!part.done) {
      isPlanned = false;
      // Nobody else asks for the parts of a correction: until now it waited for other runs.
      if (run.kind !== "correction" && now - run.dueAt < untouchedMaxMs) continue;
      await ports.planQueue.send([{ kind: "part", run: run.id, shard }]);
      nudged += 1;
    }
    for (const slice of await ports.ledger.slices(run.id, shard)) {
      const books = await sliceBooks(ports, slice);
      total = addBooks(total, books);
      const isFinished = slice.books !== undefined && books.waiting === 0;
      if (isFinished || now - slice.touchedAt < untouchedMaxMs) continue;
      await ports.sliceQueue.send(run.kind, [slice]);
      nudged += 1;
    }
  }
  const isDone = isPlanned && total.waiting === 0 && total.uncertain === 0;
  return isDone ? { books: total, nudged } : { nudged };
}

/** The books of a slice now: what was uncertain when it was finished may have been settled by an event since. */
async function sliceBooks(ports: RecoverPorts, slice: SliceProgress): Promise<Books> {
  if (slice.books !== undefined && slice.books.uncertain === 0) return slice.books;
  const audience = slice.books?.audience ?? (await ports.ledger.slice(slice))?.members.length ?? 0;
  const books = booksOf(audience, (await ports.ledger.outcomes(slice)).values());
  if (slice.books !== undefined) await ports.ledger.finishSlice(slice, books, ports.clock.now());
  return books;
}
