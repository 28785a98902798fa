import { isPaused } from "./alerting.ts";
import { dueAudience, dueGroupsOf } from "./audience.ts";
import { claimAlert, waitsForQuiet } from "./claim-alert.ts";
import { claimCorrection, correctionsAfterLeaving } from "./claim-correction.ts";
import type { Version } from "./development.ts";
import { type DigestItem, digestItems } from "./digest.ts";
import type { Instant } from "./instant.ts";
import { alerted, givenBack, isServed, newNumbers, served, toldAfterLeaving, union } from "./marks.ts";
import type { Join } from "./merge.ts";
import { ownPart } from "./own-part.ts";
import type { DigestRun, Run } from "./run.ts";
import type { MailedNumbers, SubscriberState } from "./subscriber.ts";

/** Why a run has nothing for a subscriber. */
export type NoClaim =
  | "left"
  | "moved"
  | "suppressed"
  | "nothing-new"
  | "already-today"
  | "paused"
  | "quiet"
  | "over-budget";

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
  /** Where it goes on in other topics' logs, lowest first. */
  readonly joins?: readonly Join[];
}

/** Gives the view of a topic's log; the same view for the same topic throughout a claim. */
export type TopicLogViews = (topic: string) => TopicLogView;

/** The topics whose logs a claim of this run may look at. */
export function topicsToRead(state: SubscriberState, run: Run): string[] {
  if (run.kind !== "digest") return [run.topic];
  const left = state.left.filter(({ mailed }) => mailed !== undefined);
  return [...new Set([...state.subscriptions, ...left].map(({ topic }) => topic))];
}

/** The topics whose logs it may look at besides, once the run's own is read: where that goes on in another topic's. */
export function topicsBeside(state: SubscriberState, run: Run, logs: TopicLogViews): string[] {
  if (run.kind === "digest" || logs(run.topic).joins === undefined) return [];
  return state.subscriptions.map(({ topic }) => topic);
}

/**
 * What a run brings to a subscriber, read from the newest entry of their log.
 *
 * The state decides, not the list that named the subscriber: whoever has left, changed the cadence or moved to another
 * hour or zone since is refused here.
 */
export function claimFor(state: SubscriberState, run: Run, logs: TopicLogViews, now: Instant): Claim | NoClaim {
  if (state.suppressed !== undefined) return "suppressed";
  if (state.subscriptions.length === 0) return "left";
  if (isPaused(state, run.kind === "digest" ? run.dueAt : now)) return "paused";
  switch (run.kind) {
    case "digest":
      return claimDigest(state, run, logs);
    case "alert":
      return claimAlert(state, run, ownPart(state, run.topic, logs), now);
    case "correction":
      return claimCorrection(state, run, logs(run.topic), now);
  }
}

function claimDigest(state: SubscriberState, run: DigestRun, logs: TopicLogViews): Claim | NoClaim {
  if (!dueGroupsOf(state).some((group) => dueAudience(group) === run.audience)) return "moved";
  const lastDate = state.lastDates[run.cadence];
  if (run.localDate !== undefined && lastDate !== undefined && lastDate >= run.localDate) return "already-today";

  const items: Record<string, readonly DigestItem[]> = {};
  const numbers: Record<string, readonly number[]> = {};
  const subscriptions = state.subscriptions.map((subscription) => {
    if (subscription.cadence !== run.cadence) return subscription;
    const { tail, versions } = ownPart(state, subscription.topic, logs);
    const fresh = newNumbers(subscription, tail);
    const [lowest] = fresh;
    if (lowest === undefined) return subscription;
    const found = digestItems(versions(lowest - 1), new Set(fresh), subscription.start);
    if (found.length === 0) return subscription;
    items[subscription.topic] = found;
    numbers[subscription.topic] = fresh;
    return served(subscription, tail);
  });
  const left = state.left.map((one) => {
    const corrections = one.mailed && correctionsAfterLeaving(one, logs(one.topic).versions);
    if (corrections === undefined) return one;
    items[one.topic] = [...(items[one.topic] ?? []), ...corrections.items].sort(newestFirst);
    numbers[one.topic] = union(numbers[one.topic] ?? [], corrections.numbers);
    return toldAfterLeaving(one, corrections.numbers);
  });
  if (Object.keys(items).length === 0) return "nothing-new";
  const lastDates =
    run.localDate === undefined ? state.lastDates : { ...state.lastDates, [run.cadence]: run.localDate };
  return { items, numbers, state: { ...state, subscriptions, left, lastDates } };
}

