import type { Ledger, UncertainDelivery } from "./ports/ledger.ts";

/** The uncertain deliveries of one shard of a run, ordered by slice and index. Slices that have none are not read. */
export async function uncertainIn(
  ledger: Pick<Ledger, "slices" | "outcomes">,
  run: string,
  shard: number,
): Promise<readonly UncertainDelivery[]> {
  const found: UncertainDelivery[] = [];
  for (const { first, books } of await ledger.slices(run, shard)) {
    if (books?.uncertain === 0) continue;
    const key = { run, shard, first };
    const outcomes = [...(await ledger.outcomes(key)).values()].filter(({ state }) => state === "uncertain");
    for (const { index, attempt, uncertainSince } of outcomes.sort((a, b) => a.index - b.index)) {
      const delivery = { ...key, index, attempt };
      found.push(uncertainSince === undefined ? delivery : { ...delivery, uncertainSince });
    }
  }
  return found;
}
