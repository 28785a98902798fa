import type { Cadence } from "#core/cadence.ts";
import { isExpired, type Link, type LinkPurpose } from "#core/link.ts";
import { mergedFamily } from "#core/merge.ts";
import type { Schedule } from "#core/schedule.ts";
import { type SubscriberState, subscriptionTo, subscriptionToAny, wasLeft } from "#core/subscriber.ts";
import type { Topic } from "#core/topic.ts";
import { followedBy } from "./leave.ts";
import type { Clock } from "./ports/clock.ts";
import type { Links } from "./ports/links.ts";
import type { Subscribers } from "./ports/subscribers.ts";
import type { Topics } from "./ports/topics.ts";

export interface OpenLinkPorts {
  readonly subscribers: Subscribers;
  readonly topics: Topics;
  readonly links: Links;
  readonly clock: Clock;
}

export type OpenedLink =
  /** Not ours, of another purpose, or of someone we know nothing of any more. */
  | { readonly kind: "forged" }
  | { readonly kind: "expired"; readonly topic?: Topic }
  | {
      readonly kind: "confirm";
      readonly topic: Topic;
      readonly cadence: Cadence;
      readonly state: "asked" | "confirmed" | "left";
    }
  | { readonly kind: "leave"; readonly topics: readonly Topic[]; readonly state: "following" | "left" }
  | {
      readonly kind: "preferences";
      readonly schedule: Schedule;
      readonly subscriptions: readonly { readonly topic: Topic; readonly cadence: Cadence }[];
    };

/** Says what a link is for, changing nothing: scanners press every link of a mail. */
export async function openLink(ports: OpenLinkPorts, token: string, purpose: LinkPurpose): Promise<OpenedLink> {
  const link = ports.links.open(token);
  if (link === undefined || link.purpose !== purpose) return { kind: "forged" };
  const expired = isExpired(link, ports.clock.now());
  if (purpose === "confirm") return openConfirm(ports, link, expired);
  if (expired) return { kind: "expired" };
  const now = await ports.subscribers.now(link.subscriber);
  // Nothing is known any more of who left long ago, but leave links hold for ever.
  if (purpose === "leave") return openLeave(ports, link, now?.entry.state);
  if (now === undefined) return { kind: "forged" };
  const { state } = now.entry;
  const subscriptions = await Promise.all(
    state.subscriptions.map(async ({ topic, cadence }) => ({ topic: await ports.topics.get(topic), cadence })),
  );
  const known = subscriptions.flatMap(({ topic, cadence }) => {
    // Who follows both of two topics that have become one sees it once.
    const isTwice = topic?.mergedInto !== undefined && subscriptionTo(state, topic.mergedInto) !== undefined;
    return topic === undefined || isTwice ? [] : [{ topic, cadence }];
  });
  return { kind: "preferences", schedule: state.schedule, subscriptions: known };
}

async function openLeave(ports: OpenLinkPorts, link: Link, state: SubscriberState | undefined): Promise<OpenedLink> {
  const followed = state === undefined ? [] : followedBy(state, link, await ports.topics.merges());
  const topics = await Promise.all((link.topics ?? followed).map((slug) => ports.topics.get(slug)));
  return {
    kind: "leave",
    topics: topics.filter((topic) => topic !== undefined),
    state: followed.length > 0 ? "following" : "left",
  };
}

async function openConfirm(ports: OpenLinkPorts, link: Link, expired: boolean): Promise<OpenedLink> {
  if (link.signUp === undefined) return { kind: "forged" };
  const entry = await ports.subscribers.entry(link.subscriber, link.signUp);
  const request = entry?.event.kind === "signed-up" ? entry.event.request : undefined;
  const topic = request === undefined ? undefined : await ports.topics.get(request.topic);
  if (expired) return topic === undefined ? { kind: "expired" } : { kind: "expired", topic };
  const state = (await ports.subscribers.now(link.subscriber))?.entry.state;
  if (request === undefined || topic === undefined || state === undefined) return { kind: "forged" };
  const family = mergedFamily(await ports.topics.merges(), topic.slug);
  const existing = subscriptionToAny(state, family);
  if (existing !== undefined && existing.signUp >= link.signUp) {
    return { kind: "confirm", topic, cadence: existing.cadence, state: "confirmed" };
  }
  const { signUp } = link;
  const left = family.some((one) => wasLeft(state, one, signUp));
  return { kind: "confirm", topic, cadence: request.cadence, state: left ? "left" : "asked" };
}