/**
 * What a claim brings when it is made again: SES certainly did not take the mail of the attempt before.
 *
 * The state has served these numbers already. What they tell of is told in its newest words, so the versions that came
 * since are served with them. Who has left a topic since gets nothing of it, and it does not count as mailed.
 */
export function claimAgain(
  state: SubscriberState,
  run: Run,
  numbers: MailedNumbers,
  logs: TopicLogViews,
  now: Instant,
): Claim | NoClaim {
  if (state.suppressed !== undefined) return "suppressed";
  if (state.subscriptions.length === 0) return "left";
  if (isPaused(state, now)) return "paused";
  const items: Record<string, readonly DigestItem[]> = {};
  const again: Record<string, readonly number[]> = {};
  let after = state;
  let isFollowed = false;
  for (const [topic, claimed] of Object.entries(numbers)) {
    const found = topicAgain(after, topic, claimed, logs(topic));
    after = found.state;
    isFollowed ||= found.numbers.length > 0;
    if (found.items.length === 0) continue;
    items[topic] = found.items;
    again[topic] = found.numbers;
  }
  const told = Object.values(items).flat();
  if (run.kind !== "digest" && told.some((item) => waitsForQuiet(state, item, now))) return "quiet";
  if (told.length > 0) return { items, numbers: again, state: after };
  return isFollowed ? "nothing-new" : "left";
}

interface TopicAgain {
  readonly items: readonly DigestItem[];
  readonly numbers: readonly number[];
  readonly state: SubscriberState;
}

/** One topic of a claim that is made again. */
function topicAgain(
  state: SubscriberState,
  topic: string,
  claimed: readonly number[],
  { versions }: TopicLogView,
): TopicAgain {
  let items: readonly DigestItem[] = [];
  let numbers: readonly number[] = [];
  const subscriptions = state.subscriptions.map((subscription) => {
    // Who has left and come back since begins anew.
    const own = claimed.filter((number) => number > subscription.start);
    const [lowest] = own;
    if (subscription.topic !== topic || lowest === undefined) return subscription;
    const log = versions(lowest - 1);
    const told = new Set(log.filter(({ number }) => own.includes(number)).map(({ development }) => development));
    const since = log.filter((version) => told.has(version.development) && !isServed(subscription, version.number));
    numbers = union(
      own,
      since.map(({ number }) => number),
    );
    items = digestItems(log, new Set(numbers), subscription.start);
    return alerted(subscription, numbers);
  });
  // Corrections told after leaving are told again; what was new is not, where the topic was left since the claim.
  const before = givenBack(state, { [topic]: claimed }).left;
  const left = state.left.map((one, place) => {
    const isTouched = one.topic === topic && one.mailed?.some((number) => claimed.includes(number)) === true;
    const back = before[place];
    if (!isTouched || back === undefined) return one;
    const corrections = correctionsAfterLeaving(back, versions);
    if (corrections === undefined) return back;
    items = [...items, ...corrections.items].sort(newestFirst);
    numbers = union(numbers, corrections.numbers);
    return toldAfterLeaving(back, corrections.numbers);
  });
  return { items, numbers, state: { ...state, subscriptions, left } };
}

function newestFirst(a: DigestItem, b: DigestItem): number {
  return b.version.number - a.version.number;
}
