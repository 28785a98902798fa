import type { Instant } from "./instant.ts";

/** A running story that readers can follow. */
export interface Topic {
  /** The name that logs, runs and subscriptions know it by: see `isSlug`. It never changes. */
  readonly slug: string;
  /** The slug that readers see in addresses, where it has been renamed. */
  readonly address?: string;
  /** The name that readers see. */
  readonly title: string;
  readonly createdAt: Instant;
  /** Set once the story has ended: nobody can sign up and nothing new is published. */
  readonly closed?: Closing;
  /** The topic that it goes on in: title and address are that topic's. */
  readonly mergedInto?: string;
}

/** When a topic was closed, and what its editor says of it. */
export interface Closing {
  readonly at: Instant;
  readonly note?: string;
}

/** What changes in a topic; what is left out stays. */
export interface TopicChange {
  readonly title?: string;
  readonly address?: string;
  readonly closed?: Closing | "open";
  readonly mergedInto?: string;
}

/** The slug that stands in addresses. */
export function addressOf({ slug, address }: Pick<Topic, "slug" | "address">): string {
  return address ?? slug;
}

/** The topic after a change. */
export function changedTopic({ closed, ...topic }: Topic, change: TopicChange): Topic {
  const { closed: closing = closed, ...rest } = change;
  return { ...topic, ...rest, ...(closing === undefined || closing === "open" ? {} : { closed: closing }) };
}

/** Longest slug in characters: run ids carry it, and SES allows 256 characters for the tag made from them. */
export const slugMaxLength = 60;

/** Longest title in characters: a subject line still shows it beside the lead development. */
export const titleMaxLength = 120;

/** Whether `text` can name a topic: lower-case letters, digits and single hyphens between them. */
export function isSlug(text: string): boolean {
  return text.length <= slugMaxLength && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text);
}
