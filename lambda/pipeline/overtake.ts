import { shardOf } from "#core/audience.ts";
import type { Claim, TopicLogViews } from "#core/claim.ts";
import { type LoggedClaim, tellingClaim } from "#core/logged-claim.ts";
import { changeSubscriber } from "./change-subscriber.ts";
import { backOf, type GiveBackPorts, lookBackMax } from "./give-back.ts";
import type { Ledger } from "./ports/ledger.ts";
import type { SubscriberNow } from "./ports/subscribers.ts";

export interface OvertakePorts extends GiveBackPorts {
  readonly ledger: Pick<Ledger, "run" | "books" | "sliceOf" | "outcomes">;
}

/**
 * Takes over what another run claimed and SES certainly has not taken, where this claim would correct it.
 *
 * Nobody is to hear that something was told wrongly which they have not been told: the other claim is given back, and
 * this mail brings the news in their newest words. Says whether it did, or may have: the claim must be decided anew.
 */
export async function overtake(
  ports: OvertakePorts,
  subscriber: SubscriberNow,
  claim: Claim,
  logs: TopicLogViews,
): Promise<boolean> {
  const amended = Object.entries(claim.items).flatMap(([topic, items]) =>
    items.filter(({ label }) => label !== "new").map(({ version }) => ({ topic, development: version.development })),
  );
  if (amended.length === 0) return false;
  const entries = await ports.subscribers.newest(subscriber.id, lookBackMax);
  for (const { topic, development } of amended) {
    const earlier = tellingClaim(entries, topic, development, logs);
    if (earlier === undefined || !(await isUnsent(ports.ledger, subscriber.id, earlier))) continue;
    await changeSubscriber(ports, subscriber.id, async (now) =>
      // Whoever has claimed it again since is sending it.
      now.entry.number === subscriber.entry.number ? backOf(ports, now, earlier, "overtaken") : "raced",
    );
    return true;
  }
  return false;
}

/** Whether the ledger says that SES has not taken a mail. A run is closed only when that is known of none. */
async function isUnsent(
  ledger: OvertakePorts["ledger"],
  subscriber: string,
  { run: id, attempt }: LoggedClaim,
): Promise<boolean> {
  const run = await ledger.run(id);
  if (run === undefined || (await ledger.books(id)) !== undefined) return false;
  const slice = await ledger.sliceOf(id, shardOf(subscriber, run.shards), subscriber);
  if (slice === undefined) return false;
  const outcome = (await ledger.outcomes(slice)).get(slice.members.indexOf(subscriber));
  return outcome?.attempt === attempt && (outcome.state === "held" || outcome.state === "lapsed");
}
