import { type FoundDevelopment, headlineMaxLength, keyMaxLength, textMaxLength } from "#core/development.ts";
import { cutAtWord, oneLine } from "../clean-text.ts";
import { countBy } from "../distinct.ts";
import { limitedHtml } from "../limited-html.ts";
import { momentOf } from "../moment.ts";
import { linesOf, type Passage, passagesText } from "../passage.ts";
import { passagesFromHtml } from "../passages-from-html.ts";
import { webUrl } from "../web-url.ts";
import { attributionOf } from "./attribution.ts";
import { foundDevelopment, withoutPrompts } from "./found-development.ts";
import { isThing, listOf, type Thing, textOf, typesOf } from "./json-ld.ts";
import { isPrompt } from "./prompt.ts";
import { withoutHeadline } from "./without-headline.ts";

/** Longest body of one update that is read, in characters. */
const bodyMaxLength = 500_000;

/** Types of updates that tell no news. */
const noNews = /^(?:WPAdBlock|.*Ad(?:vertisement)?|VideoObject|ImageObject|WebPageElement)$/;

/** Properties that hold an update's headline and its words, the best first. */
const headlineNames = ["headline", "name", "alternativeHeadline"];
const bodyNames = ["articleBody", "text", "description"];

/** Where the updates of a live blog stand. */
export interface LiveBlogPage {
  readonly pageUrl?: string;
  readonly baseUrl?: string;
}

/** The live blog among the things that a page describes: the one with the most updates. */
export function liveBlogAmong(things: readonly Thing[]): Thing | undefined {
  const count = (thing: Thing) => listOf(thing["liveBlogUpdate"]).length;
  return things.filter((thing) => count(thing) > 0).sort((a, b) => count(b) - count(a))[0];
}

/**
 * The developments that a `LiveBlogPosting` lists, in its order.
 *
 * @param things all that the page describes: an update may be a mere reference by `@id` to one of them
 * @see https://schema.org/LiveBlogPosting
 */
export function developmentsOfLiveBlog(blog: Thing, things: readonly Thing[], page: LiveBlogPage): FoundDevelopment[] {
  const byId = new Map<unknown, Thing>();
  for (const thing of things) {
    const known = byId.get(thing["@id"]);
    if (known === undefined || Object.keys(known).length < Object.keys(thing).length) byId.set(thing["@id"], thing);
  }
  const publishers = new Set(
    [...namesOf(blog["publisher"]), ...namesOf(blog["author"])].map((name) => name.toLowerCase()),
  );
  const updates = listOf(blog["liveBlogUpdate"]).flatMap((update): Thing[] => {
    const reference = isThing(update) ? update["@id"] : update;
    const thing = isThing(update) && Object.keys(update).length > 2 ? update : (byId.get(reference) ?? update);
    return !isThing(thing) || typesOf(thing).some((type) => noNews.test(type)) ? [] : [thing];
  });
  const headlines = countBy(updates, (update) => textOf(update, ...headlineNames));
  return updates.flatMap((update) => {
    // A headline that several share ("Update") is a label: the first sentence tells them apart.
    const isLabel =
      (headlines.get(textOf(update, ...headlineNames)) ?? 0) > 1 && textOf(update, ...bodyNames) !== undefined;
    return developmentOf(isLabel ? withoutHeadlines(update) : update, page, publishers) ?? [];
  });
}

function withoutHeadlines(update: Thing): Thing {
  return { ...update, ...Object.fromEntries(headlineNames.map((name) => [name, undefined])) };
}

function developmentOf(
  update: Thing,
  page: LiveBlogPage,
  publishers: ReadonlySet<string>,
): FoundDevelopment | undefined {
  const passages = passagesOfBody(textOf(update, ...bodyNames) ?? "", page.baseUrl);
  const headline = plainWords(textOf(update, ...headlineNames) ?? "");
  const told = headline === "" ? foundDevelopment(passages) : withHeadline(headline, passages);
  if (told === undefined || isPrompt(told.headline, true)) return undefined;
  const { url: linked, ...words } = told;
  const id = typeof update["@id"] === "string" ? update["@id"].trim() : undefined;
  const named = webUrl(id, page.pageUrl);
  const url = webUrl(textOf(update, "url", "mainEntityOfPage"), page.baseUrl) ?? named ?? linked;
  const own =
    named ?? (id !== undefined && url?.endsWith(id) === true ? url : id) ?? (url === linked ? undefined : url);
  const key = own === undefined || own === page.pageUrl || own.length > keyMaxLength ? undefined : own;
  const publishedAt = momentOf(textOf(update, "datePublished", "dateCreated", "uploadDate", "dateModified"));
  const attribution =
    told.attribution ?? namesOf(update["author"], true).find((name) => !publishers.has(name.toLowerCase()));
  return {
    ...words,
    ...(url === undefined ? {} : { url }),
    ...(attribution === undefined ? {} : { attribution }),
    ...(publishedAt === undefined ? {} : { publishedAt }),
    ...(key === undefined || key === "" ? {} : { key }),
  };
}

function withHeadline(headline: string, passages: readonly Passage[]): FoundDevelopment {
  const rest = withoutPrompts(withoutHeadline(passages, headline));
  const text = limitedHtml(rest, textMaxLength);
  const attribution = attributionOf(headline, passagesText(rest).slice(0, textMaxLength))?.attribution;
  const url = linesOf(rest)
    .flat()
    .find(({ href }) => href !== undefined)?.href;
  return {
    headline: cutAtWord(headline, headlineMaxLength),
    ...(text === undefined ? {} : { text }),
    ...(url === undefined ? {} : { url }),
    ...(attribution === undefined ? {} : { attribution }),
  };
}

/** A body is HTML, or plain text of one paragraph a line, or that with its entities left in. */
function passagesOfBody(body: string, baseUrl: string | undefined): Passage[] {
  const cut = body.slice(0, bodyMaxLength);
  const reading = baseUrl === undefined ? {} : { baseUrl };
  if (/<\/?[a-z][^<>]*>/i.test(cut)) return passagesFromHtml(cut, reading);
  return cut
    .split("\n")
    .map(plainWords)
    .filter((text) => text !== "")
    .map((text) => ({ kind: "paragraph", lines: [[{ text }]] }));
}

/** The words of a text that may hold markup or entities. */
function plainWords(text: string): string {
  const cut = text.slice(0, bodyMaxLength);
  if (!/[<&]/.test(cut)) return oneLine(cut);
  const isMarkup = /<\/?[a-z][^<>]*>/i.test(cut);
  return passagesText(passagesFromHtml(isMarkup ? cut : cut.replaceAll("<", "&lt;")));
}

function namesOf(value: unknown, organizationsOnly = false): string[] {
  return listOf(value).flatMap((one) => {
    if (!isThing(one)) return typeof one === "string" && !organizationsOnly ? [oneLine(one)] : [];
    if (organizationsOnly && !typesOf(one).some((type) => /Organization$/.test(type))) return [];
    const name = oneLine(textOf(one, "name") ?? "");
    return name === "" || name.length > 120 ? [] : [name];
  });
}
