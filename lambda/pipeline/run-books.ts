import { addBooks, type Books, booksOf, emptyBooks } from "#core/books.ts";
import type { Run } from "#core/run.ts";
import type { Ledger, SliceProgress } from "./ports/ledger.ts";

/** What a run's slices add up to now. */
export interface RunBooks {
  readonly books: Books;
  /** Whether the whole audience stands in slices: until then the sum grows. */
  readonly isPlanned: boolean;
}

/**
 * The books of a run: those with which it was closed, or the sum over its slices as they are now.
 *
 * Of an open run each slice that is not settled is read whole: some hundred reads for every 50,000 subscribers.
 */
export async function runBooks(ledger: Ledger, run: Run): Promise<RunBooks> {
  const closed = await ledger.books(run.id);
  if (closed !== undefined) return { books: closed, isPlanned: true };
  const shards = Array.from({ length: run.shards }, (_, shard) => partBooks(ledger, run, shard));
  return (await Promise.all(shards)).reduce((sum, part) => ({
    books: addBooks(sum.books, part.books),
    isPlanned: sum.isPlanned && part.isPlanned,
  }));
}

async function partBooks(ledger: Ledger, run: Run, shard: number): Promise<RunBooks> {
  const part = await ledger.part(run.id, shard);
  if (part.books !== undefined) return { books: part.books, isPlanned: true };
  let books = emptyBooks;
  for (const slice of await ledger.slices(run.id, shard)) books = addBooks(books, await sliceBooks(ledger, slice));
  return { books, isPlanned: part.done };
}

async function sliceBooks(ledger: Ledger, slice: SliceProgress): Promise<Books> {
  const { books } = slice;
  if (books !== undefined && books.uncertain === 0 && books.waiting === 0) return books;
  const audience = books?.audience ?? (await ledger.slice(slice))?.members.length ?? 0;
  return booksOf(audience, (await ledger.outcomes(slice)).values());
}
