import { dueAudience, dueGroupsOf } from "./audience.ts";
import { latestVersions, type Version } from "./development.ts";
import { type DigestItem, digestItems } from "./digest.ts";
import { alerted, newNumbers, served } from "./marks.ts";
import type { AlertRun, DigestRun } from "./run.ts";
import { type MailedNumbers, type SubscriberState, type Subscription, subscriptionTo } from "./subscriber.ts";

/** Why a run has nothing for a subscriber. */
export type NoClaim = "left" | "moved" | "suppressed" | "nothing-new" | "already-today";

/** What a mail of a run brings to one subscriber, and what is so of them once it is claimed. */
export interface Claim {
  /** By topic, newest first; every topic has at least one item. */
  readonly items: Readonly<Record<string, readonly DigestItem[]>>;
  readonly numbers: MailedNumbers;
  readonly state: SubscriberState;
}

/** A topic's log as far as a claim needs it. */
export interface TopicLogView {
  readonly tail: number;
  /** The versions numbered above `after`, in order. */
  readonly versions: (after: number) => readonly Version[];
}

/** Gives the view of a topic's log; the same view for the same topic throughout a claim. */
export type TopicLogViews = (topic: string) => TopicLogView;

/**
 * What the digests of `run` bring to a subscriber, read from the newest entry of their log.
 *
 * The state decides, not the list that named the subscriber: whoever has left, changed the cadence or moved to another
 * hour or zone since is refused here.
 */
export function claimDigest(state: SubscriberState, run: DigestRun, logs: TopicLogViews): Claim | NoClaim {
  if (state.suppressed !== undefined) return "suppressed";
  if (state.subscriptions.length === 0) return "left";
  if (!dueGroupsOf(state).some((group) => dueAudience(group) === run.audience)) return "moved";
  const lastDate = state.lastDates[run.cadence];
  if (run.localDate !== undefined && lastDate !== undefined && lastDate >= run.localDate) return "already-today";

  const items: Record<string, readonly DigestItem[]> = {};
  const numbers: Record<string, readonly number[]> = {};
  const subscriptions = state.subscriptions.map((subscription) => {
    if (subscription.cadence !== run.cadence) return subscription;
    const { tail, versions } = logs(subscription.topic);
    const fresh = newNumbers(subscription, tail);
    const [lowest] = fresh;
    if (lowest === undefined) return subscription;
    const found = digestItems(versions(lowest - 1), new Set(fresh), subscription.start);
    if (found.length === 0) return subscription;
    items[subscription.topic] = found;
    numbers[subscription.topic] = fresh;
    return served(subscription, tail);
  });
  if (Object.keys(items).length === 0) return "nothing-new";
  const lastDates =
    run.localDate === undefined ? state.lastDates : { ...state.lastDates, [run.cadence]: run.localDate };
  return { items, numbers, state: { ...state, subscriptions, lastDates } };
}

/** What an alert brings to a subscriber: of the run's versions those that are worth it and that they have not had. */
export function claimAlert(state: SubscriberState, run: AlertRun, logs: TopicLogViews): Claim | NoClaim {
  if (state.suppressed !== undefined) return "suppressed";
  const subscription = subscriptionTo(state, run.topic);
  if (subscription === undefined) return "left";
  if (subscription.cadence !== "instant") return "moved";
  const versions = logs(run.topic).versions(run.from - 1);
  const worthy = alertNumbers(versions, run.upTo).filter((number) => isUnserved(subscription, number));
  const found = digestItems(versions, new Set(worthy), subscription.start).filter((item) => item.label === "new");
  if (found.length === 0) return "nothing-new";
  const told = toldNumbers(versions, found).filter((number) => isUnserved(subscription, number));
  const numbers = [...told, ...voidNumbers(logs(run.topic).versions(subscription.mark), subscription)].sort(ascending);
  const after = alerted(subscription, numbers);
  const subscriptions = state.subscriptions.map((other) => (other.topic === run.topic ? after : other));
  return { items: { [run.topic]: found }, numbers: { [run.topic]: numbers }, state: { ...state, subscriptions } };
}

/**
 * What a claim brings when it is made again: SES certainly did not take the mail of the attempt before.
 *
 * The state has served these numbers already. What has come since of the same developments goes with them: a correction
 * is in the words, and what was withdrawn meanwhile is told of to nobody. Who has left a topic since gets nothing of it.
 */
export function claimAgain(state: SubscriberState, numbers: MailedNumbers, logs: TopicLogViews): Claim | NoClaim {
  if (state.suppressed !== undefined) return "suppressed";
  const items: Record<string, readonly DigestItem[]> = {};
  const again: Record<string, readonly number[]> = {};
  const subscriptions = state.subscriptions.map((subscription) => {
    const { topic, start } = subscription;
    // Who has left and come back since begins anew.
    const claimed = (numbers[topic] ?? []).filter((number) => number > start);
    const [lowest] = claimed;
    if (lowest === undefined) return subscription;
    const versions = logs(topic).versions(lowest - 1);
    const since = numbersSince(versions, claimed).filter((number) => isUnserved(subscription, number));
    again[topic] = [...claimed, ...since];
    const found = digestItems(versions, new Set(again[topic]), start);
    if (found.length > 0) items[topic] = found;
    return alerted(subscription, since);
  });
  if (Object.keys(items).length > 0) return { items, numbers: again, state: { ...state, subscriptions } };
  return Object.keys(again).length > 0 ? "nothing-new" : "left";
}

/** The numbers above all of `claimed` that are versions of the same developments. */
function numbersSince(versions: readonly Version[], claimed: readonly number[]): number[] {
  const highest = Math.max(...claimed);
  const developments = new Set(versions.filter((v) => claimed.includes(v.number)).map((v) => v.development));
  return versions.filter((v) => v.number > highest && developments.has(v.development)).map((v) => v.number);
}

/**
 * The numbers up to `upTo` that an alert brings: every version of those developments that are first told among
 * `versions`, stand, and are more than *routine* in their latest version.
 */
export function alertNumbers(versions: readonly Version[], upTo: number): number[] {
  const first = versions[0]?.number ?? 0;
  const worthy = new Set(
    latestVersions(versions)
      .filter((version) => version.development >= first && version.development <= upTo)
      .filter((version) => version.kind !== "withdrawn" && version.importance !== "routine")
      .map((version) => version.development),
  );
  return versions.filter((v) => v.number <= upTo && worthy.has(v.development)).map((v) => v.number);
}

/** The numbers of every version of what `items` tell: they show the newest words, so that no older ones are owed. */
function toldNumbers(versions: readonly Version[], items: readonly DigestItem[]): number[] {
  const told = new Set(items.map((item) => item.version.development));
  return versions.filter((version) => told.has(version.development)).map((version) => version.number);
}

/**
 * The numbers after the mark that say nothing to this reader: updates of what they had, what was withdrawn before they
 * got it. They are served with the next mail, or each would keep what alerts brought since from joining the mark.
 *
 * @param versions the topic's log after the mark
 */
function voidNumbers(versions: readonly Version[], subscription: Subscription): number[] {
  const unserved = versions.filter((version) => isUnserved(subscription, version.number));
  const numbers = new Set(unserved.map((version) => version.number));
  const telling = digestItems(versions, numbers, subscription.start).map((item) => item.version.development);
  return unserved.filter((version) => !telling.includes(version.development)).map((version) => version.number);
}

function ascending(a: number, b: number): number {
  return a - b;
}

function isUnserved(subscription: Subscription, number: number): boolean {
  return number > subscription.mark && !subscription.brought.includes(number);
}
