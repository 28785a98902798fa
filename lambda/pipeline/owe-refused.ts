import type { AttemptedIndex } from "#core/delivery.ts";
import type { SliceKey } from "#core/slice.ts";
import { type GiveBackPorts, giveBack, lookBackMax } from "./give-back.ts";
import type { Ledger } from "./ports/ledger.ts";
import type { Subscribers } from "./ports/subscribers.ts";

export interface OweRefusedPorts extends GiveBackPorts {
  readonly ledger: Ledger;
}

/**
 * Owes to their readers what SES has told that it refused after all, where nothing else tells that it took it.
 *
 * After the events are written: should we stop in between, they come again. Twice is once.
 *
 * @param deliveries those of the slice that were reported as refused
 */
export async function oweRefused(
  ports: OweRefusedPorts,
  key: SliceKey,
  deliveries: readonly AttemptedIndex[],
): Promise<void> {
  const [slice, outcomes] = await Promise.all([ports.ledger.slice(key), ports.ledger.outcomes(key)]);
  for (const { index, attempt } of deliveries) {
    const subscriber = slice?.members[index];
    const outcome = outcomes.get(index);
    if (subscriber === undefined || outcome?.state !== "refused" || outcome.attempt !== attempt) continue;
    const numbers = await claimedNumbers(ports.subscribers, subscriber, key.run, attempt);
    if (numbers === undefined) continue;
    await giveBack(ports, { id: key.run }, subscriber, { attempt, numbers }, outcome.reason ?? "message-refused");
  }
}

/** The numbers of a claim, by the log of whom it was made for. */
async function claimedNumbers(subscribers: Subscribers, id: string, run: string, attempt: number) {
  for (const { event } of await subscribers.newest(id, lookBackMax)) {
    if (event.kind === "mailed" && event.run === run && event.attempt === attempt) return event.numbers;
  }
  return undefined;
}
