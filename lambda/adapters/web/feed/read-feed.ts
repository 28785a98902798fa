import { parseFeed } from "@rowanmanning/feed-parser";
import { developmentsMax, type FoundDevelopment, headlineMaxLength, textMaxLength } from "#core/development.ts";
import { attributionOf } from "../article/attribution.ts";
import { headlineAndRest } from "../article/headline.ts";
import { firstLine, withFirstLine } from "../article/list-item.ts";
import { cutAtWord, oneLine } from "../clean-text.ts";
import { distinct } from "../distinct.ts";
import { limitedHtml } from "../limited-html.ts";
import { momentOf } from "../moment.ts";
import { dropStart, lineText, type Passage, passagesText } from "../passage.ts";
import { passagesFromHtml } from "../passages-from-html.ts";
import { webUrl } from "../web-url.ts";
import { screenXml } from "./screen-xml.ts";

type Feed = ReturnType<typeof parseFeed>;
type FeedItem = Feed["items"][number];

/** Longest title that is kept, in characters. */
const titleMaxLength = 300;

/** Longest guid that names a development, in characters: it is kept with each of its versions. */
const keyMaxLength = 512;

/** Longest markup of one item that is read, in characters: some feeds carry whole pages with their pictures inside. */
const markupMaxLength = 500_000;

/** A feed's title and its items; or why nothing can be read from it. */
export type FeedReading =
  | { readonly title: string; readonly developments: readonly FoundDevelopment[]; readonly leftOut: number }
  | { readonly refused: string };

/** Reads an RSS or Atom feed, its first items up to `developmentsMax`. Relative links start from `url`. */
export function readFeed(text: string, url: string | undefined): FeedReading {
  const screened = screenXml(text, developmentsMax);
  if ("refused" in screened) return screened;
  const feed = parsed(screened.xml);
  if (feed === undefined) return { refused: "is not a well-formed feed" };
  const base = webUrl(feed.url ?? undefined, url) ?? url;
  return {
    title: cutAtWord(wordsOf(feed.title) || "Untitled feed", titleMaxLength),
    developments: distinct(feed.items.flatMap((item) => developmentOf(item, base) ?? [])),
    leftOut: screened.leftOut,
  };
}

/** The parser throws on what it cannot read, and only then: everything it gives is read from a tree it has built. */
function parsed(xml: string): Feed | undefined {
  try {
    return parseFeed(xml);
  } catch {
    return undefined;
  }
}

function developmentOf(item: FeedItem, base: string | undefined): FoundDevelopment | undefined {
  const url = webUrl(item.url ?? undefined, base);
  const passages = passagesOfItem(item, url ?? base);
  const title = wordsOf(item.title);
  const told = title === "" ? headlineAndRest(passages) : { headline: title, rest: withoutHeadline(passages, title) };
  if (told.headline === "") return undefined;
  const text = limitedHtml(told.rest, textMaxLength);
  const key = item.id?.trim() || url;
  const attribution =
    sourceOf(item) ?? attributionOf(told.headline, passagesText(told.rest).slice(0, textMaxLength))?.attribution;
  const publishedAt = publishedAtOf(item);
  return {
    headline: cutAtWord(told.headline, headlineMaxLength),
    ...(text === undefined ? {} : { text }),
    ...(url === undefined ? {} : { url }),
    ...(attribution === undefined ? {} : { attribution }),
    ...(publishedAt === undefined ? {} : { publishedAt }),
    ...(key === undefined || key.length > keyMaxLength ? {} : { key }),
  };
}

function passagesOfItem(item: FeedItem, baseUrl: string | undefined): Passage[] {
  const html = (item.content ?? item.description ?? "").slice(0, markupMaxLength);
  return passagesFromHtml(html, baseUrl === undefined ? {} : { baseUrl });
}

/** The passages without a first line, or its beginning, that only says the headline again. */
function withoutHeadline(passages: readonly Passage[], headline: string): readonly Passage[] {
  const line = firstLine(passages);
  const text = line === undefined ? "" : lineText(line);
  const bare = headline.replace(/[\s.…]+$/, "");
  if (line === undefined || !text.toLowerCase().startsWith(bare.toLowerCase())) return passages;
  const length = bare.length + (/^[\s.…:|–—-]*/.exec(text.slice(bare.length))?.[0].length ?? 0);
  const isWholeSentence = length === text.length || /[.…:|–—]/.test(text.slice(bare.length, length));
  return isWholeSentence ? withFirstLine(passages, dropStart(line, length)) : passages;
}

/** RSS names in `source` the feed that an item was taken from. */
function sourceOf(item: FeedItem): string | undefined {
  const source = item.element.findElementWithName("source");
  const title = source?.findElementWithName("title") ?? source;
  return cutAtWord(oneLine(title?.textContentNormalized ?? ""), 120) || undefined;
}

/** The first of the item's dates that names its zone: the parser itself would read the others in this machine's. */
function publishedAtOf(item: FeedItem): number | undefined {
  for (const name of ["pubdate", "published", "issued", "date", "updated", "modified"]) {
    const at = momentOf(item.element.findElementWithName(name)?.textContent);
    if (at !== undefined) return at;
  }
  return undefined;
}

/** A title's words: feeds write markup into titles, with and without saying so. */
function wordsOf(title: string | null): string {
  const html = (title ?? "").slice(0, markupMaxLength);
  return html.includes("<") ? passagesText(passagesFromHtml(html)) || oneLine(html) : oneLine(html);
}
