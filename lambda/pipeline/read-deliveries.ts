import { deliveryId, type Outcome, type RefusalReason } from "#core/delivery.ts";
import type { Run } from "#core/run.ts";
import type { SliceKey } from "#core/slice.ts";
import type { Ledger, SliceProgress } from "./ports/ledger.ts";

/** Where a delivery stands, in the words of the books. */
export const standings = ["submitted", "refused", "uncertain", "waiting"] as const;

export type Standing = (typeof standings)[number];

/** What became of one subscriber of a run. */
export interface ListedDelivery {
  readonly delivery: string;
  readonly subscriber: string;
  readonly standing: Standing;
  readonly reason?: RefusalReason;
  /** The newest claim; 0 where nothing was claimed. */
  readonly attempt: number;
}

/** The slice with which a page ended. */
export type Place = Pick<SliceKey, "shard" | "first">;

export interface DeliveryPage {
  readonly deliveries: readonly ListedDelivery[];
  /** Where the next page goes on; undefined where this is the last. */
  readonly next?: Place;
}

/** Deliveries after which a page ends with its slice, of 500 at most: each has some 150 bytes, and Lambda takes 6 MB. */
const pageDeliveries = 10_000;

/** Slices that one page looks through at most: one of which few are told is read all the same. */
const pageSlices = 400;

/**
 * What became of everybody of a run, in the order of its slices: a page of it, so that memory is bounded however many
 * they are. Nobody stands in two pages. What is planned meanwhile may be missing.
 *
 * @param which only those that stand so
 * @param after the end of the page before
 */
export async function readDeliveries(
  ledger: Pick<Ledger, "slices" | "slice" | "outcomes">,
  run: Run,
  which?: Standing,
  after?: Place,
): Promise<DeliveryPage> {
  const deliveries: ListedDelivery[] = [];
  let read = 0;
  for (let shard = after?.shard ?? 0; shard < run.shards; shard++) {
    for (const slice of await ledger.slices(run.id, shard)) {
      const isBefore = after !== undefined && shard === after.shard && slice.first <= after.first;
      if (isBefore || (which !== undefined && hasNone(slice, which))) continue;
      const found = await deliveriesOf(ledger, slice);
      deliveries.push(...found.filter(({ standing }) => which === undefined || standing === which));
      read += 1;
      if (deliveries.length >= pageDeliveries || read >= pageSlices) {
        return { deliveries, next: { shard, first: slice.first } };
      }
    }
  }
  return { deliveries };
}

/** Whether the books of a finished slice say that nobody stands so: what is uncertain in it may move yet. */
function hasNone({ books }: SliceProgress, which: Standing): boolean {
  if (books === undefined || books.uncertain > 0) return false;
  return which === "refused" ? Object.keys(books.refused).length === 0 : books[which] === 0;
}

async function deliveriesOf(ledger: Pick<Ledger, "slice" | "outcomes">, key: SliceKey): Promise<ListedDelivery[]> {
  const [slice, outcomes] = await Promise.all([ledger.slice(key), ledger.outcomes(key)]);
  const { run, shard, first } = key;
  return (slice?.members ?? []).map((subscriber, index): ListedDelivery => {
    const outcome = outcomes.get(index);
    const delivery = deliveryId({ run, shard, first, index });
    const standing = standingOf(outcome);
    const reason = outcome?.reason === undefined ? {} : { reason: outcome.reason };
    return { delivery, subscriber, standing, ...reason, attempt: outcome?.attempt ?? 0 };
  });
}

function standingOf(outcome: Outcome | undefined): Standing {
  const state = outcome?.state;
  return state === "submitted" || state === "refused" || state === "uncertain" ? state : "waiting";
}
