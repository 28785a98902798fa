import type { HtmlElement, HtmlNode } from "../html-tree.ts";
import { headingRank } from "./list-heading.ts";

/** Most nodes of a box that are looked at, and most of an element that may be a heading. */
const boxNodesMax = 3_000;
const headingNodesMax = 40;

/** Longest heading, in characters. */
const headingMaxLength = 120;

/** Elements that headings are set in. */
const headings = /^(?:h[1-6]|p|div|span|strong|b|summary|li|td)$/;

/** Whether a box beside the running text holds a list of latest developments: whether its heading is in it. */
export function boxHoldsList(box: HtmlElement): boolean {
  const isMenu = /^(?:nav|footer)$/.test(box.tagName);
  let left = boxNodesMax;
  const look = (node: HtmlNode): boolean => {
    if (!("tagName" in node) || left-- <= 0) return false;
    const words = headings.test(node.tagName) ? shortWords(node) : undefined;
    const rank = words === undefined ? 0 : headingRank(words, /^h/.test(node.tagName));
    // In a menu such words are a link to the list.
    if (rank === 3 || (rank === 2 && !isMenu)) return true;
    return node.childNodes.some(look);
  };
  return look(box);
}

/** The words of an element that has few of them. */
function shortWords(element: HtmlElement): string | undefined {
  let words = "";
  let left = headingNodesMax;
  const read = (node: HtmlNode): boolean => {
    if (left-- <= 0 || words.length > headingMaxLength) return false;
    if ("value" in node) words += node.value;
    return !("childNodes" in node) || node.childNodes.every(read);
  };
  const tidy = element.childNodes.every(read) ? words.replace(/\s+/g, " ").trim() : "";
  return tidy === "" || tidy.length > headingMaxLength ? undefined : tidy;
}
