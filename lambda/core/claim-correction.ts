import type { Claim, NoClaim, TopicLogView } from "./claim.ts";
import { waitsForQuiet } from "./claim-alert.ts";
import { type DigestItem, digestItems } from "./digest.ts";
import type { Instant } from "./instant.ts";
import { alerted, isServed, toldAfterLeaving } from "./marks.ts";
import type { CorrectionRun } from "./run.ts";
import { type LeftTopic, type SubscriberState, subscriptionTo } from "./subscriber.ts";

/**
 * What a correction told at once brings to a subscriber who was mailed the development, whatever their cadence, and
 * also where they have left the topic since.
 *
 * Quiet hours hold it back; it does not count as an alert. To whom it is not told here, the next digest tells it.
 */
export function claimCorrection(
  state: SubscriberState,
  run: CorrectionRun,
  { versions }: TopicLogView,
  now: Instant,
): Claim | NoClaim {
  const subscription = subscriptionTo(state, run.topic);
  const left = state.left.find(({ topic }) => topic === run.topic);
  if (subscription === undefined && left === undefined) return "left";
  const isFollowed = subscription !== undefined && isServed(subscription, run.development);
  const isLeft = left?.mailed?.includes(run.development) === true;
  if (!isFollowed && !isLeft) return "nothing-new";

  const log = versions(run.development - 1);
  const isTold = (number: number) => (isFollowed ? isServed(subscription, number) : left?.mailed?.includes(number));
  const untold = log.filter(({ development, number }) => development === run.development && !isTold(number));
  const numbers = untold.map(({ number }) => number);
  const found = digestItems(log, new Set(numbers), 0);
  if (found.length === 0) return "nothing-new";
  if (found.some((item) => waitsForQuiet(state, item, now))) return "quiet";
  const after = isFollowed
    ? { subscriptions: state.subscriptions.map((one) => (one === subscription ? alerted(one, numbers) : one)) }
    : { left: state.left.map((one) => (one === left ? toldAfterLeaving(one, numbers) : one)) };
  return { items: { [run.topic]: found }, numbers: { [run.topic]: numbers }, state: { ...state, ...after } };
}

/** What a digest tells of a topic that was left: corrections and withdrawals of what the reader was mailed of it. */
export function correctionsAfterLeaving(
  { mailed }: LeftTopic,
  versions: TopicLogView["versions"],
): { readonly items: readonly DigestItem[]; readonly numbers: readonly number[] } | undefined {
  const [lowest] = mailed ?? [];
  if (mailed === undefined || lowest === undefined) return undefined;
  const had = new Set(mailed);
  const log = versions(lowest - 1);
  const untold = log.filter(({ development, number }) => had.has(development) && !had.has(number));
  const numbers = untold.map(({ number }) => number);
  const items = digestItems(log, new Set(numbers), 0);
  return items.length === 0 ? undefined : { items, numbers };
}
