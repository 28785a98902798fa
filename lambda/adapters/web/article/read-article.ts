import { load } from "cheerio/slim";
import { developmentsMax, type FoundDevelopment } from "#core/development.ts";
import { cutAtWord, oneLine } from "../clean-text.ts";
import { distinct } from "../distinct.ts";
import { linesOf, lineText, type Passage } from "../passage.ts";
import { passagesOf } from "../passages-from-html.ts";
import { webUrl } from "../web-url.ts";
import { foundDevelopment } from "./found-development.ts";
import { latestDevelopments } from "./latest-developments.ts";
import { isNestedTooDeeply } from "./nesting.ts";
import { passagesFromText } from "./passages-from-text.ts";

/** Longest title that is kept, in characters. */
const titleMaxLength = 300;

/** An article's title and what its list of latest developments tells; or why nothing can be read from it. */
export type ArticleReading =
  | { readonly title: string; readonly developments: readonly FoundDevelopment[]; readonly leftOut: number }
  | { readonly refused: string };

const noList = { refused: "has no list headed “Latest developments”" };

/** Reads an article page. Links start from `url`, or from the address that the page gives as its own. */
export function readHtmlArticle(html: string, url: string | undefined): ArticleReading {
  if (isNestedTooDeeply(html)) return { refused: "is nested too deeply to be an article" };
  const $ = load(html);
  const canonical =
    webUrl($('link[rel="canonical"]').attr("href"), url) ?? webUrl($('meta[property="og:url"]').attr("content"), url);
  const pageUrl = url ?? canonical;
  const baseUrl = webUrl($("base[href]").attr("href"), pageUrl) ?? pageUrl;
  const passages = passagesOf($, {
    ...(baseUrl === undefined ? {} : { baseUrl }),
    keepsBeside: (words) => /latest\s+developments/i.test(words),
  });
  const title =
    oneLine($("h1").first().text()) ||
    oneLine($('meta[property="og:title"]').attr("content") ?? "") ||
    oneLine($("title").first().text());
  return reading(title, passages, pageUrl);
}

/** Reads an article in plain text; its first line is its title. */
export function readTextArticle(text: string): ArticleReading {
  const passages = passagesFromText(text);
  const [line] = linesOf(passages.slice(0, 1));
  return reading(line === undefined ? "" : lineText(line), passages);
}

function reading(title: string, passages: readonly Passage[], pageUrl?: string): ArticleReading {
  const items = latestDevelopments(passages);
  const developments = distinct(
    items.slice(0, developmentsMax).flatMap((item) => foundDevelopment(item, pageUrl) ?? []),
  );
  if (developments.length === 0) return noList;
  return {
    title: cutAtWord(title || "Latest developments", titleMaxLength),
    developments,
    leftOut: Math.max(0, items.length - developmentsMax),
  };
}
