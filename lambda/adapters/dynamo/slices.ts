import type { Slice, SliceKey } from "#core/slice.ts";
import type { Nudge, SliceLedger, SliceProgress } from "#pipeline/ports/ledger.ts";
import { booksOf } from "./books-item.ts";
import { expiry, type Item, numberOf, text, textOf, whole } from "./item.ts";
import { progressKey, progressStart, sliceKey, sliceStart, slicesPk } from "./keys.ts";
import { get, isAbsent, items, put, update, wins } from "./requests.ts";
import { type DynamoTable, logsUntil } from "./table.ts";

/**
 * The slices of the ledger.
 *
 * A slice's members stand in one text, which costs 9 write units for 500 of them. How far it has come is an item of its
 * own, beside it.
 */
export function dynamoSlices(table: DynamoTable): SliceLedger {
  return {
    async putSlice(slice) {
      const item = {
        members: text(slice.members.join(" ")),
        plannedAt: whole(slice.plannedAt),
        expiresAt: expiry(logsUntil(table, slice.plannedAt)),
      };
      if (await put(table, sliceKey(slice), item, isAbsent)) return slice;
      const standing = await get(table, sliceKey(slice));
      return standing === undefined ? slice : sliceOf(slice, standing);
    },
    async slice(key) {
      const item = await get(table, sliceKey(key));
      return item === undefined ? undefined : sliceOf(key, item);
    },
    sliceOf: (run, shard, subscriber) => sliceWith(table, run, shard, subscriber),
    async beginSlice(key, at) {
      const place = progressKey(key);
      const set = { begunAt: whole(at), expiresAt: expiry(logsUntil(table, at)) };
      const unbegun = { holds: "attribute_not_exists(#begunAt)" };
      const isFirst = await wins(table, place, (writer) =>
        update(table, place, { set: { ...set, ...writer } }, unbegun),
      );
      if (!isFirst) await update(table, place, { set }, { holds: "#begunAt < :begunAt" });
      return isFirst;
    },
    async noteNudge(key, { at, count, reached }) {
      const set = {
        nudgedAt: whole(at),
        nudges: whole(count),
        reached: whole(reached),
        expiresAt: expiry(logsUntil(table, at)),
      };
      const later = { holds: "attribute_not_exists(#nudgedAt) OR #nudgedAt <= :nudgedAt" };
      await update(table, progressKey(key), { set }, later);
    },
    async slices(run, shard) {
      const attributes = ["pk", "sk", "plannedAt", "begunAt", "books", "nudgedAt", "nudges", "reached"];
      const found = await items(table, { pk: slicesPk(run, shard), attributes });
      const progress = new Map(found.map((item) => [textOf(item, "sk"), item]));
      return found
        .filter((item) => textOf(item, "sk").startsWith(sliceStart))
        .map((item) => {
          const first = textOf(item, "sk").slice(sliceStart.length);
          return progressOf({ run, shard, first }, item, progress.get(`${progressStart}${first}`));
        });
    },
    async finishSlice(key, books, at) {
      const set = {
        books: text(JSON.stringify(books)),
        doneAt: whole(at),
        expiresAt: expiry(logsUntil(table, at)),
      };
      const later = { holds: "attribute_not_exists(#doneAt) OR #doneAt <= :doneAt" };
      await update(table, progressKey(key), { set }, later);
    },
  };
}

/** The slice of a shard in which a subscriber stands: the last one that begins at their id or before. */
async function sliceWith(
  table: DynamoTable,
  run: string,
  shard: number,
  subscriber: string,
): Promise<Slice | undefined> {
  const [item] = await items(table, {
    pk: slicesPk(run, shard),
    where: {
      holds: "#sk BETWEEN :start AND :last",
      values: { start: text(sliceStart), last: text(`${sliceStart}${subscriber}`) },
    },
    newestFirst: true,
    limit: 1,
  });
  if (item === undefined) return undefined;
  const slice = sliceOf({ run, shard, first: textOf(item, "sk").slice(sliceStart.length) }, item);
  return slice.members.includes(subscriber) ? slice : undefined;
}

function sliceOf({ run, shard, first }: SliceKey, item: Item): Slice {
  const members = textOf(item, "members").split(" ");
  return { run, shard, first, members, plannedAt: numberOf(item, "plannedAt") };
}

function progressOf(key: SliceKey, slice: Item, progress: Item = {}): SliceProgress {
  const nudge = nudgeOf(progress);
  return {
    ...key,
    touchedAt: progress["begunAt"] === undefined ? numberOf(slice, "plannedAt") : numberOf(progress, "begunAt"),
    ...(progress["books"] === undefined ? {} : { books: booksOf(progress) }),
    ...(nudge === undefined ? {} : { nudge }),
  };
}

function nudgeOf(progress: Item): Nudge | undefined {
  if (progress["nudgedAt"] === undefined) return undefined;
  const count = numberOf(progress, "nudges");
  return { at: numberOf(progress, "nudgedAt"), count, reached: numberOf(progress, "reached") };
}
