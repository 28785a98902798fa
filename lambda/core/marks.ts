import type { MailedNumbers, SubscriberState, Subscription } from "./subscriber.ts";

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

/** The subscription after a digest that was composed when the topic's tail was `tail`. */
export function served(subscription: Subscription, tail: number): Subscription {
  return { ...subscription, mark: Math.max(subscription.mark, tail), brought: [], owed: [] };
}

/** The subscription after an alert with these numbers. The mark goes on over what alerts have filled up. */
export function alerted(subscription: Subscription, numbers: readonly number[]): Subscription {
  const brought = new Set([...subscription.brought, ...numbers.filter((number) => number > subscription.mark)]);
  let mark = subscription.mark;
  while (brought.delete(mark + 1)) mark += 1;
  return { ...subscription, mark, brought: [...brought].sort(ascending) };
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
  };
}

function ascending(a: number, b: number): number {
  return a - b;
}
