import type { NewsReading } from "#adapters/web/read-news.ts";
import type { FoundDevelopment } from "#core/development.ts";
import { cut } from "./cut.ts";
import { say } from "./say.ts";

type News = Exclude<NewsReading, { refused: string }>;

/** Prints what a dry run found. */
export function showNews(input: string, news: News, isJson: boolean | undefined): void {
  const { kind, title } = news;
  const result = { input, kind, title, ...ofArticle(news), developments: news.developments.map(shown) };
  const headlines = news.developments.map(({ headline }, at) => `  ${at + 1}. ${cut(headline)}`);
  const how = news.kind === "article" ? ` (found as ${news.found}, sure ${news.sure})` : "";
  say(result, [`${input}: ${title}${how}`, ...headlines].join("\n"), isJson);
}

/** What is told of an article besides its developments, with its moments as people write them. */
function ofArticle(news: News): object {
  if (news.kind !== "article") return {};
  const { url, language, publishedAt, modifiedAt, found, sure, related } = news;
  return {
    ...(url === undefined ? {} : { url }),
    ...(language === undefined ? {} : { language }),
    ...(publishedAt === undefined ? {} : { publishedAt: new Date(publishedAt).toISOString() }),
    ...(modifiedAt === undefined ? {} : { modifiedAt: new Date(modifiedAt).toISOString() }),
    found,
    sure,
    ...(related === undefined ? {} : { related }),
  };
}

/** A development as it is printed, with its moment as people write it. */
function shown({ headline, text, url, attribution, publishedAt, key }: FoundDevelopment): object {
  return {
    headline,
    ...(text === undefined ? {} : { text }),
    ...(url === undefined ? {} : { url }),
    ...(attribution === undefined ? {} : { attribution }),
    ...(publishedAt === undefined ? {} : { publishedAt: new Date(publishedAt).toISOString() }),
    ...(key === undefined ? {} : { key }),
  };
}
