import * as z from "zod";
import { webUrl } from "../web-url.ts";
import type { FeedEntry } from "./feed-entry.ts";

/** What a JSON Feed says of itself, and its items. */
export interface JsonFeed {
  readonly title: string;
  readonly entries: readonly FeedEntry[];
  readonly leftOut: number;
  readonly hub?: string;
  readonly self?: string;
}

/** A field that counts only where it is what it should be: one bad field does not spoil an item. */
const text = z.string().optional().catch(undefined);

const item = z.object({
  id: z
    .union([z.string(), z.number().transform(String)])
    .optional()
    .catch(undefined),
  url: text,
  external_url: text,
  title: text,
  content_html: text,
  content_text: text,
  summary: text,
  date_published: text,
  date_modified: text,
});

const feed = z.object({
  version: z.string().regex(/jsonfeed\.org\/version\//),
  title: text,
  home_page_url: text,
  feed_url: text,
  items: z.array(z.unknown()),
  hubs: z
    .array(z.object({ type: text, url: text }).catch({}))
    .optional()
    .catch(undefined),
});

/** Whether a text that begins as JSON is meant to be a JSON Feed. */
export function looksLikeJsonFeed(text: string): boolean {
  return /^\s*\{/.test(text) && /"version"\s*:\s*"https?:\\?\/\\?\/jsonfeed\.org/.test(text);
}

/** A JSON Feed 1.0 or 1.1, its first items up to `itemsMax`; undefined where it is none. */
export function readJsonFeed(json: string, url: string | undefined, itemsMax: number): JsonFeed | undefined {
  const parsed = feed.safeParse(parse(json));
  if (!parsed.success) return undefined;
  const { title, home_page_url, feed_url, items, hubs } = parsed.data;
  const base = webUrl(home_page_url, url) ?? url;
  const hub = webUrl(hubs?.find(({ type }) => type?.toLowerCase() === "websub")?.url, url);
  const self = webUrl(feed_url, url);
  return {
    title: title ?? "",
    entries: items.slice(0, itemsMax).flatMap((each) => entryOf(each, base) ?? []),
    leftOut: Math.max(0, items.length - itemsMax),
    ...(hub === undefined ? {} : { hub }),
    ...(self === undefined ? {} : { self }),
  };
}

function entryOf(given: unknown, base: string | undefined): FeedEntry | undefined {
  const parsed = item.safeParse(given);
  if (!parsed.success) return undefined;
  const { id, title, content_html, content_text, summary, date_published, date_modified, ...links } = parsed.data;
  return {
    // The title is plain text by the standard, and HTML in many feeds.
    title: title === undefined ? undefined : { text: title, form: "either" },
    contents: [
      ...(content_html === undefined ? [] : [{ text: content_html, form: "html" } as const]),
      ...(content_text === undefined ? [] : [{ text: content_text, form: "plain" } as const]),
      ...(summary === undefined ? [] : [{ text: summary, form: "plain" } as const]),
    ],
    id: id?.trim() || undefined,
    url: webUrl(links.url, base) ?? webUrl(links.external_url, base),
    dates: [date_published, date_modified],
    source: undefined,
  };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
