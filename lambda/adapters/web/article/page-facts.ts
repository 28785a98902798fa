import type { Instant } from "#core/instant.ts";
import { attribute, elementsOf, type HtmlElement, type HtmlTree, wordsIn } from "../html-tree.ts";
import { momentOf } from "../moment.ts";
import type { PageTime } from "../page-time.ts";
import { webUrl } from "../web-url.ts";
import { isThing, listOf, type Thing, textOf, typesOf } from "./json-ld.ts";
import { titleOf } from "./page-title.ts";

/** What a page says of itself, whatever its list tells. */
export interface PageFacts {
  /** Empty where nothing names it. */
  readonly title: string;
  /** The address that the page gives as its own. */
  readonly url?: string;
  /** Where its relative links start from. */
  readonly baseUrl?: string;
  /** BCP 47. */
  readonly language?: string;
  readonly publishedAt?: Instant;
  readonly modifiedAt?: Instant;
  readonly time: PageTime;
  readonly isLogin: boolean;
  readonly isPaid: boolean;
}

/** Names, in lower case, under which heads of pages carry the two times. */
const publishedNames =
  "article:published_time og:article:published_time article:published datepublished pubdate publish-date publishdate publication_date parsely-pub-date sailthru.date dc.date dc.date.issued dcterms.created dcterms.issued dcterms.date article_date_original date".split(
    " ",
  );
const modifiedNames =
  "article:modified_time og:article:modified_time og:updated_time article:modified datemodified last-modified lastmod dc.date.modified dcterms.modified article_date_updated revised".split(
    " ",
  );
const languageNames = ["html", "og:locale", "content-language", "language", "dc.language"];

/** Reads what a page says of itself in its head, in JSON-LD and in microdata. */
export function pageFacts(tree: HtmlTree, things: readonly Thing[], fetchedFrom: string | undefined): PageFacts {
  const named = namedValues(tree);
  const main = mainAmong(things);
  const url = [named.get("canonical"), named.get("og:url"), addressOf(main)]
    .map((href) => webUrl(href, fetchedFrom))
    .find((found) => found !== undefined);
  const baseUrl = webUrl(named.get("base"), fetchedFrom ?? url) ?? fetchedFrom ?? url;
  const language = [...languageNames.map((name) => named.get(name)), main && textOf(main, "inLanguage")]
    .map(languageTag)
    .find((tag) => tag !== undefined);
  const published = [main && textOf(main, "datePublished"), ...publishedNames.map((name) => named.get(name))];
  const modified = [main && textOf(main, "dateModified"), ...modifiedNames.map((name) => named.get(name))];
  const publishedAt = firstMoment(published);
  const modifiedAt = firstMoment(modified);
  const times = {
    ...(publishedAt === undefined ? {} : { publishedAt }),
    ...(modifiedAt === undefined ? {} : { modifiedAt }),
  };
  return {
    title: titleOf(tree, [main && textOf(main, "headline", "name"), named.get("og:title")], named.get("og:site_name")),
    ...(url === undefined ? {} : { url }),
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(language === undefined ? {} : { language }),
    ...times,
    time: { ...times, ...offsetOf([...modified, ...published]) },
    isLogin: named.has("password"),
    isPaid: things.some((thing) => /^false$/i.test(String(thing["isAccessibleForFree"] ?? ""))),
  };
}

/** What the page's elements name: the first value of each meta element, link, `itemprop` of a time, and the like. */
function namedValues(tree: HtmlTree): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const put = (name: string | undefined, value: string | undefined) => {
    if (name !== undefined && value !== undefined && !values.has(name.toLowerCase()))
      values.set(name.toLowerCase(), value);
  };
  for (const element of elementsOf(tree, ({ tagName }) => /^(?:html|meta|link|base|input|time)$/.test(tagName))) {
    const value = (name: string) => attribute(element, name);
    if (element.tagName === "html") put("html", value("lang") ?? value("xml:lang"));
    else if (element.tagName === "base") put("base", value("href"));
    else if (element.tagName === "link" && /\bcanonical\b/i.test(value("rel") ?? "")) put("canonical", value("href"));
    else if (element.tagName === "input" && value("type")?.toLowerCase() === "password") put("password", "");
    else if (element.tagName === "time") {
      put(nameOfTime(element), value("datetime") ?? wordsIn(element));
    } else if (element.tagName === "meta") {
      put(value("property") ?? value("name") ?? value("itemprop") ?? value("http-equiv"), value("content"));
    }
  }
  return values;
}

/** What a time element is for: by microdata, by HTML's old attribute, or by the class names of microformats. */
function nameOfTime(element: HtmlElement): string | undefined {
  const property = attribute(element, "itemprop");
  if (property !== undefined || attribute(element, "pubdate") !== undefined) return property ?? "pubdate";
  const names = attribute(element, "class") ?? "";
  if (/\b(?:dt-)?published\b/.test(names)) return "pubdate";
  return /\b(?:dt-)?updated\b/.test(names) ? "datemodified" : undefined;
}

/** The thing that the page is about: a live blog before an article before a page. */
function mainAmong(things: readonly Thing[]): Thing | undefined {
  for (const kind of [/^LiveBlogPosting$/, /(?:Article|Report|Reportage)$/, /^(?:BlogPosting|WebPage)$/]) {
    const found = things.find((thing) => typesOf(thing).some((type) => kind.test(type)));
    if (found !== undefined) return found;
  }
  return undefined;
}

function addressOf(main: Thing | undefined): string | undefined {
  const page = listOf(main?.["mainEntityOfPage"])[0];
  const entity = isThing(page) ? textOf(page, "@id", "url") : page;
  return (main && textOf(main, "url")) ?? (typeof entity === "string" ? entity : undefined);
}

function languageTag(written: string | undefined): string | undefined {
  try {
    const [tag] = Intl.getCanonicalLocales((written ?? "").trim().replaceAll("_", "-").split(",")[0]);
    return tag;
  } catch {
    return undefined;
  }
}

function firstMoment(written: readonly (string | undefined)[]): Instant | undefined {
  return written.map(momentOf).find((at) => at !== undefined);
}

/** The offset in which the page writes its times. UTC tells nothing: many systems write it everywhere. */
function offsetOf(written: readonly (string | undefined)[]): { readonly offsetMinutes?: number } {
  for (const text of written) {
    const [, sign, hours, minutes] = /\d\d:\d\d.*([+-])(\d\d):?(\d\d)\s*$/.exec(text ?? "") ?? [];
    const offset = Number(hours) * 60 + Number(minutes);
    if (offset > 0 && offset <= 14 * 60) return { offsetMinutes: sign === "-" ? -offset : offset };
  }
  return {};
}
