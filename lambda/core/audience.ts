import { alertingOf } from "./alerting.ts";
import type { Cadence } from "./cadence.ts";
import { type DueGroup, groupName } from "./due.ts";
import { catchUpHour } from "./schedule.ts";
import type { LeftTopic, SubscriberState } from "./subscriber.ts";

/**
 * Audiences are named lists of subscribers, each spread over shards: who is due together, who follows a topic at once,
 * and who may have been mailed of it.
 *
 * The lists are an index over the subscribers' logs and may name more people than they should: whoever works through
 * one reads the log of each, and refuses those whose state does not belong there.
 */

/** The audience of the digests of one due group. */
export function dueAudience(group: DueGroup): string {
  return `due.${groupName(group)}`;
}

/** The name of the due group whose audience this is, or undefined for a topic's. */
export function groupOfAudience(audience: string): string | undefined {
  return audience.startsWith("due.") ? audience.slice("due.".length) : undefined;
}

/** The audience of a topic's alerts. */
export function alertAudience(topic: string): string {
  return `alert.${topic}`;
}

/** The audience of a topic's corrections: who follows it, and who has left it but follows something else. */
export function followersAudience(topic: string): string {
  return `followers.${topic}`;
}

/** The due groups to which a subscriber belongs: one a cadence, not one a topic. */
export function dueGroupsOf(state: SubscriberState): DueGroup[] {
  const { zone, hour, weekday } = state.schedule;
  const cadences = new Set(state.subscriptions.map((subscription) => subscription.cadence));
  return [...cadences].map((cadence): DueGroup => {
    if (cadence === "hourly") return { cadence };
    if (cadence === "weekly") return { cadence, weekday, hour, zone };
    if (cadence === "daily") return { cadence, hour, zone };
    return { cadence, hour: alertingOf(state).quiet?.to ?? catchUpHour, zone };
  });
}

/** The topics whose growth may give a subscriber's digests of this cadence something new. */
export function topicsOf(state: SubscriberState, cadence: Cadence): string[] {
  const followed = state.subscriptions.filter((subscription) => subscription.cadence === cadence);
  return [...new Set([...followed, ...mailedAndLeft(state)].map(({ topic }) => topic))];
}

/** The left topics of which something was mailed: its corrections come with whatever digest is next. */
function mailedAndLeft(state: SubscriberState): LeftTopic[] {
  return state.left.filter((left) => left.mailed !== undefined);
}

/** Every audience that must name this subscriber. */
export function audiencesOf(state: SubscriberState): string[] {
  // Whoever follows nothing any more gets nothing, not even a correction.
  if (state.subscriptions.length === 0) return [];
  const alerts = state.subscriptions.filter((subscription) => subscription.cadence === "instant");
  const followed = new Set([...state.subscriptions, ...mailedAndLeft(state)].map(({ topic }) => topic));
  return [
    ...dueGroupsOf(state).map(dueAudience),
    ...alerts.map(({ topic }) => alertAudience(topic)),
    ...[...followed].map(followersAudience),
  ];
}

/** The shard, from 0, in which a subscriber stands: FNV-1a over the id, so that no partition is hot. */
export function shardOf(subscriber: string, shards: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < subscriber.length; index++) {
    hash = Math.imul(hash ^ subscriber.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash % shards;
}
