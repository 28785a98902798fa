import { type ArticleReading, readHtmlArticle, readTextArticle } from "./article/read-article.ts";
import { oneLine } from "./clean-text.ts";
import { decodeText } from "./decode-text.ts";
import { looksLikeJsonFeed } from "./feed/json-feed.ts";
import { type FeedReading, readFeed } from "./feed/read-feed.ts";
import type { ReadBytes } from "./read-bytes.ts";
import { readInput } from "./read-input.ts";

/** What an input tells; or, in one sentence for people, why it is refused. */
export type NewsReading =
  | ({ readonly kind: "article" } & Exclude<ArticleReading, { refused: string }>)
  | ({ readonly kind: "feed" } & Exclude<FeedReading, { refused: string }>)
  | { readonly refused: string };

/** Longest HTML that is read, in characters: the tree built from it takes some twenty times as much memory. */
const htmlMaxLength = 8_000_000;

/** Longest plain text that is read, in characters: an article has some thousand. */
const textMaxLength = 2_000_000;

/**
 * The developments in an article or a feed.
 *
 * Whether it is a feed, a page or plain text is seen from its content, not from its name. An article is refused when
 * it has no list headed "Latest developments"; a feed without items is read and tells nothing.
 *
 * @param input the path of a file, a `file:` address, or one of the web
 */
export async function readNews(input: string): Promise<NewsReading> {
  const read = await readInput(input);
  const reading = "refused" in read ? read : newsIn(read, nameOfFile(input));
  return "refused" in reading ? { refused: `${named(input)} ${reading.refused}.` } : reading;
}

/**
 * The same for an input that has been read already; a refusal is the words that follow its name.
 *
 * @param name what an article is called that has no title and no address
 */
export function newsIn(read: Exclude<ReadBytes, { refused: string }>, name?: string): NewsReading {
  const text = decodeText(read.bytes, read.charset)?.replace(/^\ufeff/, "");
  if (text === undefined) return { refused: "is no feed and no article: it is not text" };
  if (text.trim() === "") return { refused: "is empty" };
  switch (formOf(text)) {
    case "feed":
      return withKind("feed", readFeed(text, read.url));
    case "html":
      if (text.length > htmlMaxLength) return { refused: "is too long to be an article" };
      return titled(readHtmlArticle(text, read.url), read.url, name);
    case "text":
      if (text.length > textMaxLength) return { refused: "is too long to be an article" };
      return titled(readTextArticle(text), read.url, name);
    case "other":
      return { refused: "is no feed and no article" };
  }
}

/** What a text is, by its first element or, where it has none, by the elements in it. */
function formOf(text: string): "feed" | "html" | "text" | "other" {
  const start = afterProlog(text);
  if (looksLikeJsonFeed(start)) return "feed";
  if (/^<(?:rss|feed|rdf:rdf|\w+:feed)[\s>]/i.test(start)) return "feed";
  if (/^<(?:!doctype html|html|head|body)\b/i.test(start)) return "html";
  if (/^\s*<\?xml/.test(text)) return "other";
  if (/<(?:html|body|article|main|section|div|p|h[1-6]|ul|ol|li)(?:\s[^<>]{0,2000})?>/i.test(text)) return "html";
  return start.startsWith("<") || isJson(start) ? "other" : "text";
}

/** The text after XML's declaration, comments, processing instructions and a document type that is not HTML's. */
function afterProlog(text: string): string {
  let rest = text.trimStart();
  for (;;) {
    const end = rest.startsWith("<?")
      ? "?>"
      : rest.startsWith("<!--")
        ? "-->"
        : /^<!doctype(?!\s+html)/i.test(rest)
          ? /^[^>[]*\[/.test(rest)
            ? "]"
            : ">"
          : undefined;
    if (end === undefined) return rest.replace(/^>\s*/, "");
    const at = rest.indexOf(end);
    if (at === -1) return rest;
    rest = rest.slice(at + end.length).trimStart();
  }
}

function isJson(text: string): boolean {
  if (!/^[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** An article without a title is called by the host that it comes from, or by its file. */
function titled(reading: ArticleReading, url: string | undefined, name: string | undefined): NewsReading {
  if ("refused" in reading) return reading;
  const host = url === undefined ? undefined : new URL(url).hostname.replace(/^www\./, "");
  return { kind: "article", ...reading, title: reading.title || host || oneLine(name ?? "") || "Latest developments" };
}

/** The last part of a path or address. */
function nameOfFile(input: string): string {
  return /([^/\\]+?)[/\\]*$/.exec(input.slice(-500))?.[1] ?? "";
}

function withKind<Kind extends string, Reading extends object>(
  kind: Kind,
  reading: Reading | { readonly refused: string },
): ({ readonly kind: Kind } & Reading) | { readonly refused: string } {
  return "refused" in reading ? reading : { kind, ...reading };
}

function named(input: string): string {
  return oneLine(input).slice(0, 200) || "The input";
}
