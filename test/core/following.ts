import type { TopicLogViews } from "#core/claim.ts";
import type { Version, VersionKind } from "#core/development.ts";
import { newState, type SubscriberState, type Subscription } from "#core/subscriber.ts";

/** A subscription to the harbour strike, daily from the beginning, unless said otherwise. */
export function subscription(said: Partial<Subscription> = {}): Subscription {
  return { topic: "harbour", cadence: "daily", signUp: 1, start: 0, mark: 0, brought: [], owed: [], ...said };
}

/** A reader in London with these subscriptions. */
export function following(...subscriptions: readonly Subscription[]): SubscriberState {
  return { ...newState("en", { zone: "Europe/London", hour: "07:00", weekday: 1 }), subscriptions };
}

/** A topic's log of these entries, numbered from 1. */
export function log(...entries: readonly (readonly [number, VersionKind, Version["importance"]?])[]): Version[] {
  return entries.map(([development, kind, importance = "notable"], index) => ({
    number: index + 1,
    development,
    kind,
    importance,
    recordedAt: index,
    headline: `Wording ${index + 1}`,
  }));
}

/** The views of these logs, by topic. */
export function views(logs: Readonly<Record<string, readonly Version[]>>): TopicLogViews {
  return (topic) => {
    const versions = logs[topic] ?? [];
    return { tail: versions.length, versions: (after) => versions.slice(after) };
  };
}
