import { waitReason } from "#core/account.ts";
import type { Books } from "#core/books.ts";
import type { Instant } from "#core/instant.ts";
import type { SliceKey } from "#core/slice.ts";
import { runComposer } from "./compose.ts";
import { type DeliverPorts, deliver } from "./deliver.ts";
import type { Lane } from "./lane.ts";
import { laneGate } from "./lane-gate.ts";
import type { LaneMemory, LaneMemoryPorts } from "./lane-memory.ts";
import type { SliceQueue } from "./ports/queues.ts";
import { sliceOutcomes } from "./slice-outcomes.ts";
import { freshViews } from "./topic-views.ts";

export interface SendPorts extends DeliverPorts, LaneMemoryPorts {
  readonly sliceQueue: SliceQueue;
}

export type SendOutcome =
  | { readonly kind: "done"; readonly books: Books }
  /** The time was up: the slice was queued again, and goes on where this stopped. */
  | { readonly kind: "unfinished"; readonly books: Books }
  /**
   * Its run is stopped, the account on hold, or too many answers of SES were lost: what is not sent waits, and the
   * message is done with. Who ends the wait puts another; after lost answers `recover` does.
   */
  | { readonly kind: "waiting"; readonly why: string; readonly books?: Books }
  /** The message names a slice or a run that does not exist. */
  | { readonly kind: "no-such-slice" };

/**
 * Mails on which one lane works at once: at 100 mails a second, and 130 ms for a read, a claim and an answer of SES, 13
 * are in flight. The others are read ahead, and wait to be claimed.
 */
const atOnceMax = 64;

/**
 * Sends one slice of a run, each delivery at most once.
 *
 * A claim is written before SES is called. If we stop between the two the delivery is *uncertain*, and SES's events
 * settle it; this step never sends on top of another's claim. However often the slice's message arrives, each of its
 * subscribers is mailed once.
 *
 * @param until when to stop, so that the outcome is written before the function is ended
 * @param memory what this process remembers of the slices before
 */
export async function sendSlice(
  ports: SendPorts,
  key: SliceKey,
  until: Instant,
  memory: LaneMemory,
): Promise<SendOutcome> {
  const [run, slice] = await Promise.all([ports.ledger.run(key.run), ports.ledger.slice(key)]);
  if (run === undefined || slice === undefined) return { kind: "no-such-slice" };
  const beganAt = ports.clock.now();
  const why = waitReason(await memory.account(), run.id);
  // Once its time is over there is nothing to send, only to refuse: that need not wait.
  if (why !== undefined && beganAt < run.staleAt) return { kind: "waiting", why };
  const isFirst = await ports.ledger.beginSlice(key, beganAt);
  const outcomes = await sliceOutcomes(ports.ledger, ports.clock, slice);
  const lane: Lane = {
    run,
    slice,
    outcomes,
    beganAt,
    begunBefore: !isFirst,
    gate: laneGate(ports.clock, memory, run, until),
    memory,
    compose: runComposer(ports, run),
    logs: freshViews(ports.topicLog, ports.clock),
    openRuns: readOnce(() => ports.ledger.openRuns()),
  };

  const waiting = slice.members.keys();
  const workers = Array.from({ length: atOnceMax }, async () => {
    for (const index of waiting) {
      if (lane.gate.isOver()) return;
      await deliver(ports, lane, index);
    }
  });
  // Every worker ends before anything is thrown: what was submitted must be written down whatever befell another.
  const ended = await Promise.allSettled(workers);
  await outcomes.flush();
  const failed = ended.find((result) => result.status === "rejected");
  if (failed !== undefined) throw failed.reason;

  const books = outcomes.books();
  if (books.waiting === 0) {
    await ports.ledger.finishSlice(key, books, ports.clock.now());
    return { kind: "done", books };
  }
  if (lane.gate.shutBecause !== undefined) return { kind: "waiting", why: lane.gate.shutBecause, books };
  await ports.sliceQueue.send(run.kind, [key]);
  return { kind: "unfinished", books };
}

/** What `read` gave the first time. */
function readOnce<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let known: Promise<Value> | undefined;
  return () => {
    known ??= read();
    return known;
  };
}
