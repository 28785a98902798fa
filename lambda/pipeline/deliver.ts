import { type Claim, claimAgain, claimAlert, claimDigest, type NoClaim } from "#core/claim.ts";
import { deliveryId, type RefusalReason, type SubmitAnswer } from "#core/delivery.ts";
import type { Instant } from "#core/instant.ts";
import { leaveLink } from "#core/link.ts";
import { givenBack } from "#core/marks.ts";
import type { Run } from "#core/run.ts";
import type { Slice } from "#core/slice.ts";
import type { MailedNumbers, SubscriberEntry } from "#core/subscriber.ts";
import { type ChangePorts, changeSubscriber } from "./change-subscriber.ts";
import type { ComposePorts, Composer } from "./compose.ts";
import type { Pace } from "./pace.ts";
import type { Ledger } from "./ports/ledger.ts";
import type { Links } from "./ports/links.ts";
import type { Mailer } from "./ports/mailer.ts";
import type { SubscriberNow } from "./ports/subscribers.ts";
import type { TopicLog } from "./ports/topics.ts";
import type { SliceOutcomes } from "./slice-outcomes.ts";
import type { FreshViews } from "./topic-views.ts";

export interface DeliverPorts extends ChangePorts, ComposePorts {
  readonly ledger: Ledger;
  readonly topicLog: TopicLog;
  readonly links: Links;
  readonly mailer: Mailer;
}

/** One sender at work on one slice. */
export interface Lane {
  readonly run: Run;
  readonly slice: Slice;
  readonly outcomes: SliceOutcomes;
  readonly until: Instant;
  /** Somebody began this slice before: a subscriber without an outcome may have been claimed all the same. */
  readonly begunBefore: boolean;
  readonly pace: Pace;
  readonly compose: Composer;
  readonly logs: FreshViews;
  lostInARow: number;
  /** Something was refused because the run's time was over. */
  stale: boolean;
  /** Why the lane takes no further delivery. */
  stopped: string | undefined;
}

/** Lost answers in a row after which a lane stops: the fault is not the single mail's. */
const lostInARowMax = 5;

/** How long a lane waits after SES said that it is too fast, in milliseconds: SES counts by the second. */
const throttledWaitMs = 1000;

/** Entries of a log that are looked through for an earlier claim: far more than a run's two days bring. */
const lookBackMax = 200;

/** Brings one delivery of a slice to its outcome, or leaves it waiting when the lane ends first. */
export async function deliver(ports: DeliverPorts, lane: Lane, index: number): Promise<void> {
  const known = lane.outcomes.get(index);
  if (known !== undefined && known.state !== "held") return;
  const id = lane.slice.members[index] ?? "";
  let earlier = lane.begunBefore ? await earlierClaim(ports, lane, id) : undefined;
  if (earlier !== undefined && known?.attempt !== earlier.attempt) {
    // Claimed by a sender that stopped before it wrote what came of it.
    const { attempt, owedFor } = earlier;
    if (owedFor !== undefined) return lane.outcomes.write({ index, attempt, state: "refused", reason: owedFor });
    return lane.outcomes.write({ index, attempt, state: "uncertain" });
  }
  while (lane.stopped === undefined && ports.clock.now() < lane.until) {
    const claimed = await claim(ports, lane, id, earlier);
    if (typeof claimed === "string") {
      return lane.outcomes.write({ index, attempt: earlier?.attempt ?? 0, state: "refused", reason: claimed });
    }
    if (claimed === undefined) return;
    earlier = claimed;
    const isSettled = await settle(ports, lane, index, claimed, await submit(ports, lane, index, claimed));
    if (isSettled) return;
  }
}

/** An earlier attempt at the same delivery, as the subscriber's log tells it. */
interface EarlierClaim {
  readonly attempt: number;
  readonly numbers: MailedNumbers;
  /** It was given back for this reason. */
  readonly owedFor?: RefusalReason;
}

interface Claimed extends EarlierClaim {
  readonly subscriber: SubscriberNow;
  readonly claim: Claim;
}

async function earlierClaim(ports: DeliverPorts, lane: Lane, id: string): Promise<EarlierClaim | undefined> {
  const entries: readonly SubscriberEntry[] = await ports.subscribers.newest(id, lookBackMax);
  for (const { event } of entries) {
    if (event.kind === "owed" && event.run === lane.run.id) {
      return { attempt: event.attempt, numbers: event.numbers, owedFor: event.reason };
    }
    if (event.kind === "mailed" && event.run === lane.run.id) return { attempt: event.attempt, numbers: event.numbers };
  }
  return undefined;
}

