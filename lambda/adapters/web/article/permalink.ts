import { attribute, type HtmlElement, type HtmlNode, isElement } from "../html-tree.ts";
import { webUrl } from "../web-url.ts";

/** Longest id that is part of an address, in characters. */
const idMaxLength = 200;

/**
 * The address of a post: a link within the page, or else its own id.
 *
 * @param isNamed whether ids name posts, and not places on the page
 */
export function permalinkOf(element: HtmlElement, pageUrl: string | undefined, isNamed: boolean): string | undefined {
  if (pageUrl === undefined) return undefined;
  const linked = linkHere(element.childNodes, pageUrl);
  if (linked !== undefined) return linked;
  const id = isNamed ? idOf(element) : undefined;
  return id === undefined ? undefined : webUrl(`#${encodeURIComponent(id)}`, pageUrl);
}

/** The id of a post, or of the one element that all of it stands in. */
export function idOf(element: HtmlElement): string | undefined {
  const id = (
    attribute(element, "id") ??
    attribute(element, "data-post-id") ??
    attribute(element, "data-block-id")
  )?.trim();
  if (id !== undefined && id !== "" && id.length <= idMaxLength && !/\s/.test(id)) return id;
  const inner = element.childNodes.filter(isElement);
  return inner.length === 1 && inner[0] !== undefined ? idOf(inner[0]) : undefined;
}

/** Whether two addresses are of one page, whatever follows its path. */
export function isSamePage(a: string, b: string): boolean {
  return pathOf(a) === pathOf(b);
}

function pathOf(url: string): string {
  return url.replace(/[?#].*$/, "").replace(/\/$/, "");
}

function linkHere(nodes: readonly HtmlNode[], pageUrl: string): string | undefined {
  for (const node of nodes) {
    if (!isElement(node)) continue;
    if (node.tagName === "a") {
      const url = webUrl(attribute(node, "href"), pageUrl);
      if (url !== undefined && isSamePage(url, pageUrl) && url !== pageUrl && /[#?]./.test(url)) return url;
    }
    const found = linkHere(node.childNodes, pageUrl);
    if (found !== undefined) return found;
  }
  return undefined;
}
