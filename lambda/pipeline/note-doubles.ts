import type { SliceKey } from "#core/slice.ts";
import type { Ledger } from "./ports/ledger.ts";

/**
 * Writes down the mails too many of one slice: those that SES took although they were settled as lapsed.
 *
 * They can be told only from the events of both attempts, which may come at any time and in any order.
 *
 * @returns how many there are
 */
export async function noteDoubles(ports: { readonly ledger: Ledger }, slice: SliceKey): Promise<number> {
  const { run, shard, first } = slice;
  const doubles = await ports.ledger.doublesIn(slice);
  for (const double of doubles) await ports.ledger.addDoubled({ run, shard, first, ...double });
  return doubles.length;
}
