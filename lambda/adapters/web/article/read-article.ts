import type { FoundDevelopment } from "#core/development.ts";
import type { Instant } from "#core/instant.ts";
import { type Related, relatedMax } from "#core/related.ts";
import { cutAtWord } from "../clean-text.ts";
import { distinct } from "../distinct.ts";
import { type HtmlElement, type HtmlTree, pageTree } from "../html-tree.ts";
import { linesOf, lineText } from "../passage.ts";
import { passagesOf } from "../passages-from-html.ts";
import { boxHoldsList } from "./box.ts";
import { thingsOf } from "./json-ld.ts";
import { latestDevelopments, timedBlocks } from "./latest-developments.ts";
import { microdataOf } from "./microdata.ts";
import { type PageFacts, pageFacts } from "./page-facts.ts";
import { passagesFromText } from "./passages-from-text.ts";
import { relatedAmong } from "./related.ts";
import { type Found, surenessOf } from "./sure.ts";
import { type Told, toldAsData, toldInList, toldInPosts } from "./told.ts";

/** Less sure than this is not taken: lists of ingredients, of contents and of opening hours have headings as well. */
const sureMin = 0.5;

/** Longest title that is kept, in characters. */
const titleMaxLength = 300;

/** An article, its developments and how they were found; or why nothing can be read from it. */
export type ArticleReading = Article | { readonly refused: string };

interface Article {
  /** Empty where nothing names it. */
  readonly title: string;
  /** The address that the page gives as its own. */
  readonly url?: string;
  /** BCP 47. */
  readonly language?: string;
  readonly publishedAt?: Instant;
  readonly modifiedAt?: Instant;
  readonly found: Found;
  /** How sure it is that these are its developments, from 0 to 1: see `surenessOf`. */
  readonly sure: number;
  /** Prompts of the article that lead to something else to read. */
  readonly related?: readonly Related[];
  readonly developments: readonly FoundDevelopment[];
  readonly leftOut: number;
}

/**
 * Reads an article page. Links start from `url`, or from the address that the page gives as its own.
 *
 * Data for machines comes first, then a list under the very words "Latest developments", then the posts of a live page,
 * then lists under words that mean the same, and last times all over the page.
 */
export function readHtmlArticle(html: string, url: string | undefined): ArticleReading {
  const tree = pageTree(html);
  if (tree === undefined) return { refused: "is nested too deeply to be an article" };
  const things = thingsOf(tree);
  const facts = pageFacts(tree, things, url);
  const pageUrl = addressOf(facts, url);
  const baseUrl = facts.baseUrl === url ? pageUrl : facts.baseUrl;
  const { passages, related } = readPage(tree, baseUrl);
  const place = {
    time: facts.time,
    ...(pageUrl === undefined ? {} : { pageUrl }),
    ...(baseUrl === undefined ? {} : { baseUrl }),
  };
  const list = latestDevelopments(passages);
  const named = list !== undefined && "items" in list ? list : undefined;
  const inList = named && toldInList(named, place);
  const ways: readonly (() => Told | undefined)[] = [
    () => toldAsData("json-ld", things, place),
    () => toldAsData("microdata", microdataOf(tree), place),
    () => (named?.rank === 3 && named.setAs !== "timed-blocks" ? inList : undefined),
    () => fuller(toldInPosts(tree, place), inList),
    () => toldInList(timedBlocks(passages), place),
  ];
  for (const way of ways) {
    const told = way();
    if (told === undefined || told.developments.length === 0) continue;
    const found = reading(facts, told, related);
    if (found.sure >= sureMin) return found;
  }
  return { refused: refusalOf(facts, list) };
}

/**
 * Posts, or a list where that tells more: a list may sum up the posts, and posts may be the items of the list.
 *
 * Posts come before a list under words that head other things too, and a list comes before posts that may be comments.
 */
function fuller(posts: Told | undefined, list: Told | undefined): Told | undefined {
  if (posts === undefined || list === undefined) return posts ?? list;
  const [inPosts, inList] = [posts.developments.length, list.developments.length];
  if (list.rank === 1) return inPosts > 1 ? posts : list;
  if (list.found === "timed-blocks") return inPosts >= inList ? posts : list;
  return inPosts > inList && posts.areNamed === true ? posts : list;
}

/** Reads an article in plain text; its first line is its title. */
export function readTextArticle(text: string): ArticleReading {
  const passages = passagesFromText(text);
  const [line] = linesOf(passages.slice(0, 1));
  const list = latestDevelopments(passages);
  const told = list !== undefined && "items" in list ? toldInList(list, {}) : undefined;
  if (told === undefined || told.developments.length === 0) return { refused: refusalOf(undefined, list) };
  return reading(
    { title: line === undefined ? "" : lineText(line) },
    { ...told, found: "text" },
    relatedAmong(passages),
  );
}

/** The page's running text, and its related links: those in the text, then those in boxes beside it. */
function readPage(tree: HtmlTree, baseUrl: string | undefined) {
  const reading = { isPage: true, ...(baseUrl === undefined ? {} : { baseUrl }) };
  const boxes: HtmlElement[] = [];
  const passages = passagesOf(tree, { ...reading, keepsBeside: boxHoldsList, onBeside: (box) => boxes.push(box) });
  const related = relatedAmong(passages);
  for (const box of boxes) {
    if (related.length >= relatedMax) break;
    const more = relatedAmong(passagesOf(box, reading));
    related.push(...more.filter(({ url }) => !related.some((one) => one.url === url)));
  }
  return { passages, related };
}

/** The page's own address, where the same page was fetched with more in its query; else where it was fetched from. */
function addressOf({ url: own }: PageFacts, fetchedFrom: string | undefined): string | undefined {
  if (fetchedFrom === undefined || own === undefined) return fetchedFrom ?? own;
  return own === fetchedFrom.replace(/[?#].*$/, "") ? own : fetchedFrom;
}

function reading(
  facts: Omit<PageFacts, "time" | "isLogin" | "isPaid">,
  told: Told,
  related: readonly Related[],
): Article {
  const { title, url, language, publishedAt, modifiedAt } = facts;
  const developments = distinct(told.developments);
  return {
    title: cutAtWord(title, titleMaxLength),
    ...(url === undefined ? {} : { url }),
    ...(language === undefined ? {} : { language }),
    ...(publishedAt === undefined ? {} : { publishedAt }),
    ...(modifiedAt === undefined ? {} : { modifiedAt }),
    found: told.found,
    sure: surenessOf(told.found, told.rank, developments),
    ...(related.length === 0 ? {} : { related: related.slice(0, relatedMax) }),
    developments,
    leftOut: told.leftOut,
  };
}

function refusalOf(
  page: Pick<PageFacts, "isLogin" | "isPaid"> | undefined,
  list: ReturnType<typeof latestDevelopments>,
): string {
  if (page?.isLogin) return "is a login form";
  if (page?.isPaid)
    return "shows only its beginning to readers without a subscription, and no list of latest developments";
  if (list !== undefined && "emptyUnder" in list)
    return `has a heading “${list.emptyUnder}” and no developments under it`;
  return "has no list headed “Latest developments”";
}
