import type { Cadence } from "#core/cadence.ts";
import { isExpired } from "#core/link.ts";
import { mergedFamily } from "#core/merge.ts";
import type { Schedule } from "#core/schedule.ts";
import { confirmed, subscriptionToAny, wasLeft } from "#core/subscriber.ts";
import type { Topic } from "#core/topic.ts";
import { type ChangePorts, changeSubscriber } from "./change-subscriber.ts";
import type { Links } from "./ports/links.ts";
import type { TopicLog, Topics } from "./ports/topics.ts";

export interface ConfirmPorts extends ChangePorts {
  readonly topics: Topics;
  readonly topicLog: TopicLog;
  readonly links: Links;
}

export type ConfirmOutcome =
  /** They are in, now or since an earlier press. */
  | {
      readonly kind: "confirmed";
      readonly topic: Topic;
      readonly cadence: Cadence;
      readonly schedule: Schedule;
      readonly preferencesUrl: string;
    }
  /** They were in and left after this sign-up. Nothing was changed. */
  | { readonly kind: "left"; readonly topic: Topic }
  | { readonly kind: "expired"; readonly topic?: Topic }
  | { readonly kind: "forged" }
  | { readonly kind: "suppressed"; readonly topic: Topic }
  /** The story has ended since they signed up. Nothing was changed. */
  | { readonly kind: "closed"; readonly topic: Topic }
  /** They follow as many topics as one can. */
  | { readonly kind: "too-many" };

/** Confirms the sign-up that a link names. Each press gives the same answer until the subscription is left. */
export async function confirm(ports: ConfirmPorts, token: string): Promise<ConfirmOutcome> {
  const link = ports.links.open(token);
  if (link?.purpose !== "confirm" || link.signUp === undefined) return { kind: "forged" };
  const { subscriber: id, signUp } = link;
  const entry = await ports.subscribers.entry(id, signUp);
  const request = entry?.event.kind === "signed-up" ? entry.event.request : undefined;
  const topic = request === undefined ? undefined : await ports.topics.get(request.topic);
  if (isExpired(link, ports.clock.now())) return topic === undefined ? { kind: "expired" } : { kind: "expired", topic };
  if (request === undefined || topic === undefined) return { kind: "forged" };

  const family = mergedFamily(await ports.topics.merges(), topic.slug);
  const [target = topic.slug] = family;
  const subscriber = await ports.subscribers.get(id);
  if (subscriber === undefined) return { kind: "forged" };
  if (!(await ports.subscribers.keep(subscriber))) return { kind: "forged" };
  const changed = await changeSubscriber(ports, id, async ({ entry: { state } }) => {
    if (state.suppressed !== undefined) return "suppressed";
    if (family.some((one) => wasLeft(state, one, signUp))) return "left";
    const existing = subscriptionToAny(state, family);
    if (existing !== undefined && existing.signUp >= signUp) return "confirmed";
    if (topic.closed !== undefined && existing === undefined) return "closed";
    // Who follows a topic that goes on in this one follows it already: that subscription takes the newer cadence.
    const followed = existing?.topic ?? target;
    const asked = { ...request, topic: followed };
    const after = confirmed(state, asked, signUp, existing?.mark ?? (await ports.topicLog.tail(target)));
    if (after === "too-many") return after;
    return { event: { kind: "confirmed", topic: followed, signUp }, state: after };
  });
  if (changed === undefined) return { kind: "forged" };
  if (changed === "too-many") return { kind: "too-many" };
  if (changed === "suppressed" || changed === "left" || changed === "closed") return { kind: changed, topic };
  return answer(ports, id, topic, family);
}

async function answer(
  ports: ConfirmPorts,
  id: string,
  topic: Topic,
  family: readonly string[],
): Promise<ConfirmOutcome> {
  const state = (await ports.subscribers.now(id))?.entry.state;
  const subscription = state === undefined ? undefined : subscriptionToAny(state, family);
  if (state === undefined || subscription === undefined) return { kind: "left", topic };
  return {
    kind: "confirmed",
    topic,
    cadence: subscription.cadence,
    schedule: state.schedule,
    preferencesUrl: ports.links.url({ purpose: "preferences", subscriber: id, issuedAt: ports.clock.now() }),
  };
}
