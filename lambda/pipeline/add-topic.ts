import { isSlug, type Topic, titleMaxLength } from "#core/topic.ts";
import type { Clock } from "./ports/clock.ts";
import type { Topics } from "./ports/topics.ts";

export type AddTopicOutcome =
  | { readonly kind: "added"; readonly topic: Topic }
  /** It was there already, under the same title. */
  | { readonly kind: "known"; readonly topic: Topic }
  | { readonly kind: "refused"; readonly reason: "slug" | "title" }
  /** Its slug belongs to a topic of another title. */
  | { readonly kind: "taken"; readonly topic: Topic };

export interface AddTopicPorts {
  readonly topics: Topics;
  readonly clock: Clock;
}

/** A title on one line, or undefined where it is none or too long. */
export function readTitle(typed: string): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const title = typed.replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ").trim();
  return title === "" || title.length > titleMaxLength ? undefined : title;
}

/** Adds a topic. Twice with the same title is once. */
export async function addTopic(ports: AddTopicPorts, typed: { slug: string; title: string }): Promise<AddTopicOutcome> {
  if (!isSlug(typed.slug)) return { kind: "refused", reason: "slug" };
  const title = readTitle(typed.title);
  if (title === undefined) return { kind: "refused", reason: "title" };
  const known = await ports.topics.get(typed.slug);
  const topic = known ?? (await ports.topics.put({ slug: typed.slug, title, createdAt: ports.clock.now() }));
  if (topic.title !== title) return { kind: "taken", topic };
  return { kind: known === undefined ? "added" : "known", topic };
}
