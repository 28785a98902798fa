import { addressOf, isSlug, type Topic } from "#core/topic.ts";
import { readTitle } from "./add-topic.ts";
import type { Topics } from "./ports/topics.ts";

export type RenameTopicOutcome =
  | { readonly kind: "renamed"; readonly topic: Topic }
  | { readonly kind: "no-such-topic" }
  | { readonly kind: "refused"; readonly reason: "slug" | "title" }
  /** The slug names another topic, now or at some time before. */
  | { readonly kind: "taken"; readonly topic: Topic };

/**
 * Gives a topic another title, another slug in its addresses, or both.
 *
 * The slug by which logs and subscriptions know it stays, and so does every slug that it went by before: links in old
 * mails and articles lead on. The new slug is taken first, so that whoever stops halfway leaves one that leads here.
 */
export async function renameTopic(
  ports: { readonly topics: Topics },
  typed: { readonly topic: string; readonly title?: string; readonly slug?: string },
): Promise<RenameTopicOutcome> {
  const topic = await ports.topics.get(typed.topic);
  if (topic === undefined) return { kind: "no-such-topic" };
  const title = typed.title === undefined ? undefined : readTitle(typed.title);
  if (typed.title !== undefined && title === undefined) return { kind: "refused", reason: "title" };
  const { slug: address } = typed;
  if (address !== undefined && address !== addressOf(topic)) {
    if (!isSlug(address)) return { kind: "refused", reason: "slug" };
    const holder = await ports.topics.putAlias(address, topic.slug);
    if (holder !== undefined && holder.slug !== topic.slug) return { kind: "taken", topic: holder };
  }
  const change = { ...(title === undefined ? {} : { title }), ...(address === undefined ? {} : { address }) };
  const renamed = Object.keys(change).length === 0 ? topic : await ports.topics.change(topic.slug, change);
  return renamed === undefined ? { kind: "no-such-topic" } : { kind: "renamed", topic: renamed };
}
