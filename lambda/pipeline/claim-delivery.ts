import { type Claim, claimAgain, claimFor, type NoClaim, topicsBeside, topicsToRead } from "#core/claim.ts";
import type { RefusalReason } from "#core/delivery.ts";
import { clockSkewMs } from "#core/instant.ts";
import { untold } from "#core/logged-claim.ts";
import type { Run } from "#core/run.ts";
import type { MailedNumbers, SubscriberEntry } from "#core/subscriber.ts";
import { giveBack, lookBackMax } from "./give-back.ts";
import type { Lane } from "./lane.ts";
import { type OvertakePorts, overtake } from "./overtake.ts";
import type { ComposedMail, DigestSlots } from "./ports/mail-composer.ts";
import type { SubscriberNow } from "./ports/subscribers.ts";

export type ClaimOutcome =
  /** This lane has claimed it: nobody else will. */
  | Claimed
  | { readonly kind: "refused"; readonly attempt: number; readonly reason: RefusalReason }
  /** Another sender has claimed it, and wrote no outcome that this lane has seen. */
  | { readonly kind: "anothers"; readonly attempt: number }
  /** The lane ended before it came to it. */
  | { readonly kind: "ended" };

export interface Claimed {
  readonly kind: "claimed";
  readonly attempt: number;
  readonly numbers: MailedNumbers;
  readonly subscriber: SubscriberNow;
  readonly claim: Claim;
  readonly mail: ComposedMail<DigestSlots>;
}

/**
 * How old the words of a mail may be when it is claimed, in milliseconds: what is newer by then goes with it.
 *
 * An alert is about what happens just now. What a digest misses comes with the next, and looking costs a read unit for
 * each lane and topic: once a second, at 14 mails a second, that was $0.05 of a million mails.
 */
const wordsMaxAgeMs: Readonly<Record<Run["kind"], number>> = { alert: 1000, correction: 1000, digest: 10_000 };

/**
 * Claims a delivery by an entry in the subscriber's log.
 *
 * It looks for another sender's claim before each try, also after a lost race: the mail of one run is claimed twice
 * only where the outcome of the first claim is known to be *held*.
 *
 * @param held the attempt that is known to be held or lapsed, 0 where nothing was claimed
 */
export async function claimDelivery(
  ports: OvertakePorts,
  lane: Lane,
  index: number,
  held: number,
): Promise<ClaimOutcome> {
  const id = lane.slice.members[index] ?? "";
  let hasPassed = false;
  for (;;) {
    const subscriber = await ports.subscribers.now(id);
    if (subscriber === undefined) return { kind: "refused", attempt: held, reason: "unknown-subscriber" };
    const earlier = await earlierClaim(ports, lane, subscriber, held);
    if (earlier?.owedFor !== undefined) return { kind: "refused", attempt: earlier.attempt, reason: earlier.owedFor };
    if (earlier !== undefined && earlier.attempt > held) return { kind: "anothers", attempt: earlier.attempt };
    const decidedAt = ports.clock.now();
    const isStale = decidedAt >= lane.run.staleAt;
    const decided = isStale ? "stale" : await decide(ports, lane, subscriber, earlier);
    if (typeof decided === "string") {
      // What was claimed and held has not been mailed: the log must not say that the reader is served with it.
      if (earlier !== undefined) await giveBack(ports, lane.run, id, earlier, decided);
      return { kind: "refused", attempt: held, reason: decided };
    }
    const isOpen = await (hasPassed && !lane.gate.isOver() ? lane.gate.isOpen() : lane.gate.pass(index));
    if (!isOpen) return { kind: "ended" };
    hasPassed = true;
    // What was said while it waited goes with it. Where that leaves nothing to mail, it is decided from the beginning.
    const isFresh = ports.clock.now() - decidedAt < wordsMaxAgeMs[lane.run.kind];
    const latest = isFresh ? decided : await decide(ports, lane, subscriber, earlier);
    if (typeof latest === "string") continue;
    if (earlier === undefined && (await overtake(ports, lane, subscriber, latest))) continue;
    const { numbers, state } = latest;
    // Before it is claimed: should the topic's title not be told, or the mail not be made, nothing is uncertain.
    const mail = await lane.compose(latest, state);
    const entry: SubscriberEntry = {
      number: subscriber.entry.number + 1,
      at: ports.clock.now(),
      event: { kind: "mailed", run: lane.run.id, attempt: held + 1, numbers },
      state,
    };
    const isClaimed = await ports.subscribers.append(id, entry);
    if (isClaimed) {
      return { kind: "claimed", attempt: held + 1, numbers, subscriber: { ...subscriber, entry }, claim: latest, mail };
    }
  }
}

/** An earlier attempt at the same delivery, as the subscriber's log tells it. */
interface EarlierClaim {
  readonly attempt: number;
  readonly numbers: MailedNumbers;
  /** It was given back for this reason. */
  readonly owedFor?: RefusalReason;
  /** What stands in the log after it, newest first. */
  readonly later: readonly SubscriberEntry[];
}

/**
 * The newest claim of this run in the subscriber's log.
 *
 * In a slice that nobody began before this lane, whatever another claims comes after this lane's beginning: where the
 * log's newest entry is older, there is nothing to look for.
 */
async function earlierClaim(
  ports: OvertakePorts,
  lane: Lane,
  { id, entry }: SubscriberNow,
  held: number,
): Promise<EarlierClaim | undefined> {
  const newest = claimIn(lane, entry);
  if (newest !== undefined) return newest;
  if (held === 0 && !lane.begunBefore && entry.at < lane.beganAt - clockSkewMs) return undefined;
  const entries = await ports.subscribers.newest(id, lookBackMax);
  for (const [place, older] of entries.entries()) {
    const claim = claimIn(lane, older);
    if (claim !== undefined) return { ...claim, later: entries.slice(0, place) };
  }
  return undefined;
}

function claimIn(lane: Lane, { event }: SubscriberEntry): EarlierClaim | undefined {
  if ((event.kind !== "mailed" && event.kind !== "owed") || event.run !== lane.run.id) return undefined;
  const { attempt, numbers } = event;
  const claim = { attempt, numbers, later: [] };
  return event.kind === "owed" ? { ...claim, owedFor: event.reason } : claim;
}

async function decide(
  ports: Pick<OvertakePorts, "clock">,
  lane: Lane,
  subscriber: SubscriberNow,
  earlier: EarlierClaim | undefined,
): Promise<Claim | NoClaim> {
  const { state } = subscriber.entry;
  const { run, logs } = lane;
  const maxAgeMs = wordsMaxAgeMs[run.kind];
  await logs.refresh(earlier === undefined ? topicsToRead(state, run) : Object.keys(earlier.numbers), maxAgeMs);
  if (earlier === undefined) await logs.refresh(topicsBeside(state, run, logs.views), maxAgeMs);
  const now = ports.clock.now();
  if (earlier === undefined) return claimFor(state, run, logs.views, now);
  const numbers = untold(earlier.numbers, earlier.later, logs.views);
  return Object.keys(numbers).length === 0 ? "nothing-new" : claimAgain(state, run, numbers, logs.views, now);
}
