import { parseFeed } from "@rowanmanning/feed-parser";
import { developmentsMax, type FoundDevelopment } from "#core/development.ts";
import type { FeedPace } from "#core/polling.ts";
import { cutAtWord, oneLine } from "../clean-text.ts";
import { webUrl } from "../web-url.ts";
import { type AtomPlace, atomEntry, atomLink, atomWords } from "./atom-entries.ts";
import { feedDevelopments } from "./feed-development.ts";
import { child, children, type FeedElement, feedElement } from "./feed-element.ts";
import { type FeedEntry, lineOf, type Written } from "./feed-entry.ts";
import { feedPace } from "./feed-pace.ts";
import { readJsonFeed } from "./json-feed.ts";
import { rssEntry } from "./rss-items.ts";
import { screenXml } from "./screen-xml.ts";

/** Longest title that is kept, in characters. */
const titleMaxLength = 300;

/** Longest note of a tombstone that is kept, in characters. */
const noteMaxLength = 1_000;

/** A development that a feed has taken back. */
export interface Tombstone {
  readonly key: string;
  readonly note?: string;
}

/** What a feed tells; or why nothing can be read from it. */
export type FeedReading =
  | {
      readonly title: string;
      /** In the feed's order, mostly the newest first. */
      readonly developments: readonly FoundDevelopment[];
      readonly leftOut: number;
      /** What it says to have deleted (RFC 6721). */
      readonly withdrawn?: readonly Tombstone[];
      /** Where it asks to be followed by WebSub, and under which address. */
      readonly hub?: string;
      readonly self?: string;
      readonly pace?: FeedPace;
      /** Its end is missing: what was whole has been read. */
      readonly isCut?: true;
    }
  | { readonly refused: string };

type Body = Omit<Exclude<FeedReading, { refused: string }>, "title" | "leftOut"> & { readonly title: string };

/**
 * Reads a feed: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed 1.0 and 1.1; its first items up to `developmentsMax`.
 *
 * @param url the address that it was fetched from: relative links start there, unless the feed says otherwise
 */
export function readFeed(text: string, url: string | undefined): FeedReading {
  if (text.trimStart().startsWith("{")) return readJson(text, url);
  const screened = screenXml(text, developmentsMax);
  if ("refused" in screened) return screened;
  const channel = parsed(screened.xml, url) ?? parsed(withChannel(screened.xml), url);
  if (channel === undefined) return { refused: "is not a well-formed feed" };
  const { title, ...body } = channel.root.name === "feed" ? readAtom(channel.root, url) : readRss(channel, url);
  const { leftOut, isCut } = screened;
  return { title: titleOf(title), ...body, leftOut, ...(isCut ? { isCut } : {}) };
}

function readJson(text: string, url: string | undefined): FeedReading {
  const feed = readJsonFeed(text, url, developmentsMax);
  if (feed === undefined) return { refused: "is no JSON that a feed has, or is cut off in the middle" };
  const { title, entries, ...more } = feed;
  return {
    title: titleOf(lineOf({ text: title, form: "either" })),
    developments: feedDevelopments(entries, url),
    ...more,
  };
}

interface Channel {
  readonly root: FeedElement;
  /** What holds the feed's own words: in Atom the root itself. */
  readonly element: FeedElement;
}

/** The parser throws on what it cannot read, and only then: everything it gives is read from a tree it has built. */
function parsed(xml: string, url: string | undefined): Channel | undefined {
  try {
    const { element } = parseFeed(xml);
    if (element.name === "feed") {
      const root = feedElement(element, url);
      return { root, element: root };
    }
    const root = feedElement(element.parent ?? element, undefined);
    return { root, element: child(root, "channel") ?? root };
  } catch {
    return undefined;
  }
}

/** The parser wants a channel; a few feeds of the first kind have none. */
function withChannel(xml: string): string {
  return /<channel[\s>]/i.test(xml) ? xml : xml.replace(/<rss(?:\s[^>]*)?>/i, "$&<channel></channel>");
}

function readAtom(root: FeedElement, url: string | undefined): Body {
  const isOld =
    /^0\.[123]$/.test(root.attributes["version"] ?? "") ||
    /purl\.org\/atom\/ns#/i.test(JSON.stringify(root.attributes));
  const link = atomLink(root, url);
  const base = url ?? link;
  const place: AtomPlace = { isOld, base };
  const entries = children(root, "entry").map((entry) => atomEntry(entry, place));
  const withdrawn = children(root, "deleted-entry", "at").flatMap((stone) => tombstone(stone) ?? []);
  const body = bodyOf(root, entries, base, url);
  return {
    ...body,
    title: lineOf(atomWords(child(root, "title"), place)),
    ...(withdrawn.length === 0 ? {} : { withdrawn }),
  };
}

function readRss({ root, element }: Channel, url: string | undefined): Body {
  const link = children(element, "link").find(({ text }) => text.trim() !== "");
  const base = webUrl(link?.text.replace(/\s+/g, ""), element.base ?? url) ?? url;
  // RSS 1.0 puts its items beside the channel, 2.0 inside it; feeds mix that up.
  const items = [...children(element, "item"), ...(root === element ? [] : children(root, "item"))];
  const entries = items.map((item) => rssEntry(item, base));
  const title = child(element, "title", "plain", "dc", "itunes");
  const written: Written | undefined = title && { text: title.text, form: title.isMarkup ? "html" : "either" };
  return { ...bodyOf(element, entries, base, url), title: lineOf(written) };
}

function bodyOf(
  element: FeedElement,
  entries: readonly FeedEntry[],
  base: string | undefined,
  url: string | undefined,
): Omit<Body, "title"> {
  const hub = linkTo(element, "hub", url);
  const self = linkTo(element, "self", url);
  const pace = feedPace(element);
  return {
    developments: feedDevelopments(entries, base),
    ...(hub === undefined ? {} : { hub }),
    ...(self === undefined ? {} : { self }),
    ...(pace === undefined ? {} : { pace }),
  };
}

function linkTo(element: FeedElement, rel: string, url: string | undefined): string | undefined {
  const links = children(element, "link", "plain", "atom");
  const link = links.find(({ attributes }) => attributes["rel"]?.trim().toLowerCase() === rel);
  return webUrl(link?.attributes["href"], link?.base ?? url);
}

function tombstone(element: FeedElement): Tombstone | undefined {
  const key = element.attributes["ref"]?.trim() ?? "";
  const note = cutAtWord(oneLine(child(element, "comment", "at")?.text ?? ""), noteMaxLength);
  if (key === "") return undefined;
  return note === "" ? { key } : { key, note };
}

function titleOf(words: string): string {
  return cutAtWord(words || "Untitled feed", titleMaxLength);
}
