import type { Link } from "#core/link.ts";
import { type Merges, mergedFamily } from "#core/merge.ts";
import { forgotten, type SubscriberState, subscriptionTo, without } from "#core/subscriber.ts";
import type { Topic } from "#core/topic.ts";
import { type ChangePorts, changeSubscriber } from "./change-subscriber.ts";
import type { Links } from "./ports/links.ts";
import type { Topics } from "./ports/topics.ts";

export interface LeavePorts extends ChangePorts {
  readonly topics: Topics;
  readonly links: Links;
}

export type LeaveOutcome =
  /** These topics are not followed any more, since now or since an earlier press. */
  { readonly kind: "left"; readonly topics: readonly Topic[] } | { readonly kind: "forged" };

/** Leaves what a link names. Once this has answered, no mail is claimed for it any more. Twice is once. */
export async function leave(ports: LeavePorts, token: string): Promise<LeaveOutcome> {
  const link = ports.links.open(token);
  if (link?.purpose !== "leave") return { kind: "forged" };
  const changed = await changeSubscriber(ports, link.subscriber, async ({ entry }) => {
    const followed = followedBy(entry.state, link, await ports.topics.merges());
    const corrected = await correctedSince(ports, entry.state, link);
    if (followed.length + corrected.length === 0) return "nothing";
    const after = forgotten(without(entry.state, followed, entry.number + 1), corrected);
    return { event: { kind: "left", topics: [...followed, ...corrected] }, state: after };
  });
  // Nothing is known of them any more, so they left long ago: leave links hold for ever.
  const named =
    changed === undefined || typeof changed === "string" || changed.entry.event.kind !== "left"
      ? []
      : changed.entry.event.topics;
  const topics = await Promise.all(
    [...new Set([...(link.topics ?? []), ...named])].map((slug) => ports.topics.get(slug)),
  );
  return { kind: "left", topics: topics.filter((topic) => topic !== undefined) };
}

/**
 * The topics that were left before the link was made: its mail brought a correction of them, and no more shall come.
 *
 * An older link, pressed again, is from a mail of before they left, and changes nothing.
 */
async function correctedSince(ports: LeavePorts, state: SubscriberState, link: Link): Promise<string[]> {
  const named = state.left.filter(({ topic, mailed }) => mailed !== undefined && link.topics?.includes(topic));
  const entries = await Promise.all(named.map(({ number }) => ports.subscribers.entry(link.subscriber, number)));
  return named
    .filter(({ topic }, place) => {
      const leftAt = entries[place]?.at;
      return subscriptionTo(state, topic) === undefined && leftAt !== undefined && link.issuedAt > leftAt;
    })
    .map(({ topic }) => topic);
}

/**
 * These topics, and with each all that have become one story with it: who leaves one leaves the story.
 *
 * Or the one that is left would begin to bring what the other has brought.
 */
export function withFamilies(state: SubscriberState, topics: readonly string[], merges: Merges): string[] {
  const families = new Set(topics.flatMap((topic) => mergedFamily(merges, topic)));
  return state.subscriptions.map(({ topic }) => topic).filter((topic) => families.has(topic));
}

/** Which of the stories that the link names are followed. */
export function followedBy(state: SubscriberState, link: Link, merges: Merges): string[] {
  const atCadence = state.subscriptions.filter(({ cadence }) => cadence === link.cadence);
  return withFamilies(state, link.topics ?? atCadence.map(({ topic }) => topic), merges);
}
