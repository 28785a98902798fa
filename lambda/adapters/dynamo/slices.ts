import type { Books } from "#core/books.ts";
import type { Slice, SliceKey } from "#core/slice.ts";
import type { Ledger } from "#pipeline/ports/ledger.ts";
import { expiry, type Item, jsonOf, numberOf, text, textOf, whole } from "./item.ts";
import { doneKey, doneStart, sliceKey, sliceStart, slicesPk } from "./keys.ts";
import { get, isAbsent, items, put } from "./requests.ts";
import { type DynamoTable, logsUntil } from "./table.ts";

/**
 * The slices of the ledger.
 *
 * A slice's members stand in one text, which costs 9 write units for 500 of them. Its books are an item of their own.
 */
export function dynamoSlices(table: DynamoTable): Pick<Ledger, "putSlice" | "slice" | "slices" | "finishSlice"> {
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
    async slices(run, shard) {
      const found = await items(table, { pk: slicesPk(run, shard), attributes: ["pk", "sk", "books"] });
      const books = new Map(
        found.filter(startsWith(doneStart)).map((item) => [textOf(item, "sk").slice(doneStart.length), booksOf(item)]),
      );
      return found.filter(startsWith(sliceStart)).map((item) => {
        const first = textOf(item, "sk").slice(sliceStart.length);
        return { run, shard, first, books: books.get(first) };
      });
    },
    async finishSlice(key, books, at) {
      const item = {
        books: text(JSON.stringify(books)),
        at: whole(at),
        expiresAt: expiry(logsUntil(table, at)),
      };
      const later = { holds: "attribute_not_exists(#at) OR #at <= :at", values: { at: whole(at) } };
      await put(table, doneKey(key), item, later);
    },
  };
}

function startsWith(start: string): (item: Item) => boolean {
  return (item) => textOf(item, "sk").startsWith(start);
}

function sliceOf({ run, shard, first }: SliceKey, item: Item): Slice {
  const members = textOf(item, "members").split(" ");
  return { run, shard, first, members, plannedAt: numberOf(item, "plannedAt") };
}

function booksOf(item: Item): Books {
  return jsonOf<Books>(
    item,
    "books",
    ({ audience, submitted, uncertain, waiting, refused }) =>
      [audience, submitted, uncertain, waiting].every((value) => typeof value === "number") &&
      typeof refused === "object",
  );
}
