import type { Books } from "#core/books.ts";
import type { Instant } from "#core/instant.ts";
import type { SliceKey } from "#core/slice.ts";
import { runComposer } from "./compose.ts";
import { type DeliverPorts, deliver } from "./deliver.ts";
import type { Lane } from "./lane.ts";
import { lanePace } from "./pace.ts";
import type { Quota } from "./ports/mailer.ts";
import type { SliceQueue } from "./ports/queues.ts";
import { sliceOutcomes } from "./slice-outcomes.ts";
import { freshViews } from "./topic-views.ts";

export interface SendPorts extends DeliverPorts {
  readonly quota: Quota;
  readonly sliceQueue: SliceQueue;
}

export type SendOutcome =
  | { readonly kind: "done"; readonly books: Books }
  /** The time was up: the slice was queued again, and goes on where this stopped. */
  | { readonly kind: "unfinished"; readonly books: Books }
  /** The lane stopped: SES takes nothing from this account now. The message must come again later. */
  | { readonly kind: "stopped"; readonly why: string; readonly books: Books }
  /** The message names a slice or a run that does not exist. */
  | { readonly kind: "no-such-slice" };

/** Mails that one lane has in flight: a read, a claim and a submission take some 100 ms together. */
const inFlightMax = 16;

/**
 * Sends one slice of a run, each delivery at most once.
 *
 * A claim is written before SES is called. If we stop between the two the delivery is *uncertain*, and SES's events
 * settle it; this step never sends on top of another's claim. However often the slice's message arrives, each of its
 * subscribers is mailed once.
 *
 * @param until when to stop, so that the outcome is written before the function is ended
 * @param lanes how many senders share the account's rate
 */
export async function sendSlice(ports: SendPorts, key: SliceKey, until: Instant, lanes: number): Promise<SendOutcome> {
  const [run, slice] = await Promise.all([ports.ledger.run(key.run), ports.ledger.slice(key)]);
  if (run === undefined || slice === undefined) return { kind: "no-such-slice" };
  const beganAt = ports.clock.now();
  const isFirst = await ports.ledger.beginSlice(key, beganAt);
  const outcomes = await sliceOutcomes(ports.ledger, ports.clock, slice);
  const lane: Lane = {
    run,
    slice,
    outcomes,
    beganAt,
    until,
    begunBefore: !isFirst,
    pace: lanePace(ports.clock, await ports.quota.rate(), lanes),
    compose: runComposer(ports, run),
    logs: freshViews(ports.topicLog, ports.clock),
    lostInARow: 0,
    stopped: undefined,
  };

  const waiting = slice.members.keys();
  const workers = Array.from({ length: inFlightMax }, async () => {
    for (const index of waiting) {
      if (lane.stopped !== undefined || ports.clock.now() >= until) return;
      await deliver(ports, lane, index);
    }
  });
  // Every worker ends before anything is thrown: what was submitted must be written down whatever befell another.
  const ended = await Promise.allSettled(workers);
  await outcomes.flush();
  const failed = ended.find((result) => result.status === "rejected");
  if (failed !== undefined) throw failed.reason;

  const books = outcomes.books();
  if (lane.stopped !== undefined) return { kind: "stopped", why: lane.stopped, books };
  if (books.waiting === 0) {
    await ports.ledger.finishSlice(key, books, ports.clock.now());
    return { kind: "done", books };
  }
  await ports.sliceQueue.send(run.kind, [key]);
  return { kind: "unfinished", books };
}
