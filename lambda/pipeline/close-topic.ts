import type { Topic } from "#core/topic.ts";
import type { Clock } from "./ports/clock.ts";
import type { Topics } from "./ports/topics.ts";

export interface CloseTopicPorts {
  readonly topics: Topics;
  readonly clock: Clock;
}

export type CloseTopicOutcome =
  | { readonly kind: "changed"; readonly topic: Topic }
  /** It was closed, or open, before. Only a new note was taken. */
  | { readonly kind: "known"; readonly topic: Topic }
  | { readonly kind: "no-such-topic" };

/**
 * Closes a topic: its story has ended. Nobody can sign up any more and nothing new is published; corrections and
 * withdrawals reach those who follow it still.
 *
 * @param note what readers are told of the end, in the editor's words
 */
export async function closeTopic(
  ports: CloseTopicPorts,
  { topic: slug, note }: { readonly topic: string; readonly note?: string },
): Promise<CloseTopicOutcome> {
  const topic = await ports.topics.get(slug);
  if (topic === undefined) return { kind: "no-such-topic" };
  const said = note ?? topic.closed?.note;
  const closed = { at: topic.closed?.at ?? ports.clock.now(), ...(said === undefined ? {} : { note: said }) };
  const after = (await ports.topics.change(topic.slug, { closed })) ?? topic;
  return { kind: topic.closed === undefined ? "changed" : "known", topic: after };
}

/** Opens a closed topic again, as if it had never been closed. */
export async function reopenTopic(ports: CloseTopicPorts, slug: string): Promise<CloseTopicOutcome> {
  const topic = await ports.topics.get(slug);
  if (topic === undefined) return { kind: "no-such-topic" };
  if (topic.closed === undefined) return { kind: "known", topic };
  return { kind: "changed", topic: (await ports.topics.change(topic.slug, { closed: "open" })) ?? topic };
}
