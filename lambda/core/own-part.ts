import type { TopicLogView, TopicLogViews } from "./claim.ts";
import { type SubscriberState, subscriptionTo } from "./subscriber.ts";

/**
 * The part of a topic's log that is a reader's by their subscription to it.
 *
 * Where logs go on in one topic, one subscription brings what comes there: that to the topic itself, from its start on;
 * else that to the topic which went on there first. The others end where they would go on there.
 */
export function ownPart(state: SubscriberState, topic: string, logs: TopicLogViews): TopicLogView {
  const view = logs(topic);
  const ends = (view.joins ?? []).flatMap((join) => {
    if (firstIn(state, join.topic, logs) !== topic) return [join.after];
    const other = subscriptionTo(state, join.topic);
    return other === undefined ? [] : [join.after + Math.max(0, other.start - join.at)];
  });
  if (ends.length === 0) return view;
  const tail = Math.min(view.tail, ...ends);
  return { tail, versions: (after) => view.versions(after).filter(({ number }) => number <= tail) };
}

/** Of the topics followed that go on in this one, the one that did first, if it comes so far. */
function firstIn(state: SubscriberState, target: string, logs: TopicLogViews): string | undefined {
  const candidates = state.subscriptions.flatMap(({ topic }) => {
    const joins = logs(topic).joins ?? [];
    const place = joins.findIndex((join) => join.topic === target);
    const comes = joins
      .slice(0, Math.max(0, place))
      .every((join) => subscriptionTo(state, join.topic) === undefined && firstIn(state, join.topic, logs) === topic);
    const at = joins[place]?.at;
    return at !== undefined && comes ? [{ topic, at }] : [];
  });
  return candidates.sort((a, b) => a.at - b.at)[0]?.topic;
}
