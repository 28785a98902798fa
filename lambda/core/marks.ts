import type { LeftTopic, MailedNumbers, SubscriberState, Subscription } from "./subscriber.ts";

/**
 * The numbers that a digest owes this subscription: all after the mark up to the tail, less what alerts brought, plus
 * what is owed. Ascending.
 */
export function newNumbers(subscription: Subscription, tail: number): number[] {
  const beyond: number[] = [];
  for (let number = subscription.mark + 1; number <= tail; number++) {
    if (!subscription.brought.includes(number)) beyond.push(number);
  }
  return [...subscription.owed, ...beyond];
}

/** Whether the subscription has been served this number: it was mailed, or is void. */
export function isServed({ start, mark, brought, owed }: Subscription, number: number): boolean {
  return number > start && (number <= mark ? !owed.includes(number) : brought.includes(number));
}

/** All that the subscription has been served, ascending. */
export function mailedNumbers(subscription: Subscription): number[] {
  const { start, mark, brought, owed } = subscription;
  const numbers = new Set(brought);
  for (let number = start + 1; number <= mark; number++) numbers.add(number);
  for (const number of owed) numbers.delete(number);
  return [...numbers].sort(ascending);
}

/**
 * The subscription after a digest that was composed when the topic's tail was `tail`.
 *
 * An alert may have brought what is beyond that tail: its sender had looked later.
 */
export function served(subscription: Subscription, tail: number): Subscription {
  const mark = Math.max(subscription.mark, tail);
  return filledUp({ ...subscription, mark, owed: [] }, subscription.brought);
}

/** The subscription after a mail with just these numbers: an alert, or a correction told at once. */
export function alerted(subscription: Subscription, numbers: readonly number[]): Subscription {
  const owed = subscription.owed.filter((number) => !numbers.includes(number));
  return filledUp({ ...subscription, owed }, [...subscription.brought, ...numbers]);
}

/** The mark goes on over what alerts have filled up. */
function filledUp(subscription: Subscription, numbers: readonly number[]): Subscription {
  let { mark } = subscription;
  const brought = new Set(numbers.filter((number) => number > mark));
  while (brought.delete(mark + 1)) mark += 1;
  return { ...subscription, mark, brought: [...brought].sort(ascending) };
}

/** The left topic after these numbers of it were told. */
export function toldAfterLeaving(left: LeftTopic, numbers: readonly number[]): LeftTopic {
  return { ...left, mailed: union(left.mailed ?? [], numbers) };
}

/** The state after numbers that were claimed turned out not to be sent: the next digest brings them. */
export function givenBack(state: SubscriberState, numbers: MailedNumbers): SubscriberState {
  return {
    ...state,
    subscriptions: state.subscriptions.map((subscription) => {
      const back = numbers[subscription.topic]?.filter((number) => number > subscription.start);
      if (back === undefined || back.length === 0) return subscription;
      const owed = new Set([...subscription.owed, ...back.filter((number) => number <= subscription.mark)]);
      return {
        ...subscription,
        brought: subscription.brought.filter((number) => !back.includes(number)),
        owed: [...owed].sort(ascending),
      };
    }),
    left: state.left.map((left) => withoutNumbers(left, numbers[left.topic] ?? [])),
  };
}

function withoutNumbers(left: LeftTopic, numbers: readonly number[]): LeftTopic {
  const { mailed, ...rest } = left;
  const remaining = mailed?.filter((number) => !numbers.includes(number)) ?? [];
  return remaining.length === 0 ? rest : { ...rest, mailed: remaining };
}

/** The numbers of both, ascending. */
export function union(a: readonly number[], b: readonly number[]): number[] {
  return [...new Set([...a, ...b])].sort(ascending);
}

function ascending(a: number, b: number): number {
  return a - b;
}
