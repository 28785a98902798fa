import { addBooks, type Books, emptyBooks } from "#core/books.ts";
import type { Instant } from "#core/instant.ts";
import { type Run, waitsForOthers } from "#core/run.ts";
import { isHeardOf } from "#core/settling.ts";
import { noteDoubles } from "./note-doubles.ts";
import type { Account } from "./ports/account.ts";
import type { Alarm } from "./ports/alarm.ts";
import type { Clock } from "./ports/clock.ts";
import type { PartProgress } from "./ports/ledger.ts";
import type { Notices } from "./ports/notices.ts";
import type { NoticeQueue, PlanQueue } from "./ports/queues.ts";
import { type Found, type RecoverSlicePorts, type Round, recoverSlice, untouchedMaxMs } from "./recover-slice.ts";
import { readStanding, type Standing } from "./standing.ts";

export interface RecoverPorts extends RecoverSlicePorts {
  readonly account: Account;
  readonly notices: Notices;
  readonly planQueue: PlanQueue;
  readonly noticeQueue: NoticeQueue;
  readonly alarm: Alarm;
  readonly clock: Clock;
}

export interface RecoverLimits {
  /** How long the event of an uncertain delivery is waited for. */
  readonly graceMs: number;
  /** When to stop: the next call begins elsewhere, so that each part has its turn. */
  readonly until: Instant;
}

export interface RecoverOutcome extends Omit<Found, "submittedUpTo"> {
  readonly closed: readonly string[];
}

/** Most notices that are queued again in one call. */
const noticesMax = 100;

/**
 * Takes up what has stopped halfway: parts, slices and notices whose messages were lost, and uncertain deliveries. Closes
 * the runs in which all is settled.
 *
 * It changes nothing that a sender at work relies on, so it may run at any time, twice at once, and stop anywhere. What
 * fails for one part does not stop the others; it is thrown when they are done.
 *
 * @param standing how things stand, where that was read just now
 */
export async function recover(
  ports: RecoverPorts,
  { graceMs, until }: RecoverLimits,
  standing?: Standing,
): Promise<RecoverOutcome> {
  const now = ports.clock.now();
  const { account, openRuns: open } = standing ?? (await readStanding(ports));
  // Only what stands in an open run can be uncertain.
  const path = open.length === 0 ? {} : await ports.ledger.eventPath();
  const runs = open.filter((run) => !waitsForOthers(run, open, now));
  const found: Found = { nudged: 0, lapsed: 0, uncertain: 0, unheard: 0, stuck: 0, submittedUpTo: 0 };
  const round: Round = { now, graceMs, account, path, found };
  found.nudged += await queueNoticesAgain(ports, now);
  const failures: unknown[] = [];
  const parts: Part[] = [];
  const read = await eachApart(runs, failures, async (run) => void parts.push(...(await partsOf(ports, run))));
  await eachApart(turned(parts, now), failures, async (part) => {
    if (ports.clock.now() < until) await recoverPart(ports, round, part);
  });
  const closed: string[] = [];
  await eachApart(read, failures, async (run) => {
    const books = parts.filter((part) => part.run === run).map((part) => part.books);
    if (!books.every((known) => known !== undefined)) return;
    // First, or digests would make room for ever for an alert that nobody closes again.
    if (run.kind !== "digest") await ports.account.closeAlert(run.id);
    await ports.ledger.closeRun(run.id, books.reduce(addBooks, emptyBooks), now);
    closed.push(run.id);
  });
  const { submittedUpTo, ...counts } = found;
  if (isHeardOf(path) && submittedUpTo > (path.submittedUpTo ?? 0)) await ports.ledger.noteSubmitted(submittedUpTo);
  if (counts.unheard > 0) await ports.alarm.raise("events-missing", { deliveries: counts.unheard });
  if (failures.length > 0) throw failures[0];
  return { ...counts, closed };
}

/** Does the work for each of them, whatever befalls another. Gives those for which it was done. */
async function eachApart<Item>(
  items: readonly Item[],
  failures: unknown[],
  work: (item: Item) => Promise<void>,
): Promise<readonly Item[]> {
  const done: Item[] = [];
  for (const item of items) {
    try {
      await work(item);
      done.push(item);
    } catch (failure) {
      failures.push(failure);
    }
  }
  return done;
}

/** One shard of an open run. */
interface Part {
  readonly run: Run;
  readonly shard: number;
  readonly progress: PartProgress;
  /** Once all in it is settled. */
  books: Books | undefined;
}

/** A part that is settled costs one read of its own, however many slices it has. */
async function partsOf({ ledger }: RecoverPorts, run: Run): Promise<Part[]> {
  const shards = Array.from({ length: run.shards }, (_, shard) => shard);
  const progress = await Promise.all(shards.map((shard) => ledger.part(run.id, shard)));
  return progress.map((part, shard) => ({ run, shard, progress: part, books: part.books }));
}

/** Time between two calls, in milliseconds. */
const everyMs = 5 * 60 * 1000;

/** The unsettled parts, each call beginning with the next one: what one call has no time for comes first in another. */
function turned(parts: readonly Part[], now: Instant): Part[] {
  const unsettled = parts.filter(({ books }) => books === undefined);
  const start = unsettled.length === 0 ? 0 : Math.floor(now / everyMs) % unsettled.length;
  return [...unsettled.slice(start), ...unsettled.slice(0, start)];
}

async function recoverPart(ports: RecoverPorts, round: Round, part: Part): Promise<void> {
  const { run, shard, progress } = part;
  if (!progress.done) await nudgePart(ports, round, part);
  // Read after the part: one that is done gets no more slices.
  const slices = await ports.ledger.slices(run.id, shard);
  let total: Books | undefined = emptyBooks;
  for (const slice of slices) {
    const books = await recoverSlice(ports, round, run, slice);
    total = books === undefined || total === undefined ? undefined : addBooks(total, books);
  }
  if (!progress.done || total === undefined) return;
  // Beside a sender that refused as stale another may be at work on what it claimed just before.
  if ((total.refused.stale ?? 0) > 0 && round.now - run.staleAt < untouchedMaxMs) return;
  for (const slice of slices) await noteDoubles(ports, slice);
  await ports.ledger.finishPart(run.id, shard, total);
  part.books = total;
}

async function nudgePart(ports: RecoverPorts, { found, now }: Round, { run, shard, progress }: Part): Promise<void> {
  // Nobody else asks for the parts of a correction: until now it waited for other runs.
  const restsSince = progress.touchedAt ?? (run.kind === "correction" ? 0 : run.dueAt);
  if (now - restsSince < untouchedMaxMs) return;
  const { books: _, ...standing } = progress;
  await ports.ledger.setPart(run.id, shard, { ...standing, touchedAt: now });
  // It goes at once, by the lanes of alerts: digests make room for it.
  await ports.planQueue.send([{ kind: "part", run: run.id, shard }]);
  found.nudged += 1;
}

/** Queues notices whose message was lost, or which SES did not take when it came. */
async function queueNoticesAgain({ notices, noticeQueue }: RecoverPorts, now: Instant): Promise<number> {
  const waiting = await notices.waiting(now - untouchedMaxMs, noticesMax);
  for (const id of waiting) {
    await notices.noteQueued(id, now);
    await noticeQueue.send(id);
  }
  return waiting.length;
}
