import { type Related, relatedKeptMax, sameRelated } from "#core/related.ts";
import type { Topics } from "./ports/topics.ts";

/**
 * Keeps on its topic what an article leads to, for "what to read next": the newest reading wins.
 *
 * Where it says what is kept already, or leads nowhere, nothing is written: a feed knows of no such links, and one article
 * without them takes none from another of the same topic. Those of a topic that goes on in another are kept there.
 */
export async function keepRelated(
  { topics }: { readonly topics: Pick<Topics, "get" | "change"> },
  slug: string,
  read: readonly Related[] | undefined,
): Promise<void> {
  const related = (read ?? []).slice(0, relatedKeptMax);
  if (related.length === 0) return;
  const named = await topics.get(slug);
  const topic = named?.mergedInto === undefined ? named : await topics.get(named.mergedInto);
  if (topic === undefined || sameRelated(topic.related ?? [], related)) return;
  await topics.change(topic.slug, { related });
}
