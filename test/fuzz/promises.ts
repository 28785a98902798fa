import sanitizeHtml from "sanitize-html";
import type { NewsReading } from "#adapters/web/read-news.ts";
import { developmentsMax, type FoundDevelopment, headlineMaxLength, textMaxLength } from "#core/development.ts";

const allowed = {
  allowedTags: ["p", "a", "strong", "em", "ul", "ol", "li", "blockquote"],
  allowedAttributes: { a: ["href"] },
};

/** What is promised of every reading, whatever it was read from: the first promise that this one breaks. */
export function brokenPromise(news: NewsReading): string | undefined {
  if ("refused" in news) return news.refused === "" ? "a refusal without words" : undefined;
  if (news.developments.length > developmentsMax) return "more developments than are taken";
  if (news.kind === "article") {
    if (news.developments.length === 0) return "an article without developments";
    if (!(news.sure >= 0 && news.sure <= 1)) return `sure by ${news.sure}`;
    for (const { url } of news.related ?? []) if (!/^https?:\/\//.test(url)) return `a related link to ${url}`;
  }
  for (const development of news.developments) {
    const broken = brokenBy(development);
    if (broken !== undefined) return broken;
  }
  return undefined;
}

function brokenBy({ headline, text, url, publishedAt, key }: FoundDevelopment): string | undefined {
  if (!/\S/.test(headline) || headline.length > headlineMaxLength) return `a headline of ${headline.length} characters`;
  if (/[\p{Cc}\u202a-\u202e\u2066-\u2069]|\s{2}/u.test(headline))
    return `a headline that is not clean: ${JSON.stringify(headline)}`;
  if (text !== undefined) {
    if (text.length > textMaxLength) return `a text of ${text.length} characters`;
    if (sanitizeHtml(text, allowed) !== text) return `a text that is not limited: ${text.slice(0, 200)}`;
    for (const [, href = ""] of text.matchAll(/<a href="([^"]*)"/g))
      if (!/^https?:\/\//.test(href)) return `a link to ${href}`;
  }
  if (url !== undefined && !/^https?:$/.test(new URL(url).protocol)) return `an address ${url}`;
  if (publishedAt !== undefined && !Number.isInteger(publishedAt)) return `a time ${publishedAt}`;
  return key !== undefined && key.length > 2_000 ? "a key too long" : undefined;
}
