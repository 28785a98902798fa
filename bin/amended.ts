import { followersWords } from "./audience.ts";
import { cut } from "./cut.ts";
import type { Seen } from "./seen-change.ts";

/** Why a development can be neither corrected nor withdrawn, where that is plain already. */
export function amendRefusal({ topic, development }: Seen): string | undefined {
  if (development?.kind !== "withdrawn") return undefined;
  return `Development ${development.number} of ${topic} is withdrawn already.`;
}

/**
 * Who is told of a correction or a withdrawal.
 *
 * How many were mailed the older words stands in each reader's own log alone, so it is said how many follow.
 */
export function amendedAudience(seen: Seen, atOnce: boolean): string {
  const { number = 0, headline = "" } = seen.development ?? {};
  const when = atOnce ? "at once" : "with their next digest";
  return `development ${number} says “${cut(headline)}”. Whoever was mailed it is told ${when}; the topic's followers: ${followersWords(seen)}`;
}
