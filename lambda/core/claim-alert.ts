import { alertingOf, countedAlert, isOverBudget, isQuiet } from "./alerting.ts";
import type { Claim, NoClaim, TopicLogView } from "./claim.ts";
import { latestVersions, type Version } from "./development.ts";
import { type DigestItem, digestItems } from "./digest.ts";
import type { Instant } from "./instant.ts";
import { alerted, isServed, union } from "./marks.ts";
import type { AlertRun } from "./run.ts";
import { type SubscriberState, type Subscription, subscriptionTo } from "./subscriber.ts";

/**
 * What an alert brings to a subscriber: of the run's versions those that they want at once and have not had.
 *
 * What their quiet hours, their budget or their wish for big news only holds back stays new: the catch-up brings it.
 */
export function claimAlert(
  state: SubscriberState,
  run: AlertRun,
  { versions }: TopicLogView,
  now: Instant,
): Claim | NoClaim {
  const subscription = subscriptionTo(state, run.topic);
  if (subscription === undefined) return "left";
  if (subscription.cadence !== "instant") return "moved";
  const log = versions(run.from - 1);
  const worthy = alertNumbers(log, run.upTo).filter((number) => number > subscription.start);
  const numbers = worthy.filter((number) => !isServed(subscription, number));
  const news = digestItems(log, new Set(numbers), subscription.start).filter((item) => item.label === "new");
  const wanted = alertingOf(state).bigNewsOnly ? news.filter(isBreaking) : news;
  if (wanted.length === 0) return "nothing-new";
  const found = wanted.filter((item) => !waitsForQuiet(state, item, now));
  if (found.length === 0) return "quiet";
  if (isOverBudget(state, now)) return "over-budget";

  const told = new Set(found.map((item) => item.version.development));
  const brought = log.filter((version) => told.has(version.development)).map(({ number }) => number);
  const after = alerted(subscription, union(brought, voidNumbers(versions(subscription.mark), subscription)));
  const subscriptions = state.subscriptions.map((other) => (other.topic === run.topic ? after : other));
  return {
    items: { [run.topic]: found },
    numbers: { [run.topic]: brought },
    state: { ...state, subscriptions, alertsOn: countedAlert(state, now) },
  };
}

/**
 * The numbers that an alert planned up to `upTo` may bring: every version of those developments that are first told
 * among `versions` up to there, stand, and are more than *routine* in their latest version.
 *
 * A version beyond `upTo` belongs to them where it rewords one of these: its words are the ones that are mailed.
 */
export function alertNumbers(versions: readonly Version[], upTo: number): number[] {
  const first = versions[0]?.number ?? 0;
  const worthy = new Set(
    latestVersions(versions)
      .filter((version) => version.development >= first && version.development <= upTo)
      .filter((version) => version.kind !== "withdrawn" && version.importance !== "routine")
      .map((version) => version.development),
  );
  return versions.filter((version) => worthy.has(version.development)).map(({ number }) => number);
}

/**
 * The numbers that nobody will tell this reader of: updates of what they were mailed, and what was withdrawn unseen.
 * They are served along with an alert, or the mark would never get over them and the state would grow with every alert;
 * they are none of its numbers, as there is nothing in them to give back.
 */
function voidNumbers(versions: readonly Version[], subscription: Subscription): number[] {
  const unserved = versions.filter(({ number }) => !isServed(subscription, number));
  const numbers = new Set(unserved.map(({ number }) => number));
  const telling = new Set(digestItems(versions, numbers, subscription.start).map((item) => item.version.development));
  return unserved.filter(({ development }) => !telling.has(development)).map(({ number }) => number);
}

/** Whether the reader's quiet hours hold an item back now. */
export function waitsForQuiet(state: SubscriberState, item: DigestItem, now: Instant): boolean {
  return isQuiet(state, now) && !(alertingOf(state).breakingPasses && isBreaking(item));
}

function isBreaking({ version }: DigestItem): boolean {
  return version.importance === "breaking";
}
