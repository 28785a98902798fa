import type { Books } from "#core/books.ts";
import { type Item, jsonOf } from "./item.ts";

/** The books that an item holds. */
export function booksOf(item: Item): Books {
  return jsonOf<Books>(
    item,
    "books",
    ({ audience, submitted, uncertain, waiting, refused }) =>
      [audience, submitted, uncertain, waiting].every((value) => typeof value === "number") &&
      typeof refused === "object",
  );
}
