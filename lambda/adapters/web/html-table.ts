import { isClockTime } from "./clock-time.ts";
import { type HtmlElement, type HtmlTree, isElement, wordsIn } from "./html-tree.ts";
import type { Passage } from "./passage.ts";

/** Most characters of a cell that can hold a time or a bullet. */
const leadMaxLength = 60;

/**
 * The rows of a table as items, where each row begins with a time or a bullet of its own; else undefined.
 *
 * Tables that set figures or the page itself are no lists.
 */
export function rowsAsItems(table: HtmlElement, read: (cell: HtmlElement) => Passage[]): Passage[][] | undefined {
  const rows = rowsOf(table)
    .map(cellsOf)
    .filter((cells) => cells.some(({ tagName }) => tagName === "td"));
  const leads = rows.map(([first]) => wordsIn(first).trim());
  if (rows.length === 0 || !rows.every((cells, at) => cells.length > 1 && isLead(leads[at] ?? ""))) return undefined;
  return rows.map((cells, at) => (isBullet(leads[at] ?? "") ? cells.slice(1) : cells).flatMap(read));
}

function isLead(words: string): boolean {
  return words.length <= leadMaxLength && (isBullet(words) || isClockTime(words));
}

function isBullet(words: string): boolean {
  return /^[►▶▸•●○◦▪■◆·–—*-]$/u.test(words);
}

function rowsOf(table: HtmlTree): HtmlElement[] {
  return table.childNodes.flatMap((node) => {
    if (!isElement(node) || node.tagName === "table") return [];
    return node.tagName === "tr" ? [node] : rowsOf(node);
  });
}

function cellsOf(row: HtmlElement): HtmlElement[] {
  return row.childNodes.filter(
    (node): node is HtmlElement => isElement(node) && (node.tagName === "td" || node.tagName === "th"),
  );
}
