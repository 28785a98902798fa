import type { Instant } from "./instant.ts";
import type { Related } from "./related.ts";

/** A running story that readers can follow. */
export interface Topic {
  /** The name in addresses: see `isSlug`. */
  readonly slug: string;
  /** The name that readers see. */
  readonly title: string;
  readonly createdAt: Instant;
  /** What to read next, as the newest of its articles says. */
  readonly related?: readonly Related[];
}

/** Longest slug in characters: run ids carry it, and SES allows 256 characters for the tag made from them. */
export const slugMaxLength = 60;

/** Longest title in characters: a subject line still shows it beside the lead development. */
export const titleMaxLength = 120;

/** Whether `text` can name a topic: lower-case letters, digits and single hyphens between them. */
export function isSlug(text: string): boolean {
  return text.length <= slugMaxLength && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text);
}
