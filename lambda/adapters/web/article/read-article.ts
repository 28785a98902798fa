import { developmentsMax, type FoundDevelopment, fingerprint } from "#core/development.ts";
import { cutAtWord, oneLine } from "../clean-text.ts";
import { countBy, distinct } from "../distinct.ts";
import { attribute, firstElement, type HtmlTree, pageTree, wordsIn } from "../html-tree.ts";
import { linesOf, lineText, type Passage } from "../passage.ts";
import { passagesOf } from "../passages-from-html.ts";
import { webUrl } from "../web-url.ts";
import { foundDevelopment } from "./found-development.ts";
import { withoutLeadIn } from "./headline.ts";
import { type Item, latestDevelopments } from "./latest-developments.ts";
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
  const tree = pageTree(html);
  if (tree === undefined) return { refused: "is nested too deeply to be an article" };
  const pageUrl = url ?? canonicalUrl(tree);
  const baseUrl = webUrl(attributeOfFirst(tree, "base", "href"), pageUrl) ?? pageUrl;
  const passages = passagesOf(tree, {
    ...(baseUrl === undefined ? {} : { baseUrl }),
    keepsBeside: (words) => /latest\s+developments/i.test(words),
  });
  return reading(titleOf(tree), passages, pageUrl);
}

/** The address that a page gives as its own. */
function canonicalUrl(tree: HtmlTree): string | undefined {
  const link = attributeOfFirst(tree, "link", "href", { rel: "canonical" });
  return webUrl(link) ?? webUrl(attributeOfFirst(tree, "meta", "content", { property: "og:url" }));
}

function titleOf(tree: HtmlTree): string {
  return (
    oneLine(wordsIn(firstElement(tree, (element) => element.tagName === "h1"))) ||
    oneLine(attributeOfFirst(tree, "meta", "content", { property: "og:title" }) ?? "") ||
    oneLine(wordsIn(firstElement(tree, (element) => element.tagName === "title")))
  );
}

function attributeOfFirst(
  tree: HtmlTree,
  tagName: string,
  wanted: string,
  having: Readonly<Record<string, string>> = {},
): string | undefined {
  const found = firstElement(
    tree,
    (element) =>
      element.tagName === tagName &&
      attribute(element, wanted) !== undefined &&
      Object.entries(having).every(([name, value]) => attribute(element, name)?.toLowerCase() === value),
  );
  return found && attribute(found, wanted);
}

/** Reads an article in plain text; its first line is its title. */
export function readTextArticle(text: string): ArticleReading {
  const passages = passagesFromText(text);
  const [line] = linesOf(passages.slice(0, 1));
  return reading(line === undefined ? "" : lineText(line), passages);
}

function reading(title: string, passages: readonly Passage[], pageUrl?: string): ArticleReading {
  const items = latestDevelopments(passages);
  const developments = distinct(developmentsOf(items.slice(0, developmentsMax), pageUrl));
  if (developments.length === 0) return noList;
  return {
    title: cutAtWord(title || "Latest developments", titleMaxLength),
    developments,
    leftOut: Math.max(0, items.length - developmentsMax),
  };
}

/** A lead-in that several items share (`From our correspondent:`) is a label, and the first sentence tells them apart. */
function developmentsOf(items: readonly Item[], pageUrl: string | undefined): FoundDevelopment[] {
  const found = items.map((item) => foundDevelopment(item, pageUrl));
  const uses = countBy(found, (development) => fingerprint(development?.headline ?? ""));
  return items.flatMap((item, at) => {
    const development = found[at];
    if (development === undefined) return [];
    if (uses.get(fingerprint(development.headline)) === 1) return [development];
    return foundDevelopment(withoutLeadIn(item), pageUrl) ?? [];
  });
}
