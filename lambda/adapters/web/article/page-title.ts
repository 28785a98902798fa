import { oneLine } from "../clean-text.ts";
import { elementsOf, firstElement, type HtmlElement, type HtmlTree, wordsIn } from "../html-tree.ts";
import { folded } from "./heading-words.ts";

/**
 * The title of a page's article: its first-rank heading, else one of the titles `given` by its head, else that of the
 * window; empty where it has none of them.
 *
 * @param siteName what the page calls its site: a heading of these words is the site's and not the article's
 */
export function titleOf(tree: HtmlTree, given: readonly (string | undefined)[], siteName = ""): string {
  const titles = given.map((title) => oneLine(title ?? "")).filter((title) => title !== "");
  const window = oneLine(wordsIn(firstElement(tree, ({ tagName }) => tagName === "title")));
  const headings = elementsOf(tree, ({ tagName }) => tagName === "h1")
    .map((heading) => ({ heading, words: oneLine(wordsIn(heading)) }))
    .filter(({ words }) => words !== "" && !same(words, siteName));
  const known = [...titles, window].map(folded);
  const inMain = headings.length > 1 ? firstInMain(tree) : undefined;
  const ordered = [
    ...headings.filter((one) => one.heading === inMain),
    ...headings.filter((one) => one.heading !== inMain),
  ];
  const heading = ordered.find(({ words }) => known.some((title) => title.includes(folded(words)))) ?? ordered[0];
  return heading?.words ?? titles[0] ?? withoutSite(window, siteName);
}

function firstInMain(tree: HtmlTree): HtmlElement | undefined {
  const main = firstElement(tree, ({ tagName }) => tagName === "main" || tagName === "article");
  return main && firstElement(main, ({ tagName }) => tagName === "h1");
}

function same(a: string, b: string): boolean {
  return b !== "" && folded(a) === folded(b);
}

/** `Smoke over Brindle | The Brindle Star` without the site's name, where the page says it. */
function withoutSite(title: string, siteName: string): string {
  const [, words = title, site = ""] = /^(.+?)\s+[|–—-]\s+([^|–—]+)$/.exec(title) ?? [];
  return same(site, siteName) ? words : title;
}
