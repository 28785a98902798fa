import { audiencesOf, shardOf } from "#core/audience.ts";
import type { Outcome } from "#core/delivery.ts";
import type { Instant } from "#core/instant.ts";
import { newNumbers } from "#core/marks.ts";
import type { Run } from "#core/run.ts";
import type {
  MailedNumbers,
  SubscriberEntry,
  SubscriberState,
  Subscription,
  SuppressionReason,
} from "#core/subscriber.ts";
import type { Clock } from "./ports/clock.ts";
import type { ConsentRecord, Keeping } from "./ports/keeping.ts";
import type { Ledger } from "./ports/ledger.ts";
import type { Subscribers, Suppressions } from "./ports/subscribers.ts";
import type { TopicLog } from "./ports/topics.ts";

export interface ReadSubscriberPorts {
  readonly subscribers: Subscribers;
  readonly suppressions: Suppressions;
  readonly topicLog: TopicLog;
  readonly ledger: Ledger;
  readonly keeping: Pick<Keeping, "consents">;
  readonly clock: Clock;
}

/** A subscription, and what the next mail will bring. */
export interface SubscriptionView extends Subscription {
  readonly tail: number;
  /** The numbers of the topic's log that they have not had: owed ones among them. */
  readonly waiting: readonly number[];
}

/** What a run came to for one subscriber. */
export interface ReadDelivery {
  readonly run: Run;
  /** Undefined while it waits. */
  readonly outcome?: Outcome;
  /** What its newest claim brings or brought, and when it was made. */
  readonly claim?: { readonly at: Instant; readonly numbers: MailedNumbers };
}

export type SubscriberView =
  | {
      readonly kind: "unknown";
      readonly suppressed?: SuppressionReason;
      /** What those had agreed to who had the address and are forgotten. */
      readonly consents?: readonly ConsentRecord[];
    }
  | {
      readonly kind: "known";
      readonly id: string;
      readonly createdAt: Instant;
      /** By the log or by the hash: each of them alone keeps the address from being mailed. */
      readonly suppressed?: SuppressionReason;
      readonly state: SubscriberState;
      readonly subscriptions: readonly SubscriptionView[];
      /** The last due first. */
      readonly deliveries: readonly ReadDelivery[];
      /** The newest entries of their log, newest first. */
      readonly log: readonly SubscriberEntry[];
    };

/** Entries of the log that are looked at: a daily reader's of a month, and more. */
const entriesMax = 50;

/** How far back runs are looked for that brought them nothing, in milliseconds. */
const lookBackMs = 7 * 24 * 60 * 60 * 1000;

/** Most closed runs that are looked through for them, and most that are told. */
const runsLookedAtMax = 1000;
const deliveriesMax = 20;

/**
 * What is so of the holder of an address: what they follow, what they were mailed, and why they were not.
 *
 * The log tells what was claimed for them, in one question. What came of it is read from the ledger, from their slice of
 * each run; there too stands why a run brought them nothing.
 *
 * @param address trimmed and lower-cased
 */
export async function readSubscriber(ports: ReadSubscriberPorts, address: string): Promise<SubscriberView> {
  const [suppression, subscriber] = await Promise.all([
    ports.suppressions.reason(address),
    ports.subscribers.byAddress(address),
  ]);
  const log = subscriber === undefined ? [] : await ports.subscribers.newest(subscriber.id, entriesMax);
  const state = log[0]?.state;
  const suppressed = suppression ?? state?.suppressed;
  const reason = suppressed === undefined ? {} : { suppressed };
  if (subscriber === undefined || state === undefined) {
    const consents = await ports.keeping.consents(address);
    return { kind: "unknown", ...reason, ...(consents.length === 0 ? {} : { consents }) };
  }
  const subscriptions = await Promise.all(
    state.subscriptions.map(async (subscription): Promise<SubscriptionView> => {
      const tail = await ports.topicLog.tail(subscription.topic);
      return { ...subscription, tail, waiting: newNumbers(subscription, tail) };
    }),
  );
  const deliveries = await lastDeliveries(ports, subscriber.id, log);
  return {
    kind: "known",
    ...{ id: subscriber.id, createdAt: subscriber.createdAt },
    ...reason,
    ...{ state, subscriptions, deliveries, log },
  };
}

async function lastDeliveries(
  { ledger, clock }: ReadSubscriberPorts,
  id: string,
  log: readonly SubscriberEntry[],
): Promise<readonly ReadDelivery[]> {
  const claims = newestClaims(log);
  const audiences = new Set(log.flatMap(({ state }) => audiencesOf(state)));
  const [open, closed, mailed] = await Promise.all([
    ledger.openRuns(),
    ledger.closedRuns(clock.now() - lookBackMs, runsLookedAtMax),
    Promise.all([...claims.keys()].map((run) => ledger.run(run))),
  ]);
  const runs = new Map<string, Run>();
  for (const run of mailed) if (run !== undefined) runs.set(run.id, run);
  for (const run of [...open, ...closed.map((one) => one.run)]) if (audiences.has(run.audience)) runs.set(run.id, run);

  const found: ReadDelivery[] = [];
  for (const run of [...runs.values()].sort((a, b) => b.dueAt - a.dueAt)) {
    if (found.length === deliveriesMax) break;
    const slice = await ledger.sliceOf(run.id, shardOf(id, run.shards), id);
    // Who came after the run was planned has no part in it.
    if (slice === undefined) continue;
    const outcome = (await ledger.outcomes(slice)).get(slice.members.indexOf(id));
    const claim = claims.get(run.id);
    found.push({
      run,
      ...(outcome === undefined ? {} : { outcome }),
      ...(claim === undefined ? {} : { claim }),
    });
  }
  return found;
}

/** Each run's newest claim in the log. */
function newestClaims(log: readonly SubscriberEntry[]): Map<string, NonNullable<ReadDelivery["claim"]>> {
  const claims = new Map<string, NonNullable<ReadDelivery["claim"]>>();
  for (const { at, event } of log.toReversed()) {
    if (event.kind === "mailed") claims.set(event.run, { at, numbers: event.numbers });
  }
  return claims;
}
