import { type DefaultTreeAdapterMap, parse, parseFragment } from "parse5";
import { isCostly } from "./html-cost.ts";
import { isDeep, shallowTree, TooDeep } from "./html-depth.ts";

/** A node of a parsed page. */
export type HtmlNode = DefaultTreeAdapterMap["childNode"];

/** An element of a parsed page. */
export type HtmlElement = DefaultTreeAdapterMap["element"];

/** A parsed page or fragment. */
export type HtmlTree = Pick<DefaultTreeAdapterMap["parentNode"], "childNodes">;

/** A page, read as a browser reads it; undefined when reading it would cost too much. */
export function pageTree(html: string): HtmlTree | undefined {
  return treeOf(html, parse);
}

/** A piece of a page, read as a browser reads it; undefined when reading it would cost too much. */
export function fragmentTree(html: string): HtmlTree | undefined {
  return treeOf(html, parseFragment);
}

function treeOf(html: string, read: typeof parse | typeof parseFragment): HtmlTree | undefined {
  if (isCostly(html)) return undefined;
  try {
    const tree: HtmlTree = read(html, { treeAdapter: shallowTree() });
    return isDeep(tree) ? undefined : tree;
  } catch (error) {
    if (error instanceof TooDeep) return undefined;
    throw error;
  }
}

/** Whether the node is an element. */
export function isElement(node: HtmlNode): node is HtmlElement {
  return "tagName" in node;
}

/** An attribute's value, or undefined when the element has none of that name. */
export function attribute(element: HtmlElement, name: string): string | undefined {
  return element.attrs.find((attr) => attr.name === name)?.value;
}

/** The words in a node and in all that it holds. */
export function wordsIn(node: HtmlTree | HtmlNode | undefined): string {
  if (node === undefined) return "";
  if ("value" in node) return node.value;
  return "childNodes" in node ? node.childNodes.map(wordsIn).join("") : "";
}

/** Every element that is what is looked for, in the order of the page. */
export function elementsOf(tree: HtmlTree, holds: (element: HtmlElement) => boolean): HtmlElement[] {
  const found: HtmlElement[] = [];
  const look = (nodes: HtmlTree["childNodes"]) => {
    for (const node of nodes) {
      if (!isElement(node)) continue;
      if (holds(node)) found.push(node);
      look(node.childNodes);
    }
  };
  look(tree.childNodes);
  return found;
}

/** The first element, in the order of the page, that is what is looked for. */
export function firstElement(tree: HtmlTree, holds: (element: HtmlElement) => boolean): HtmlElement | undefined {
  for (const node of tree.childNodes) {
    if (!isElement(node)) continue;
    const found = holds(node) ? node : firstElement(node, holds);
    if (found !== undefined) return found;
  }
  return undefined;
}
