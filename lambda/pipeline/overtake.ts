import { shardOf } from "#core/audience.ts";
import type { Claim } from "#core/claim.ts";
import { type LoggedClaim, tellingClaim } from "#core/logged-claim.ts";
import type { Run } from "#core/run.ts";
import { changeSubscriber } from "./change-subscriber.ts";
import { backOf, type GiveBackPorts, lookBackMax } from "./give-back.ts";
import type { Lane } from "./lane.ts";
import type { Ledger } from "./ports/ledger.ts";
import type { SubscriberNow } from "./ports/subscribers.ts";

export interface OvertakePorts extends GiveBackPorts {
  readonly ledger: Pick<Ledger, "sliceOf" | "outcomes">;
}

/**
 * Takes over what another run claimed and SES certainly has not taken, where this claim would correct it.
 *
 * Nobody is to hear that something was told wrongly which they have not been told: the other claim is given back, and
 * this mail brings the news in their newest words. Says whether it did, or may have: the claim must be decided anew.
 */
export async function overtake(
  ports: OvertakePorts,
  lane: Lane,
  subscriber: SubscriberNow,
  claim: Claim,
): Promise<boolean> {
  const amended = Object.entries(claim.items).flatMap(([topic, items]) =>
    items.filter(({ label }) => label !== "new").map(({ version }) => ({ topic, development: version.development })),
  );
  if (amended.length === 0) return false;
  // A run is closed only when SES is known to have taken, or refused, each of its mails.
  const others = (await lane.openRuns()).filter(({ id }) => id !== lane.run.id);
  if (others.length === 0) return false;
  const entries = await ports.subscribers.newest(subscriber.id, lookBackMax);
  for (const { topic, development } of amended) {
    const earlier = tellingClaim(entries, topic, development, lane.logs.views);
    const run = others.find(({ id }) => id === earlier?.run);
    if (earlier === undefined || run === undefined) continue;
    if (!(await isUnsent(ports.ledger, subscriber.id, run, earlier))) continue;
    await changeSubscriber(ports, subscriber.id, async (now) =>
      // Whoever has claimed it again since is sending it.
      now.entry.number === subscriber.entry.number ? backOf(ports, now, earlier, "overtaken") : "raced",
    );
    return true;
  }
  return false;
}

/** Whether the ledger says that SES has not taken a mail. */
async function isUnsent(
  ledger: OvertakePorts["ledger"],
  subscriber: string,
  run: Run,
  { attempt }: LoggedClaim,
): Promise<boolean> {
  const slice = await ledger.sliceOf(run.id, shardOf(subscriber, run.shards), subscriber);
  if (slice === undefined) return false;
  const outcome = (await ledger.outcomes(slice)).get(slice.members.indexOf(subscriber));
  return outcome?.attempt === attempt && (outcome.state === "held" || outcome.state === "lapsed");
}