/** Claims a delivery by an entry in the subscriber's log. Undefined when the lane ended meanwhile. */
async function claim(
  ports: DeliverPorts,
  lane: Lane,
  id: string,
  earlier: EarlierClaim | undefined,
): Promise<Claimed | RefusalReason | undefined> {
  let hasWaited = false;
  for (;;) {
    const subscriber = await ports.subscribers.now(id);
    if (subscriber === undefined) return "unknown-subscriber";
    if (ports.clock.now() >= lane.run.staleAt) return refuseStale(ports, lane, id, earlier);
    const decided = await decide(lane, subscriber, earlier?.numbers);
    if (typeof decided === "string") return decided;
    if (!hasWaited) await lane.pace.next();
    hasWaited = true;
    if (lane.stopped !== undefined || ports.clock.now() >= lane.until) return undefined;
    const attempt = (earlier?.attempt ?? 0) + 1;
    const entry: SubscriberEntry = {
      number: subscriber.entry.number + 1,
      at: ports.clock.now(),
      event: { kind: "mailed", run: lane.run.id, attempt, numbers: decided.numbers },
      state: decided.state,
    };
    const isClaimed = await ports.subscribers.append(id, entry);
    if (isClaimed) return { attempt, numbers: decided.numbers, subscriber: { ...subscriber, entry }, claim: decided };
  }
}

async function decide(
  lane: Lane,
  subscriber: SubscriberNow,
  numbers: MailedNumbers | undefined,
): Promise<Claim | NoClaim> {
  const { state } = subscriber.entry;
  const { run, logs } = lane;
  const topics = run.kind === "alert" ? [run.topic] : state.subscriptions.map(({ topic }) => topic);
  await logs.refresh(topics);
  if (numbers !== undefined) return claimAgain(state, numbers, logs.views);
  return run.kind === "alert" ? claimAlert(state, run, logs.views) : claimDigest(state, run, logs.views);
}

async function submit(ports: DeliverPorts, lane: Lane, index: number, claimed: Claimed): Promise<SubmitAnswer> {
  const { subscriber, claim } = claimed;
  const { run, shard, first } = lane.slice;
  const mail = await lane.compose(claim, claim.state);
  const issuedAt = ports.clock.now();
  const cadence = lane.run.kind === "alert" ? "instant" : lane.run.cadence;
  const source = mail.fill({
    to: subscriber.address,
    leaveUrl: ports.links.url(leaveLink(subscriber.id, issuedAt, cadence, Object.keys(claim.items))),
    preferencesUrl: ports.links.url({ purpose: "preferences", subscriber: subscriber.id, issuedAt }),
  });
  const tags = { delivery: deliveryId({ run, shard, first, index }), attempt: String(claimed.attempt) };
  return ports.mailer.submit({ to: subscriber.address, source, tags });
}

/** Writes what an answer means. Says whether the delivery is settled: if not, the lane tries it again. */
async function settle(
  ports: DeliverPorts,
  lane: Lane,
  index: number,
  { attempt, numbers, subscriber }: Claimed,
  answer: SubmitAnswer,
): Promise<boolean> {
  lane.lostInARow = answer.kind === "lost" ? lane.lostInARow + 1 : 0;
  switch (answer.kind) {
    case "taken":
      await lane.outcomes.submitted(index, attempt);
      return true;
    case "refused":
      // Given back before it is written down as refused: should we stop in between, the log still tells both.
      await giveBack(ports, lane, subscriber.id, { attempt, numbers }, answer.reason);
      await lane.outcomes.write({ index, attempt, state: "refused", reason: answer.reason });
      return true;
    case "lost":
      await lane.outcomes.write({ index, attempt, state: "uncertain" });
      if (lane.lostInARow >= lostInARowMax) lane.stopped = "answers-lost";
      return true;
    case "throttled":
    case "unreached":
      await lane.outcomes.write({ index, attempt, state: "held" });
      lane.pace.hold(throttledWaitMs);
      return false;
    case "quota":
    case "account":
      await lane.outcomes.write({ index, attempt, state: "held" });
      lane.stopped = answer.kind === "quota" ? "quota" : answer.code;
      return true;
  }
}

async function refuseStale(
  ports: DeliverPorts,
  lane: Lane,
  id: string,
  earlier: EarlierClaim | undefined,
): Promise<"stale"> {
  lane.stale = true;
  if (earlier !== undefined) await giveBack(ports, lane, id, earlier, "stale");
  return "stale";
}

/** Owes to a subscriber what was claimed and will not be sent: the next digest brings it. */
async function giveBack(
  ports: DeliverPorts,
  lane: Lane,
  id: string,
  { attempt, numbers }: EarlierClaim,
  reason: RefusalReason,
): Promise<void> {
  await changeSubscriber(ports, id, async ({ entry }) => ({
    event: { kind: "owed", run: lane.run.id, attempt, reason, numbers },
    state: givenBack(entry.state, numbers),
  }));
}
